#include "porter/tasks/place_pick/view.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "porter/math/rotation.h"

namespace porter::tasks {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using math::Transform3;

const Vector3d kPalm(0.0415, -0.003, 0);  // site right_palm in right_wrist_yaw_link; left: mirrored
const Vector3d kSole(robot::kG1SoleMiddle, 0, robot::kG1SoleZ);  // in the link of the foot
const Vector3d kTip(0.0425, 0, 0);                               // end of a finger in its last link: models/g1/g1.xml
const Vector3d kThumbTip(0, 0.0425, 0);

constexpr const char* kTouchLinks[kNumTouches] = {"right_hand_thumb_2_link", "right_hand_index_1_link",
                                                  "right_hand_middle_1_link", "right_wrist_yaw_link"};
// order of Contacts
constexpr int kFeetPairs = 0, kTouchPairs = 2, kTablePairs = 2 + 2 * static_cast<int>(kNumTouches);

Transform3 PoseOf(const physics::EnvView& view, int body, const Matrix3d& R_YW) {
  const Transform3 X_WL = view.LinkPose(body);
  return {R_YW * X_WL.rotation(), R_YW * X_WL.translation()};
}

void LookAt(const env::Sight& sight, const PlacePickHandles& handles, int object, const Matrix3d& R_YW,
            CarriedView& out) {
  const auto o = static_cast<size_t>(object);
  out.X_YO = PoseOf(sight.view, handles.objects[o], R_YW);
  const physics::LinkVelocity velocity = sight.view.Velocity(handles.objects[o]);
  out.velocity = R_YW * Vector3d(velocity.linear.data());
  out.w = R_YW * Vector3d(velocity.angular.data());
  for (size_t k = 0; k < kNumTouches; ++k) {
    const int pair = kTouchPairs + object * static_cast<int>(kNumTouches) + static_cast<int>(k);
    out.force[k] = R_YW * Vector3d(sight.view.ContactForce(pair).data());
  }
}

}  // namespace

Matrix3d Turn(Roles roles) {
  return roles.front_table == 0 ? Matrix3d::Identity() : Vector3d(-1, -1, 1).asDiagonal().toDenseMatrix();
}

double CarriedView::touch() const {
  double sum = 0;
  for (const Vector3d& f : force) sum += f.norm();
  return sum;
}

PlacePickHandles::PlacePickHandles(const physics::Model& model)
    : torso(model.BodyId("torso_link")),
      wrist(model.BodyId("right_wrist_yaw_link")),
      left_wrist(model.BodyId("left_wrist_yaw_link")),
      tray(model.BodyId(kTrayName)),
      feet{model.BodyId("left_ankle_roll_link"), model.BodyId("right_ankle_roll_link")},
      things{model.BodyId(kTableNames[0]), model.BodyId(kTableNames[1]), tray, model.BodyId(kObjectNames[0]),
             model.BodyId(kObjectNames[1])},
      tips{model.BodyId(kTouchLinks[0]), model.BodyId(kTouchLinks[1]), model.BodyId(kTouchLinks[2])},
      objects{model.BodyId(kObjectNames[0]), model.BodyId(kObjectNames[1])},
      tables{model.BodyId(kTableNames[0]), model.BodyId(kTableNames[1])} {}

std::vector<physics::ContactPair> PlacePickHandles::Contacts() {
  std::vector<physics::ContactPair> pairs{{"left_ankle_roll_link", "world"}, {"right_ankle_roll_link", "world"}};
  for (const char* object : kObjectNames) {
    for (const char* link : kTouchLinks) pairs.push_back({object, link});
  }
  for (const char* object : kObjectNames) {
    for (const char* table : kTableNames) pairs.push_back({object, table});
  }
  return pairs;
}

