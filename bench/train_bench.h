// `porter bench train`: control steps/s of the whole training loop of the whole-body controller, split by what the time
// goes into, against the raw physics of the same model: the same robots stepped by BatchSim alone, from the same
// states, in alternating rounds of one run.
#pragma once

#include <filesystem>
#include <functional>

#include "porter/tasks/locomotion/training.h"

namespace porter::bench {

struct TrainBenchConfig {
  static constexpr std::string_view kConfigName = "train_bench";

  int rounds = 7;
  int warm_up = 3;
  tasks::WbcTrainConfig training;

  void Fields(auto&& f) {
    f(rounds, {.name = "rounds", .doc = "iterations that are measured, each beside a raw round", .min = 1});
    f(warm_up, {.name = "warm_up", .doc = "iterations before", .min = 0});
    f(training, {.name = "training", .doc = "task and learner"});
  }
};

// medians over the rounds
struct TrainBenchResult {
  int num_envs = 0, threads = 0;
  bool bf16 = false;
  double steps_per_s = 0;              // control steps of all robots
  double raw_physics_steps_per_s = 0;  // the same without learner and task
  double ratio = 0, ratio_min = 0, ratio_max = 0;
  double physics = 0, terms = 0, inference = 0, update = 0, rest = 0;  // shares of the loop's time, sum 1
};

TrainBenchResult RunTrainBench(const TrainBenchConfig& config, const std::filesystem::path& root,
                               const std::function<void(int round)>& progress);

}  // namespace porter::bench
