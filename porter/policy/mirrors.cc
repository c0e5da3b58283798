#include "porter/policy/mirrors.h"

namespace porter::policy {

TermMirror SignMirror(std::span<const int> signs) {
  constexpr int kFirst[] = {0};
  return {.elements = math::Blocks(kFirst, signs)};
}

TermMirror SignMirror(std::initializer_list<int> signs) {
  return SignMirror(std::span(signs.begin(), signs.size()));
}

TermMirror JointMirror(const robot::RobotSpec& robot, std::span<const robot::Limb> limbs, int times) {
  const math::SignedPermutation once = robot::MirrorOf(robot, JointNames(robot, JointsOf(robot, limbs)));
  math::SignedPermutation all;
  for (int i = 0; i < times; ++i) all = math::Concatenate({all, once});
  return {.elements = all};
}

TermMirror OtherLimbMirror(const robot::RobotSpec& robot, robot::Limb limb, robot::Limb other, std::string partner) {
  std::vector<std::string> joints = JointNames(robot, JointsOf(robot, limb));
  const std::vector<std::string> others = JointNames(robot, JointsOf(robot, other));
  joints.insert(joints.end(), others.begin(), others.end());
  math::SignedPermutation elements = robot::MirrorOf(robot, joints);
  elements.source.resize(others.size());
  elements.sign.resize(others.size());
  for (int& source : elements.source) source -= static_cast<int>(others.size());
  return {.elements = elements, .partner = std::move(partner)};
}

TermMirror SwapMirror(int width_of_a_side) {
  constexpr int kSwap[] = {1, 0};
  return {.elements = math::Blocks(kSwap, std::vector<int>(static_cast<size_t>(width_of_a_side), 1))};
}

TermMirror NoMirror(std::string why) {
  return {.elements = {}, .missing = std::move(why)};
}

}  // namespace porter::policy
