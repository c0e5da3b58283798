// Training of the privileged teacher: a warm start from the scripted expert (learn::Dagger), then PPO on place and pick
// (VIRAL 3.1; facts/viral.md 6).
#pragma once

#include "porter/learn/dagger.h"
#include "porter/learn/train.h"
#include "porter/policy/bundle.h"
#include "porter/tasks/place_pick/expert.h"
#include "porter/tasks/train_context.h"

namespace porter::tasks {

struct TeacherTrainConfig {
  static constexpr std::string_view kConfigName = "train_teacher";

  int evaluation_envs = 256;
  PlacePickConfig task;
  ExpertConfig expert;
  learn::DaggerConfig warm_start;
  std::filesystem::path start_from;
  learn::TrainConfig train;

  void Fields(auto&& f) {
    f(evaluation_envs, {.name = "evaluation_envs", .doc = "robots of an evaluation", .min = 1, .max = 1e6});
    f(task, {.name = "task", .doc = "what is learned"});
    f(expert, {.name = "expert", .doc = "who shows it first"});
    f(warm_start, {.name = "warm_start", .doc = "cloning of the expert"});
    f(start_from, {.name = "start_from", .doc = "folder of a run with the same networks, instead of a warm start"});
    f(train, {.name = "train", .doc = "how it is learned on"});
  }
};

// Trains, or goes on where the folder's checkpoint stands, and writes folder/bundle with each policy that learn::Train
// gives out. Throws core::Error as learn::Train. on_round: after each round of the warm start; may be empty
learn::TrainResult TrainTeacher(const TeacherTrainConfig& config, const TrainContext& context, nn::World& world,
                                const learn::TrainHooks& hooks,
                                const std::function<void(const learn::DaggerRound&)>& on_round);

}  // namespace porter::tasks