void Look(const env::Sight& sight, const PlacePickHandles& handles, Roles roles, PlacePickView& view) noexcept {
  const physics::BatchState& s = sight.state;
  const size_t env = sight.env();
  const Matrix3d R_YW = Turn(roles);
  const double* r = &s.root_quaternion[4 * env];
  const Matrix3d R_WB = Eigen::Quaterniond(r[0], r[1], r[2], r[3]).toRotationMatrix();
  view.X_YB = {R_YW * R_WB, R_YW * Vector3d(&s.root_position[3 * env])};
  view.v = R_YW * Vector3d(&s.root_linear_velocity[3 * env]);
  view.w_B = Vector3d(&s.root_angular_velocity[3 * env]);
  view.gravity_B = math::ProjectedGravity(R_WB);
  view.X_YT = PoseOf(sight.view, handles.torso, R_YW);
  view.X_YWrist = PoseOf(sight.view, handles.wrist, R_YW);
  const physics::LinkVelocity wrist = sight.view.Velocity(handles.wrist);
  view.palm = view.X_YWrist * kPalm;
  view.palm_velocity =
      R_YW * (Vector3d(wrist.linear.data()) +
              Vector3d(wrist.angular.data()).cross(R_YW.transpose() * (view.palm - view.X_YWrist.translation())));
  view.left_palm = PoseOf(sight.view, handles.left_wrist, R_YW) * Vector3d(kPalm.x(), -kPalm.y(), 0);
  for (size_t k = 0; k < kNumTips; ++k) {
    view.tips[k] = PoseOf(sight.view, handles.tips[k], R_YW) * (k == 0 ? kThumbTip : kTip);
  }
  const int front = 1 - roles.hold;
  LookAt(sight, handles, roles.hold, R_YW, view.hold);
  LookAt(sight, handles, front, R_YW, view.front);
  view.hold.middle = view.hold.X_YO * Vector3d(0, 0, 0.5 * view.hold_height);
  view.front.middle = view.front.X_YO * Vector3d(0, 0, 0.5 * view.front_height);
  view.X_YTray = PoseOf(sight.view, handles.tray, R_YW);
  const auto table = static_cast<size_t>(roles.front_table);
  view.X_YK = PoseOf(sight.view, handles.tables[table], R_YW);
  view.front_table = Vector3d(sight.view.ContactForce(kTablePairs + 2 * front + roles.front_table).data()).norm();
  view.penetration = sight.view.Penetration(handles.things);
  for (size_t side = 0; side < 2; ++side) {
    view.loaded[side] = Vector3d(sight.view.ContactForce(kFeetPairs + static_cast<int>(side)).data()).norm() > 1;
    const physics::LinkVelocity foot = sight.view.Velocity(handles.feet[side]);
    const Vector3d p_FS_W = sight.view.LinkPose(handles.feet[side]).rotation() * kSole;
    view.foot_speed[side] =
        (Vector3d(foot.linear.data()) + Vector3d(foot.angular.data()).cross(p_FS_W)).head<2>().norm();
  }
  const size_t joints = view.q.size();
  std::copy_n(&s.joint_position[env * joints], joints, view.q.begin());
  std::copy_n(&s.joint_velocity[env * joints], joints, view.qd.begin());
  std::copy_n(&s.joint_torque[env * joints], joints, view.tau.begin());
}

StageSigns SignsOf(const PlacePickView& v) noexcept {
  StageSigns signs{};
  signs.approach = (v.X_YB.translation() - v.front.middle).head<2>().norm();
  signs.speed = v.v.head<2>().norm();
  const Vector3d tray = v.X_YTray.translation();
  signs.hold_tray = (v.hold.middle - tray).norm();
  signs.hold_palm = (v.hold.middle - v.palm).norm();
  for (size_t j = 0; j < kFrontPose.size(); ++j) {
    signs.arm = std::max(signs.arm, std::abs(v.q[kRightArm + j] - kFrontPose[j]));
    signs.arm_speed = std::max(signs.arm_speed, std::abs(v.qd[kRightArm + j]));
  }
  signs.hand = (v.palm - v.front.middle).norm();
  for (const Vector3d& tip : v.tips) signs.hand = std::max(signs.hand, (tip - v.front.middle).norm());
  signs.facing = v.facing();
  signs.misplaced = (v.hold.middle - tray).head<2>().cwiseAbs().maxCoeff();
  signs.lowest = std::min(v.hold.middle.z(), v.front.middle.z());
  signs.height = v.X_YB.translation().z();
  signs.tilt = v.gravity_B.head<2>().norm();
  return signs;
}

}  // namespace porter::tasks
