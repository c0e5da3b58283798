#include "porter/robot/joint_order.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/robot/name_lists.h"

namespace porter::robot {

JointOrder OwnOrder(const RobotSpec& robot) {
  return {.name = core::Cat("porter's ", robot.name), .joints = JointNames(robot)};
}

JointOrder OwnOrder(const RobotSpec& robot, std::span<const Limb> limbs) {
  return {.name = core::Cat("porter's ", robot.name), .joints = JointNames(robot, JointsOf(robot, limbs))};
}

math::Permutation FromTo(const JointOrder& from, const JointOrder& to) {
  const std::vector<std::string> only_to = Without(to.joints, from.joints);
  const std::vector<std::string> only_from = Without(from.joints, to.joints);
  if (!only_to.empty() || !only_from.empty() || from.joints.size() != to.joints.size()) {
    throw core::Error({.what = core::Cat("the orders '", from.name, "' (", from.joints.size(), " joints) and '",
                                         to.name, "' (", to.joints.size(), ") hold different joints"),
                       .found = "only in '" + from.name + "': " + ListOrNone(only_from),
                       .expected = "the same joints; only in '" + to.name + "': " + ListOrNone(only_to)});
  }
  math::Permutation permutation;
  for (const std::string& name : to.joints) {
    permutation.source.push_back(static_cast<int>(std::ranges::find(from.joints, name) - from.joints.begin()));
  }
  return permutation;
}

}  // namespace porter::robot
