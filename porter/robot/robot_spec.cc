#include "porter/robot/robot_spec.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::robot {
namespace {

constexpr std::string_view kLeft = "left_";
constexpr std::string_view kRight = "right_";

std::string MirrorName(const std::string& name) {
  if (name.starts_with(kLeft)) return std::string(kRight) + name.substr(kLeft.size());
  if (name.starts_with(kRight)) return std::string(kLeft) + name.substr(kRight.size());
  return name;
}

const JointSpec& FindJoint(const RobotSpec& robot, const std::string& name) {
  const auto it = std::ranges::find(robot.joints, name, &JointSpec::name);
  if (it != robot.joints.end()) return *it;
  throw core::Error({.what = core::Cat("the robot ", robot.name, " has no such joint"),
                     .found = "'" + name + "'",
                     .hint = "did you mean '" + core::NearestName(name, JointNames(robot)) + "'?"});
}

}  // namespace

std::vector<std::string> JointNames(const RobotSpec& robot) {
  std::vector<std::string> names;
  for (const JointSpec& joint : robot.joints) names.emplace_back(joint.name);
  return names;
}

std::vector<std::string> JointNames(const RobotSpec& robot, std::span<const int> joints) {
  std::vector<std::string> names;
  for (const int j : joints) names.emplace_back(robot.joints[static_cast<size_t>(j)].name);
  return names;
}

std::vector<int> JointsOf(const RobotSpec& robot, std::span<const Limb> limbs) {
  std::vector<int> joints;
  for (size_t j = 0; j < robot.joints.size(); ++j) {
    if (std::ranges::find(limbs, robot.joints[j].limb) != limbs.end()) joints.push_back(static_cast<int>(j));
  }
  return joints;
}

std::vector<int> JointsOf(const RobotSpec& robot, Limb limb) {
  return JointsOf(robot, std::span(&limb, 1));
}

int CountOf(const RobotSpec& robot, std::span<const Limb> limbs) {
  return static_cast<int>(JointsOf(robot, limbs).size());
}

int CountOf(const RobotSpec& robot, Limb limb) {
  return CountOf(robot, std::span(&limb, 1));
}

math::SignedPermutation MirrorOf(const RobotSpec& robot, std::span<const std::string> joints) {
  math::SignedPermutation mirror;
  for (const std::string& name : joints) {
    const std::string partner = MirrorName(name);
    const auto it = std::ranges::find(joints, partner);
    if (it == joints.end()) {
      throw core::Error({.what = "these joints have no mirror image among themselves",
                         .found = "'" + name + "' without '" + partner + "'",
                         .expected = "both sides of every joint"});
    }
    mirror.source.push_back(static_cast<int>(it - joints.begin()));
    mirror.sign.push_back(FindJoint(robot, name).turn == Turn::kPitch ? 1 : -1);
  }
  return mirror;
}

}  // namespace porter::robot
