// Actions of the published policies: increments, the command they add up to, joint targets (facts/viral.md 3).
#include "porter/math/mirror.h"
#include "porter/policy/layouts.h"
#include "porter/policy/mirrors.h"

namespace porter::policy {
namespace {

using robot::CountOf;
using robot::Limb;
using robot::RobotSpec;

// base velocity as both action layouts have it: `scale` per unit of action, bounds of vx and vy, and of wz
std::vector<Term> VelocityTerms(double scale, double linear_limit, double yaw_limit) {
  return {
      {.name = "linear_velocity",
       .width = 2,
       .unit = "m/s",
       .frame = "B",
       .what = "vx, vy",
       .scale = scale,
       .lower = -linear_limit,
       .upper = linear_limit,
       .mirror = SignMirror({1, -1})},
      {.name = "yaw_rate",
       .unit = "rad/s",
       .frame = "B",
       .what = "wz",
       .scale = scale,
       .lower = -yaw_limit,
       .upper = yaw_limit,
       .mirror = SignMirror({-1})},
  };
}

Term HandTerm(std::string name, double scale, double limit, TermMirror mirror) {
  return {.name = std::move(name),
          .what = "finger primitive: open below 0, closed from 0 on",
          .scale = scale,
          .lower = -limit,
          .upper = limit,
          .mirror = std::move(mirror)};
}

}  // namespace

// Every output adds scale x action to a sum, each control step; arms and hands weigh the sum with another 0.25. The
// bounds are those of the sums; the command that they lead to has its own.
ActionLayout DeltaActionLayout(const RobotSpec& robot) {
  constexpr double kStep = 0.1, kArmScale = 0.25, kSumLimit = 100;
  std::vector<Term> terms = VelocityTerms(kStep, kSumLimit, kSumLimit);
  terms.push_back({.name = "right_arm",
                   .width = CountOf(robot, Limb::kRightArm),
                   .unit = "rad",
                   .what = "joint targets, beside the default",
                   .scale = kStep * kArmScale,
                   .lower = -kSumLimit * kArmScale,
                   .upper = kSumLimit * kArmScale,
                   .mirror = NoMirror("drives the right arm only")});
  terms.push_back(
      HandTerm("right_hand", kStep * kArmScale, kSumLimit * kArmScale, NoMirror("drives the right hand only")));
  return {"delta_action", std::move(terms)};
}

ActionLayout CommandLayout(const RobotSpec& robot) {
  constexpr int kSame[] = {1}, kOne[] = {0};
  const math::SignedPermutation plain = math::Blocks(kOne, kSame);
  std::vector<Term> terms = VelocityTerms(1, 0.5, 1);
  terms.push_back({.name = "height",
                   .unit = "m",
                   .frame = "W",
                   .what = "of the pelvis; default 0.74",
                   .lower = 0.3,
                   .upper = 0.75,
                   .mirror = SignMirror({1})});
  terms.push_back({.name = "torso_rpy",
                   .width = 3,
                   .unit = "rad",
                   .frame = "H",
                   .what = "roll, pitch, yaw of the torso",
                   .lower = -0.5,
                   .upper = 0.5,
                   .mirror = SignMirror(math::kAxialSigns)});
  terms.push_back({.name = "left_arm",
                   .width = CountOf(robot, Limb::kLeftArm),
                   .unit = "rad",
                   .what = "joint targets, beside the default",
                   .mirror = OtherLimbMirror(robot, Limb::kLeftArm, Limb::kRightArm, "right_arm")});
  terms.push_back({.name = "right_arm",
                   .width = CountOf(robot, Limb::kRightArm),
                   .unit = "rad",
                   .what = "joint targets, beside the default",
                   .mirror = OtherLimbMirror(robot, Limb::kRightArm, Limb::kLeftArm, "left_arm")});
  terms.push_back(HandTerm("left_hand", 1, 1, {.elements = plain, .partner = "right_hand"}));
  terms.push_back(HandTerm("right_hand", 1, 1, {.elements = plain, .partner = "left_hand"}));
  return {"command", std::move(terms)};
}

ActionLayout WbcActionLayout(const RobotSpec& robot) {
  return {"wbc_action",
          {{.name = "joint_targets",
            .width = CountOf(robot, robot::kLegsAndWaist),
            .unit = "rad",
            .what = "legs, waist, beside the default",
            .scale = 0.25,
            .mirror = JointMirror(robot, robot::kLegsAndWaist)}}};
}

std::vector<Layout> KnownLayouts() {
  return {StudentLayout(), WbcFrameLayout(),    ClockedWbcFrameLayout(), KinematicFrameLayout(),
          TrackerLayout(), DeltaActionLayout(), CommandLayout(),         WbcActionLayout()};
}

}  // namespace porter::policy
