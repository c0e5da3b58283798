#include "porter/tasks/locomotion/view.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>

#include "porter/math/rotation.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/posture.h"

namespace porter::tasks {
namespace {

using Rotation = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;

Eigen::Map<const Rotation> RotationOf(const physics::EnvView& view, int body) {
  return Eigen::Map<const Rotation>(view.LinkRotation(body).data());
}

FootView LookAtFoot(const physics::EnvView& view, int body, const Eigen::Matrix3d& R_HW, const Eigen::Vector3d& p_WH) {
  const Rotation R_WF = RotationOf(view, body);
  const Eigen::Vector3d origin(view.LinkPosition(body).data());
  const Eigen::Vector3d sole = R_WF * Eigen::Vector3d(robot::kG1SoleMiddle, 0, robot::kG1SoleZ);
  const physics::LinkVelocity velocity = view.Velocity(body);
  const double down = origin.z() + R_WF(2, 2) * robot::kG1SoleZ;
  FootView foot{};
  foot.p_H = R_HW * (origin + sole - p_WH);
  foot.v_H = R_HW * (Eigen::Vector3d(velocity.linear.data()) + Eigen::Vector3d(velocity.angular.data()).cross(sole));
  foot.height = down + std::min(R_WF(2, 0) * robot::kG1SoleHeel, R_WF(2, 0) * robot::kG1SoleToe);
  foot.tilt = R_WF(2, 0) * R_WF(2, 0) + R_WF(2, 1) * R_WF(2, 1);
  const Eigen::Vector3d forward = R_HW * R_WF.col(0);
  foot.yaw = std::atan2(forward.y(), forward.x());
  return foot;
}

// rotation vector from the commanded to the actual torso, both against the heading
Eigen::Vector3d TorsoError(const wbc::WbcCommand& c, const Eigen::Matrix3d& R_HT) {
  const Eigen::AngleAxisd error(Eigen::Matrix3d(R_HT * wbc::TorsoRotation(c).transpose()));
  return error.angle() * error.axis();
}

std::span<const double> RowOf(const std::vector<double>& all, size_t env, size_t width) {
  return std::span(all).subspan(env * width, width);
}

}  // namespace

LocomotionBodies::LocomotionBodies(const physics::Model& model)
    : torso(model.BodyId("torso_link")),
      feet{model.BodyId("left_ankle_roll_link"), model.BodyId("right_ankle_roll_link")} {}

void Look(const env::Sight& sight, const LocomotionBodies& bodies, LocomotionView& view) noexcept {
  const physics::BatchState& s = sight.state;
  const size_t env = sight.env(), joints = s.joint_position.size() / s.fault.size();
  const double* p = &s.root_position[3 * env];
  const double* quaternion = &s.root_quaternion[4 * env];
  const double* w = &s.root_angular_velocity[3 * env];
  const Eigen::Matrix3d R_WB =
      Eigen::Quaterniond(quaternion[0], quaternion[1], quaternion[2], quaternion[3]).toRotationMatrix();
  const Eigen::Matrix3d R_HW = math::FromYaw(-math::Yaw(R_WB));
  view.height = p[2];
  view.v_H = R_HW * Eigen::Map<const Eigen::Vector3d>(&s.root_linear_velocity[3 * env]);
  view.w_B = {w[0], w[1], w[2]};
  view.gravity_B = math::ProjectedGravity(R_WB);
  const Rotation R_WT = RotationOf(sight.view, bodies.torso);
  view.torso_error = TorsoError(view.command, R_HW * R_WT);
  view.torso_tilt = std::acos(std::clamp(R_WT(2, 2), -1.0, 1.0));
  for (const size_t side : {0, 1}) {
    const double swing = view.feet[side].swing;
    view.feet[side] = LookAtFoot(sight.view, bodies.feet[side], R_HW, {p[0], p[1], 0});
    view.feet[side].swing = swing;
    view.feet[side].force = std::max(0.0, sight.view.ContactForce(static_cast<int>(side))[2]);
  }
  view.q = RowOf(s.joint_position, env, joints);
  view.qd = RowOf(s.joint_velocity, env, joints);
  view.tau = RowOf(s.joint_torque, env, joints);
}

}  // namespace porter::tasks
