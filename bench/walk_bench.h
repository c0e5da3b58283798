// `porter bench walk`: how long the whole-body controller needs from nothing to walking. For each seed it trains with
// the shipped settings and judges the policy again and again: done when enough robots walk as commanded for the whole
// trial without a fall, at the speed they were told. Judging does not count as training time.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "porter/eval/wbc_config.h"
#include "porter/tasks/locomotion/training.h"

namespace porter::bench {

struct WalkBenchConfig {
  static constexpr std::string_view kConfigName = "walk_bench";

  std::vector<uint64_t> seeds = {1, 2, 3};
  int judge_every = 20;
  double give_up_minutes = 30;
  double standing = 0.95;
  double largest_error = 0.1;
  tasks::WbcTrainConfig training;
  eval::WbcEvalConfig judge;

  void Fields(auto&& f) {
    f(seeds, {.name = "seeds", .doc = "one run each"});
    f(judge_every, {.name = "judge_every", .unit = "iterations", .doc = "between two judgements", .min = 1});
    f(give_up_minutes, {.name = "give_up_minutes", .unit = "min", .doc = "of training", .min = 0.01});
    f(standing, {.name = "standing", .doc = "share of robots that must not fall", .min = 0, .max = 1});
    f(largest_error, {.name = "largest_error", .unit = "m/s", .doc = "mean error of the velocity forward", .min = 0});
    f(training, {.name = "training", .doc = "task and learner"});
    f(judge, {.name = "judge", .doc = "one row: what walking means"});
  }
};

struct WalkBenchRow {
  uint64_t seed = 0;
  bool walks = false;
  double minutes = 0;  // of training, wall clock
  double samples = 0;  // control steps of all robots
  int iterations = 0;
  double falls = 1;   // share of robots, of the last judgement
  double vx_err = 0;  // m/s
};

// folder: for the bundles that are judged. `progress` is called after each judgement.
std::vector<WalkBenchRow> RunWalkBench(const WalkBenchConfig& config, const std::filesystem::path& root,
                                       const std::filesystem::path& folder,
                                       const std::function<void(const WalkBenchRow&)>& progress);

}  // namespace porter::bench
