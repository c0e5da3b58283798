// A settings struct with every supported kind of member, for the tests and the fuzz target of this room.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "porter/config/field.h"

namespace porter::config {

enum class Solver { kNewton, kCg };
constexpr auto EnumNames(Solver) {
  return std::to_array<std::string_view>({"newton", "cg"});
}

struct SampleRange {
  double low = 0;
  double high = 1;
  void Fields(auto&& f) {
    f(low, {.name = "low", .unit = "m", .doc = "lower end"});
    f(high, {.name = "high", .unit = "m", .doc = "upper end"});
  }
  bool operator==(const SampleRange&) const = default;
};

struct SampleReward {
  std::string name;
  double weight = 1;
  SampleRange range = {};
  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "which term"});
    f(weight, {.name = "weight", .doc = "factor | sign", .min = -10, .max = 10});
    f(range, {.name = "range", .doc = "where it counts"});
  }
  bool operator==(const SampleReward&) const = default;
};

struct SamplePpo {
  double learning_rate = 2e-5;
  std::array<double, 2> clip = {0.2, 0.2};
  void Fields(auto&& f) {
    f(learning_rate, {.name = "learning_rate", .doc = "Adam step size", .min = 0});
    f(clip, {.name = "clip", .doc = "policy and value clip", .min = 0, .max = 1});
  }
  bool operator==(const SamplePpo&) const = default;
};

struct SampleConfig {
  static constexpr std::string_view kConfigName = "sample";

  bool enabled = true;
  int count = 7;
  int64_t offset = 0;
  uint64_t seed = 1;
  double gamma = 0.998;
  float scale = 0.1f;
  std::string name;
  std::filesystem::path model;
  Solver solver = Solver::kNewton;
  std::optional<double> delay = 0.01;
  std::optional<std::array<double, 2>> limits;
  std::array<double, 3> pose = {};
  std::vector<int> sizes;
  std::vector<std::string> tags;
  std::vector<Solver> solvers;
  SamplePpo ppo;
  std::vector<SampleReward> rewards;

  void Fields(auto&& f) {
    f(enabled, {.name = "enabled", .doc = "whether it runs"});
    f(count, {.name = "count", .doc = "how many"});
    f(offset, {.name = "offset", .doc = "a large integer"});
    f(seed, {.name = "seed", .doc = "seed of all random numbers"});
    f(gamma, {.name = "gamma", .doc = "discount per control step", .min = 0, .max = 1});
    f(scale, {.name = "scale", .doc = "a number of 32 bits"});
    f(name, {.name = "name", .doc = "what it is called"});
    f(model, {.name = "model", .doc = "robot model"});
    f(solver, {.name = "solver", .doc = "constraint solver"});
    f(delay, {.name = "delay", .unit = "s", .doc = "action delay", .min = 0});
    f(limits, {.name = "limits", .unit = "rad", .doc = "joint limits"});
    f(pose, {.name = "pose", .unit = "m", .doc = "where it stands"});
    f(sizes, {.name = "sizes", .doc = "layer widths"});
    f(tags, {.name = "tags", .doc = "words"});
    f(solvers, {.name = "solvers", .doc = "what to compare"});
    f(ppo, {.name = "ppo", .doc = "learner"});
    f(rewards, {.name = "rewards", .doc = "terms of the reward"});
  }
  bool operator==(const SampleConfig&) const = default;
};

}  // namespace porter::config
