// A model is only as good as its joint names: whoever takes a model, a policy or a recording from outside compares the
// joints it found with the robot's before anything moves.
#pragma once

#include <span>
#include <string>

#include "porter/robot/robot_spec.h"

namespace porter::robot {

enum class OrderRule {
  kAnyOrder,   // the reader maps by name
  kSameOrder,  // the numbers are taken as they come
};

// throws core::Error, listing both sides, unless `found` are exactly the robot's joints; source: file or policy they
// come from
void CheckJoints(const RobotSpec& robot, std::span<const std::string> found, const std::string& source, OrderRule rule);

}  // namespace porter::robot
