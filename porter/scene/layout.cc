#include "porter/scene/layout.h"

#include <numbers>

#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/core/text.h"
#include "porter/math/rotation.h"
#include "porter/robot/g1/g1.h"

namespace porter::scene {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using math::Transform3;

constexpr uint32_t kTableStream = 900, kLayoutStream = 902;
constexpr double kBehindMiddle = 0.2;  // things stand nearer to the robot than the middle of the top, m
constexpr double kTrayY = -0.3;        // in the table's frame, m

TableLayout PlaceTable(const TwoTablesConfig& config, uint64_t seed, int variant, int side, core::Random& random) {
  const Vector3d p(side * config.distance / 2, random.Uniform(-config.table_y, config.table_y), 0);
  return {.shape = TableVariant(config, seed, variant),
          .X_WF = {math::FromYaw(random.Uniform(-config.table_yaw, config.table_yaw)), p}};
}

int DrawKind(core::Random& random, const ObjectHeights& heights) {
  return static_cast<int>(random.Below(static_cast<uint32_t>(heights.size())));
}

ObjectLayout PlaceObject(core::Random& random, const ObjectHeights& heights, const Transform3& X_WP,
                         const Vector3d& p) {
  const int kind = DrawKind(random, heights);
  const double yaw = random.Uniform(-std::numbers::pi, std::numbers::pi);
  return {.kind = kind, .X_WO = X_WP * Transform3(math::FromYaw(yaw), p)};
}

}  // namespace

RobotStance HoldingStance(const robot::RobotSpec& robot, const robot::Kinematics& kinematics) {
  constexpr double kArm[] = {-0.55, -0.25, 0, 0.35, 0, 0, 0};      // rad
  constexpr double kHand[] = {0, -0.2, -0.2, 0.5, 0.5, 0.5, 0.5};  // thumb, middle, index: facts/viral.md 1, rad
  const Vector3d p_PHeld(0.08, 0.05, 0);                           // in the palm's frame: facts/viral.md 1, m
  RobotStance stance;
  for (const robot::JointSpec& joint : robot.joints) stance.q.push_back(joint.default_position);
  const auto set = [&](robot::Limb limb, std::span<const double> angles) {
    const std::vector<int> joints = robot::JointsOf(robot, limb);
    for (size_t j = 0; j < joints.size(); ++j) stance.q[static_cast<size_t>(joints[j])] = angles[j];
  };
  set(robot::Limb::kRightArm, kArm);
  set(robot::Limb::kRightHand, kHand);
  robot::LinkPoses poses = kinematics.MakePoses();
  kinematics.Forward(Transform3{}, stance.q, poses);
  const int foot = kinematics.FrameId("left_ankle_roll_link");
  stance.height = -(kinematics.FramePose(poses, foot).translation().z() + robot::kG1SoleZ);
  stance.p_BHeld = kinematics.FramePose(poses, kinematics.FrameId("right_palm")) * p_PHeld;
  return stance;
}

TableShape TableVariant(const TwoTablesConfig& config, uint64_t seed, int variant) {
  core::Random random(seed, kTableStream, static_cast<uint32_t>(variant), 0);
  TableShape shape;
  shape.top = {random.Uniform(0.70, 0.75), random.Uniform(1.4, 1.6), random.Uniform(0.035, 0.040)};
  const double share = (variant % kTableVariants + random.Uniform()) / kTableVariants;  // all heights in every seed
  shape.height = config.height_min + share * (config.height_max - config.height_min);
  shape.leg = random.Uniform(0.02, 0.04);
  shape.inset = random.Uniform(0.03, 0.09);
  shape.legs = static_cast<TableLegs>(variant % 3);
  return shape;
}

void CheckRanges(const TwoTablesConfig& config) {
  if (config.height_min <= config.height_max) return;
  throw core::Error({.what = "tables cannot be as high as they shall be",
                     .found = core::Cat("height_min ", config.height_min, ", height_max ", config.height_max),
                     .expected = "height_min <= height_max"});
}

Served ServeTable(const TwoTablesConfig& config, const Transform3& X_WK, core::Random& random) {
  const double s = config.object_shift, yaw = random.Uniform(-std::numbers::pi, std::numbers::pi);
  const Vector3d p(-kBehindMiddle + random.Uniform(-s, s), random.Uniform(-s, s), 0);
  return {.X_WTray = X_WK * Transform3(Matrix3d::Identity(), {-kBehindMiddle, kTrayY, 0}),
          .X_WO = X_WK * Transform3(math::FromYaw(yaw), p)};
}

SceneLayout DrawLayout(const TwoTablesConfig& config, const RobotStance& stance, const ObjectHeights& heights,
                       uint64_t seed, int env, uint64_t episode) {
  core::Random random(seed, kLayoutStream, static_cast<uint32_t>(env), episode);
  SceneLayout layout;
  for (int& variant : layout.table_variant) variant = static_cast<int>(random.Below(kTableVariants));
  layout.front = PlaceTable(config, seed, layout.table_variant[0], 1, random);
  layout.back = PlaceTable(config, seed, layout.table_variant[1], -1, random);
  layout.tray.height = config.tray_height;
  layout.tray.rim = random.Below(2) == 0 ? 0 : config.rim;
  const Served served = ServeTable(config, layout.front.X_WK(), random);
  layout.X_WTray = served.X_WTray;
  layout.objects[kFrontObject] = {.kind = DrawKind(random, heights), .X_WO = served.X_WO};
  const Vector3d back(kBehindMiddle + random.Uniform(-0.02, 0), random.Uniform(-0.01, 0.01), 0);  // facts/viral.md 1
  layout.objects[kBackObject] = PlaceObject(random, heights, layout.back.X_WK(), back);
  layout.window_side = static_cast<int>(random.Below(4));
  const Vector3d object = layout.objects[kFrontObject].X_WO.translation();
  layout.X_WB = {Matrix3d::Identity(), Vector3d(object.x() - 0.36, object.y() + 0.07, stance.height)};
  layout.q = stance.q;
  ObjectLayout& held = layout.objects[kHoldObject] = PlaceObject(random, heights, layout.X_WB, stance.p_BHeld);
  held.X_WO = {held.X_WO.rotation(),
               held.X_WO.translation() - Vector3d(0, 0, heights[static_cast<size_t>(held.kind)] / 2)};
  return layout;
}

}  // namespace porter::scene
