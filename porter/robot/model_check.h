// A model is only as good as its joint names: whoever takes a model, a policy or a recording from outside compares the
// joints it found with the robot's before anything moves.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/robot/mjcf.h"
#include "porter/robot/robot_spec.h"

namespace porter::robot {

enum class OrderRule {
  kAnyOrder,   // the reader maps by name
  kSameOrder,  // the numbers are taken as they come
};

// throws core::Error, listing both sides, unless `found` are exactly the robot's joints; source: file or policy they
// come from
void CheckJoints(const RobotSpec& robot, std::span<const std::string> found, const std::string& source, OrderRule rule);

// a joint and the joint nearest to it towards the root, which carries it; "" for the first of a limb
struct JointCarrier {
  std::string joint;
  std::string carrier;
};
std::vector<JointCarrier> JointCarriers(const MjcfModel& model);

// Throws core::Error, listing both sides, where the same joints follow each other in another order: such a robot has
// the right names and moves otherwise. The order of fingers or limbs beside each other does not matter.
void CheckCarriers(std::span<const JointCarrier> expected, std::span<const JointCarrier> found,
                   const std::string& source);

}  // namespace porter::robot
