// What a whole-body controller is judged on: rows of commands, and the world they are given in.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "porter/config/field.h"
#include "porter/physics/robot_model.h"
#include "porter/tasks/locomotion/config.h"

namespace porter::eval {

using Range = std::array<double, 2>;  // lowest, highest

inline constexpr double kPushPeriod = 5;  // s

struct WbcRowConfig {
  std::string name;
  Range vx = {0, 0}, vy = {0, 0}, wz = {0, 0}, height = {0.74, 0.74};
  Range roll = {0, 0}, pitch = {0, 0}, yaw = {0, 0};
  double hold = 5;
  bool stops = false;
  double push = 0;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "of the row"});
    f(vx, {.name = "vx", .unit = "m/s", .doc = "lowest and highest velocity forward"});
    f(vy, {.name = "vy", .unit = "m/s", .doc = "to the left"});
    f(wz, {.name = "wz", .unit = "rad/s", .doc = "yaw rate"});
    f(height, {.name = "height", .unit = "m", .doc = "of the pelvis"});
    f(roll, {.name = "roll", .unit = "rad", .doc = "of the torso"});
    f(pitch, {.name = "pitch", .unit = "rad", .doc = "of the torso"});
    f(yaw, {.name = "yaw", .unit = "rad", .doc = "of the torso"});
    f(hold, {.name = "hold", .unit = "s", .doc = "between new commands, drawn evenly from the ranges", .min = 0.1});
    f(stops, {.name = "stops", .doc = "every second command is to stand"});
    f(push, {.name = "push", .unit = "m/s", .doc = "sudden change of velocity, each 5 s; 0: none", .min = 0});
  }
  bool stands() const { return vx == Range{} && vy == Range{} && wz == Range{}; }
};

struct WbcEvalConfig {
  static constexpr std::string_view kConfigName = "eval_wbc";

  int robots = 256;
  double seconds = 20;
  uint64_t seed = 1;
  int threads = 0;
  int substeps = 4;
  physics::RobotModelConfig model;
  tasks::DisturbanceConfig disturbances;
  std::vector<WbcRowConfig> rows;

  void Fields(auto&& f) {
    f(robots, {.name = "robots", .doc = "a row", .min = 1, .max = 1e6});
    f(seconds, {.name = "seconds", .unit = "s", .doc = "of each robot", .min = 3});
    f(seed, {.name = "seed", .doc = "of all random numbers"});
    f(threads, {.name = "threads", .doc = "physics workers, 0: all cores", .min = 0, .max = 4096});
    f(substeps, {.name = "substeps", .doc = "physics steps per control step", .min = 1, .max = 100});
    f(model, {.name = "model", .doc = "how the robot is simulated"});
    f(disturbances, {.name = "disturbances", .doc = "arms, loads, other robots, noise"});
    f(rows, {.name = "rows", .doc = "what the robots are told"});
  }
};

}  // namespace porter::eval
