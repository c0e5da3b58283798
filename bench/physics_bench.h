// `porter bench physics`: physics steps/s of BatchSim, reading out states and contact forces, against a bare mj_step
// loop on the same model with the same controls in the same run. Equal work is proved by the generalised positions of
// all environments, which must be the same bits on both sides.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "porter/config/field.h"
#include "porter/physics/robot_model.h"

namespace porter::bench {

// one variant of the model
struct BenchModel {
  std::string name = "g1";
  physics::RobotModelConfig model;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "name of the row"});
    f(model, {.name = "model", .doc = "how the model is built"});
  }
};

struct PhysicsBenchConfig {
  static constexpr std::string_view kConfigName = "physics_bench";

  std::vector<int> num_envs = {64, 512, 2048};
  int threads = 0;              // 0: all this process may use
  int substeps = 4;             // physics steps per control step
  int rounds = 7;               // alternating rounds of both sides
  double round_seconds = 1;     // length of a round, s
  int episode_steps = 50;       // control steps between resets to the standing pose
  double target_spread = 0.03;  // random joint targets around the default pose, rad
  uint64_t seed = 1;
  std::vector<BenchModel> models = {{}};

  void Fields(auto&& f) {
    f(num_envs, {.name = "num_envs", .doc = "numbers of environments to measure", .min = 1, .max = 1e6});
    f(threads, {.name = "threads", .doc = "worker threads, 0: all this process may use", .min = 0, .max = 4096});
    f(substeps, {.name = "substeps", .doc = "physics steps per control step", .min = 1, .max = 100});
    f(rounds, {.name = "rounds", .doc = "alternating rounds of both sides", .min = 1, .max = 1000});
    f(round_seconds, {.name = "round_seconds", .unit = "s", .doc = "length of a round", .min = 0.001, .max = 600});
    f(episode_steps, {.name = "episode_steps", .doc = "control steps between resets to the standing pose", .min = 1});
    f(target_spread,
      {.name = "target_spread", .unit = "rad", .doc = "random targets around the default pose", .min = 0});
    f(seed, {.name = "seed", .doc = "seed of the random targets"});
    f(models, {.name = "models", .doc = "variants of the model, one row each per number of environments"});
  }
};

struct PhysicsBenchRow {
  std::string model;
  int num_envs = 0;
  int threads = 0;
  double steps_per_s = 0;      // BatchSim, median over the rounds
  double raw_steps_per_s = 0;  // bare loop, median over the rounds
  double ratio = 0;            // median of the rounds' ratios
  double ratio_min = 0;
  double ratio_max = 0;
  double us_per_step = 0;   // cost of one physics step on one thread in the fastest round, us
  double solver_error = 0;  // see SolverError
  std::string state_hash;   // of the generalised positions after the warm-up, equal on both sides
};

// root: the repository, where the models lie. Throws core::Error when both sides do not end in the same bits.
// `progress` is called after each row.
std::vector<PhysicsBenchRow> RunPhysicsBench(const PhysicsBenchConfig& config, const std::filesystem::path& root,
                                             const std::function<void(const PhysicsBenchRow&)>& progress);

}  // namespace porter::bench
