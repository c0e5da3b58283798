#include "porter/motion/limb_ik.h"

#include <Eigen/Cholesky>
#include <Eigen/Geometry>
#include <algorithm>
#include <array>

#include "porter/core/check.h"

namespace porter::motion {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using math::Transform3;

// axis times angle of a rotation, in the frame that it is written in
Vector3d RotationVector(const Matrix3d& R) {
  const Eigen::AngleAxisd turn(R);
  return turn.angle() * turn.axis();
}

}  // namespace

LimbIk::LimbIk(const robot::RobotSpec& robot, const robot::MjcfModel& model, std::string_view root,
               std::string_view tip, const LimbIkConfig& config)
    : limb_(robot, model, root, tip), config_(config) {
  PORTER_CHECK(limb_.joints().size() <= kMostJoints);
  for (const size_t j : limb_.joints()) {
    lower_.push_back(robot.joints[j].lower + config.margin);
    upper_.push_back(robot.joints[j].upper - config.margin);
  }
}

LimbIk::Error LimbIk::Solve(const Transform3& X_RG, const Vector3d& p_tip, std::span<const double> posture,
                            std::span<double> q) const noexcept {
  using Square = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, 0, int{kMostJoints}, int{kMostJoints}>;
  using Column = Eigen::Matrix<double, Eigen::Dynamic, 1, 0, int{kMostJoints}, 1>;
  using Wide = Eigen::Matrix<double, 6, Eigen::Dynamic, 0, 6, int{kMostJoints}>;
  const auto n = static_cast<Eigen::Index>(lower_.size());
  alignas(64) std::array<double, 6 * kMostJoints> numbers;
  Eigen::Map<Eigen::Matrix<double, 6, Eigen::Dynamic>> jacobian(numbers.data(), 6, n);
  Error error;
  for (int i = 0; i <= config_.iterations; ++i) {
    const Transform3 X_RT = limb_.PoseOf(q);
    const Vector3d offset = X_RT.rotation() * p_tip;
    const Vector3d away = X_RG.translation() - (X_RT.translation() + offset);
    // the turn that is missing, in the tip's axes, where the weights hold
    const Vector3d turn =
        config_.axis_weight.cwiseProduct(RotationVector(X_RT.rotation().transpose() * X_RG.rotation()));
    error = {away.norm(), turn.norm()};
    if (i == config_.iterations || (error.position < 1e-5 && error.turn < 1e-4)) break;
    limb_.Jacobian(q, jacobian);
    Wide task(6, n);
    for (Eigen::Index j = 0; j < n; ++j) {
      const Vector3d axis = jacobian.col(j).tail<3>();
      task.col(j).head<3>() = jacobian.col(j).head<3>() + axis.cross(offset);
      task.col(j).tail<3>() =
          config_.turn_weight * config_.axis_weight.cwiseProduct(X_RT.rotation().transpose() * axis);
    }
    Eigen::Matrix<double, 6, 1> wish;
    wish << away, config_.turn_weight * turn;
    Square normal = task.transpose() * task;
    Column slope = task.transpose() * wish;
    const double pull = config_.posture_weight * config_.posture_weight;
    for (Eigen::Index j = 0; j < n; ++j) {
      const auto k = static_cast<size_t>(j);
      normal(j, j) += config_.damping * config_.damping + pull;
      slope[j] += pull * (posture[k] - q[limb_.joints()[k]]);
    }
    const Column change = normal.llt().solve(slope);
    const double largest = change.cwiseAbs().maxCoeff();
    const double share = largest > config_.max_step ? config_.max_step / largest : 1;
    for (Eigen::Index j = 0; j < n; ++j) {
      const auto k = static_cast<size_t>(j);
      double& angle = q[limb_.joints()[k]];
      angle = std::clamp(angle + share * change[j], lower_[k], upper_[k]);
    }
  }
  return error;
}

}  // namespace porter::motion
