#include "porter/wbc/leg_odometry.h"

#include <Eigen/Geometry>
#include <algorithm>

#include "porter/robot/g1/g1.h"

namespace porter::wbc {
namespace {

constexpr double kLower = 0.02;  // a foot this much lower than the other carries all, m

const Eigen::Vector3d kSoleMiddle(robot::kG1SoleMiddle, 0, robot::kG1SoleZ);

// level frame with the body's heading, seen from the body
Eigen::Matrix3d Level(const Eigen::Vector3d& gravity_B) {
  const Eigen::Vector3d up = -gravity_B.normalized();
  const Eigen::Vector3d y = up.cross(Eigen::Vector3d::UnitX()).normalized();
  Eigen::Matrix3d R_HB;
  R_HB.row(0) = y.cross(up);
  R_HB.row(1) = y;
  R_HB.row(2) = up;
  return R_HB;
}

}  // namespace

LegOdometry::LegOdometry(const robot::RobotSpec& robot, const robot::MjcfModel& model)
    : legs_{Limb(robot, model, "pelvis", "left_ankle_roll_link"),
            Limb(robot, model, "pelvis", "right_ankle_roll_link")} {}

void LegOdometry::Update(const ControlInput& input, bool first, double period, Odometry& o) const noexcept {
  // gravity stands still in the world while the body turns
  Eigen::Vector3d gravity = o.gravity_B.cast<double>();
  gravity += period * gravity.cross(input.w_WB_B);
  gravity += (first ? 1 : Odometry::kGravityShare) * (input.gravity_B - gravity);
  o.gravity_B = gravity.cast<float>();
  const Eigen::Matrix3d R_HB = Level(gravity);
  std::array<Eigen::Vector3d, 2> p, v;  // of the soles against the pelvis' origin, in H
  for (size_t side = 0; side < 2; ++side) {
    const Limb::Motion sole = legs_[side].MotionOf(kSoleMiddle, input.q, input.qd);
    p[side] = R_HB * sole.p;
    v[side] = R_HB * (sole.v + input.w_WB_B.cross(sole.p));
  }
  const double left = std::clamp(0.5 + 0.5 * (p[1].z() - p[0].z()) / kLower, 0.0, 1.0);  // share of the left foot
  const Eigen::Vector2f velocity = -(left * v[0] + (1 - left) * v[1]).head<2>().cast<float>();
  o.velocity += (first ? 1.f : static_cast<float>(Odometry::kVelocityShare)) * (velocity - o.velocity);
  o.feet_middle = (0.5 * (p[0] + p[1])).head<2>().cast<float>();
  o.feet_apart = (p[0] - p[1]).head<2>().cast<float>();
}

}  // namespace porter::wbc
