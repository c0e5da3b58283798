#include "porter/math/rotation.h"

#include <cmath>

#include "porter/core/check.h"

namespace porter::math {

Vector6d ToRotation6(const Eigen::Matrix3d& rotation, Rotation6 convention) {
  Vector6d six;
  switch (convention) {
    case Rotation6::kColumns13:
      six << rotation.col(0), rotation.col(2);
      return six;
    case Rotation6::kColumns12ByRow:
      for (int row = 0; row < 3; ++row) six.segment<2>(2 * row) = rotation.row(row).head<2>();
      return six;
  }
  PORTER_CHECK(false, "a 6-D convention that does not exist");
  return six;
}

std::array<double, 4> ToWxyz(const Eigen::Quaterniond& rotation) {
  return {rotation.w(), rotation.x(), rotation.y(), rotation.z()};
}

std::array<double, 7> ToXyzWxyz(const Transform3& X) {
  const Eigen::Vector3d& p = X.translation();
  const std::array<double, 4> q = ToWxyz(Eigen::Quaterniond(X.rotation()));
  return {p.x(), p.y(), p.z(), q[0], q[1], q[2], q[3]};
}

Eigen::Quaterniond FromWxyz(const std::array<double, 4>& wxyz) {
  return {wxyz[0], wxyz[1], wxyz[2], wxyz[3]};
}

double Yaw(const Eigen::Matrix3d& R_WB) {
  return std::atan2(R_WB(1, 0), R_WB(0, 0));
}

Eigen::Matrix3d FromYaw(double angle) {
  return Eigen::AngleAxisd(angle, Eigen::Vector3d::UnitZ()).toRotationMatrix();
}

Eigen::Vector3d ProjectedGravity(const Eigen::Matrix3d& R_WB) {
  return -R_WB.row(2).transpose();
}

}  // namespace porter::math
