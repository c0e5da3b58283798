// Observations of the published policies, each term with its mirror image. Sources: student and whole-body controller
// facts/viral.md 2, 11.2, 18; kinematics facts/vlk.md 4; tracker facts/formats.md 7.
#include "porter/math/mirror.h"
#include "porter/policy/layouts.h"
#include "porter/policy/mirrors.h"
#include "porter/robot/g1/orders.h"

namespace porter::policy {
namespace {

using robot::CountOf;
using robot::kArms;
using robot::kBody;
using robot::kLegs;
using robot::kLegsAndWaist;
using robot::RobotSpec;

// velocity command of the whole-body controller as its networks see it
constexpr int kCommandSigns[] = {1, -1, -1, 1, -1, 1, -1};

Term CommandTerm(std::string name) {
  return {.name = std::move(name),
          .width = 7,
          .unit = "m/s, rad/s, m, rad",
          .frame = "B",
          .what = "2 vx, 2 vy, 0.5 wz, height, torso roll, pitch, yaw; the first three 0 if shorter than 0.1",
          .mirror = SignMirror(kCommandSigns)};
}

Term AngularVelocityTerm(std::string name, double scale) {
  return {.name = std::move(name),
          .width = 3,
          .unit = "rad/s",
          .frame = "B",
          .what = "w_WB_B",
          .scale = scale,
          .mirror = SignMirror(math::kAxialSigns)};
}

Term GravityTerm() {
  return {.name = "projected_gravity",
          .width = 3,
          .frame = "B",
          .what = "direction of gravity",
          .mirror = SignMirror(math::kPolarSigns)};
}

Term BodyPositionTerm(const RobotSpec& robot, std::string name) {
  return {.name = std::move(name),
          .width = CountOf(robot, kBody),
          .unit = "rad",
          .what = "q - default: legs, waist, arms",
          .mirror = JointMirror(robot, kBody)};
}

Term BodyVelocityTerm(const RobotSpec& robot, std::string name) {
  return {.name = std::move(name),
          .width = CountOf(robot, kBody),
          .unit = "rad/s",
          .what = "qd: legs, waist, arms",
          .scale = 0.05,
          .mirror = JointMirror(robot, kBody)};
}

// what the low level was last given: whole-body controller, arms, hands
Term AppliedActionsTerm(const RobotSpec& robot) {
  TermMirror mirror;
  mirror.elements = math::Concatenate(
      {JointMirror(robot, kLegsAndWaist).elements, JointMirror(robot, kArms).elements, SwapMirror(1).elements});
  return {
      .name = "actions",
      .width = CountOf(robot, kLegsAndWaist) + CountOf(robot, kArms) + 2,
      .what = "actions applied: legs, waist, left arm, right arm, left hand, right hand (target = default + 0.25 x)",
      .mirror = mirror};
}

}  // namespace

ObsLayout StudentLayout(const RobotSpec& robot) {
  std::vector<Term> terms{
      AppliedActionsTerm(robot),
      CommandTerm("b_homie_commands"),
      AngularVelocityTerm("base_ang_vel", 1),
      {.name = "delta_actions",
       .width = DeltaActionLayout(robot).width(),
       .what = "last output of the policy",
       .mirror = NoMirror("drives the right arm and hand only")},
      BodyPositionTerm(robot, "dof_pos_wo_finger"),
      BodyVelocityTerm(robot, "dof_vel_wo_finger"),
      GravityTerm(),
  };
  for (Term& term : terms) {
    term.lower = -100;
    term.upper = 100;
  }
  return {"student", std::move(terms)};
}

ObsLayout WbcFrameLayout(const RobotSpec& robot) {
  return {"wbc",
          {
              CommandTerm("command"),
              AngularVelocityTerm("base_ang_vel", 0.5),
              GravityTerm(),
              BodyPositionTerm(robot, "dof_pos"),
              BodyVelocityTerm(robot, "dof_vel"),
              {.name = "last_action",
               .width = CountOf(robot, kLegsAndWaist),
               .what = "last output of the policy: legs, waist",
               .mirror = JointMirror(robot, kLegsAndWaist)},
          }};
}

ObsLayout ClockedWbcFrameLayout(const RobotSpec& robot) {
  std::vector<Term> terms = WbcFrameLayout(robot).terms();
  terms.push_back({.name = "gait_clock",
                   .width = 2,
                   .what = "sine, cosine of the gait's phase; 0, 0 while standing",
                   .mirror = SignMirror({-1, -1})});  // the other foot is half a cycle away
  terms.push_back({.name = "pelvis_velocity",
                   .width = 2,
                   .unit = "m/s",
                   .frame = "H",
                   .what = "of the pelvis over the lower foot, smoothed: from encoders and gyroscope",
                   .mirror = SignMirror({1, -1})});
  terms.push_back({.name = "feet_middle",
                   .width = 2,
                   .unit = "m",
                   .frame = "H",
                   .what = "middle of both soles from the pelvis: from encoders and gravity",
                   .mirror = SignMirror({1, -1})});
  terms.push_back({.name = "feet_apart",
                   .width = 2,
                   .unit = "m",
                   .frame = "H",
                   .what = "left sole minus right sole",
                   .mirror = SignMirror({-1, 1})});
  return {"clocked_wbc", std::move(terms)};
}

ObsLayout KinematicFrameLayout(const RobotSpec& robot) {
  const int num_joints = CountOf(robot, kBody);
  TermMirror cosines = JointMirror(robot, kBody);
  for (int& sign : cosines.elements.sign) sign = 1;  // cos(-q) = cos(q)
  return {"kinematics",
          {
              {.name = "root_displacement",
               .width = 2,
               .unit = "m",
               .frame = "H",
               .what = "forward, left since the last frame",
               .mirror = SignMirror({1, -1})},
              {.name = "heading_change", .unit = "rad", .what = "since the last frame", .mirror = SignMirror({-1})},
              {.name = "root_height", .unit = "m", .frame = "W", .what = "of the pelvis", .mirror = SignMirror({1})},
              {.name = "root_rotation",
               .width = 6,
               .frame = "H",
               .what = "R_HB: m00 m01 m10 m11 m20 m21",
               .mirror = SignMirror(math::kRotation6Columns12ByRowSigns)},
              {.name = "sin_q", .width = num_joints, .what = "legs, waist, arms", .mirror = JointMirror(robot, kBody)},
              {.name = "cos_q", .width = num_joints, .what = "legs, waist, arms", .mirror = cosines},
              {.name = "wrist_contact", .width = 2, .what = "left, right; 0 or 1", .mirror = SwapMirror(1)},
          }};
}

namespace {

// three bodies left, right, middle, each with the same signs
TermMirror LeftRightMiddle(std::span<const int> signs) {
  constexpr int kOrder[] = {1, 0, 2};
  return {.elements = math::Blocks(kOrder, signs)};
}

std::vector<Term> TrackerReferenceTerms() {
  const RobotSpec& g1 = robot::G1();
  return {
      {.name = "lower_command",
       .width = 2 * CountOf(g1, kLegs),
       .unit = "rad, rad/s",
       .what = "reference legs, left then right: absolute positions, then velocities",
       .mirror = JointMirror(g1, kLegs, 2)},
      {.name = "vr_3point_pos",
       .width = 9,
       .unit = "m",
       .frame = "reference B",
       .what = "points of left wrist, right wrist, torso",
       .mirror = LeftRightMiddle(math::kPolarSigns)},
      {.name = "vr_3point_ori",
       .width = 12,
       .frame = "reference B",
       .what = "orientations of left wrist, right wrist, torso; w x y z",
       .mirror = LeftRightMiddle(math::kQuaternionSigns)},
      {.name = "motion_anchor_pos_b",
       .width = 3,
       .unit = "m",
       .frame = "B",
       .what = "reference pelvis",
       .mirror = SignMirror(math::kPolarSigns)},
      {.name = "motion_anchor_ori_b",
       .width = 6,
       .frame = "B",
       .what = "reference pelvis: m00 m01 m10 m11 m20 m21",
       .mirror = SignMirror(math::kRotation6Columns12ByRowSigns)},
  };
}

}  // namespace

ObsLayout TrackerLayout() {
  const std::vector<std::string> isaac = robot::G1SceneBotOrder().joints;
  const int num_joints = static_cast<int>(isaac.size());
  const TermMirror joints{.elements = MirrorOf(robot::G1(), isaac)};
  std::vector<Term> terms = TrackerReferenceTerms();
  terms.push_back({.name = "root_vel",
                   .width = 3,
                   .unit = "m/s",
                   .frame = "W",
                   .what = "v_WB",
                   .mirror = SignMirror(math::kPolarSigns)});
  terms.push_back(GravityTerm());
  terms.push_back(AngularVelocityTerm("omega", 1));
  terms.push_back({.name = "q",
                   .width = num_joints,
                   .unit = "rad",
                   .what = "q - SceneBot's default, Isaac order",
                   .mirror = joints});
  terms.push_back({.name = "dq", .width = num_joints, .unit = "rad/s", .what = "qd, Isaac order", .mirror = joints});
  terms.push_back({.name = "last_action", .width = num_joints, .what = "raw output, Isaac order", .mirror = joints});
  constexpr int kLimbs[] = {1, 0, 3, 2, 4}, kPlain[] = {1, 1};
  terms.push_back({.name = "contact_mask",
                   .width = 10,
                   .what = "(environment, object) of left foot, right foot, left wrist, right wrist, pelvis; 0 or 1",
                   .mirror = {.elements = math::Blocks(kLimbs, kPlain)}});
  return {"tracker", std::move(terms)};
}

}  // namespace porter::policy
