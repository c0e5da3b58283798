// Arms that do what they want: new targets at regular times, reached linearly, never faster than allowed
// (facts/viral.md 11.1). Training and evaluation move them alike.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "porter/env/task.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/config.h"

namespace porter::tasks {

inline constexpr size_t kArmJoints = 14;

// of one robot; plain numbers
struct ArmMotion {
  std::array<float, kArmJoints> now, goal, step;  // rad, rad, rad a control step
  uint64_t next;                                  // control step of the next goal

  // One control step. difficulty: how far goals lie from the default pose (DrawArmAmplitude). Writes the targets of the
  // arms, rad, in the robot's order.
  struct Settings {
    const DisturbanceConfig& disturbances;
    double control_period;  // s
    double difficulty;
  };
  void Advance(const Settings& settings, size_t env, const env::Moment& moment, std::span<float> joint_target) noexcept;
};

}  // namespace porter::tasks
