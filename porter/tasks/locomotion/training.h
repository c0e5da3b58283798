// Training of the whole-body controller: the locomotion task under learn::Train, and the bundle that comes of it.
#pragma once

#include "porter/learn/train.h"
#include "porter/tasks/locomotion/config.h"
#include "porter/tasks/train_context.h"

namespace porter::tasks {

struct WbcTrainConfig {
  static constexpr std::string_view kConfigName = "train_wbc";

  int evaluation_envs = 256;
  LocomotionConfig task;
  learn::TrainConfig train;

  void Fields(auto&& f) {
    f(evaluation_envs, {.name = "evaluation_envs", .doc = "robots of an evaluation", .min = 1, .max = 1e6});
    f(task, {.name = "task", .doc = "what is learned"});
    f(train, {.name = "train", .doc = "how it is learned"});
  }
};

// Writes folder/bundle from folder/policy.safetensors, as it was exported last.
void WriteWbcBundle(const WbcTrainConfig& config, const TrainContext& context, const learn::TrainResult& result);

// Trains, or goes on where the folder's checkpoint stands, and writes folder/bundle with each policy that learn::Train
// gives out. Throws core::Error as learn::Train.
learn::TrainResult TrainWbc(const WbcTrainConfig& config, const TrainContext& context, nn::World& world,
                            const learn::TrainHooks& hooks);

}  // namespace porter::tasks
