// A rigid transform X_AB: the pose of frame B in frame A. X_AB * p_B is the point seen from A, X_AB * X_BC is X_AC
// (names: docs/frames.md).
#pragma once

#include <Eigen/Geometry>
#include <cmath>

namespace porter::math {

class Transform3 {
 public:
  Transform3() = default;  // identity
  Transform3(const Eigen::Matrix3d& rotation, const Eigen::Vector3d& translation)
      : rotation_(rotation), translation_(translation) {}
  // `rotation` has unit length
  Transform3(const Eigen::Quaterniond& rotation, const Eigen::Vector3d& translation)
      : rotation_(rotation.toRotationMatrix()), translation_(translation) {}

  const Eigen::Matrix3d& rotation() const { return rotation_; }        // R_AB
  const Eigen::Vector3d& translation() const { return translation_; }  // p_AB, origin of B in A, m

  Eigen::Vector3d operator*(const Eigen::Vector3d& p_B) const { return rotation_ * p_B + translation_; }
  Transform3 operator*(const Transform3& X_BC) const {
    return {rotation_ * X_BC.rotation_, rotation_ * X_BC.translation_ + translation_};
  }
  Transform3 Inverse() const { return {rotation_.transpose(), -(rotation_.transpose() * translation_)}; }

 private:
  Eigen::Matrix3d rotation_ = Eigen::Matrix3d::Identity();
  Eigen::Vector3d translation_ = Eigen::Vector3d::Zero();
};

// A camera at `eye` that looks at another place, upright: x right, y down, z forward. Looking straight up or down, the
// world's x is up in the picture.
inline Transform3 LookAt(const Eigen::Vector3d& eye, const Eigen::Vector3d& target) {
  using Eigen::Vector3d;
  const Vector3d forward = (target - eye).normalized();
  const bool vertical = std::abs(forward.z()) > 1 - 1e-9;
  const Vector3d right =
      forward.cross(vertical ? Vector3d(Vector3d::UnitX()) : Vector3d(Vector3d::UnitZ())).normalized();
  Eigen::Matrix3d R_WC;
  R_WC << right, forward.cross(right), forward;
  return {R_WC, eye};
}

}  // namespace porter::math
