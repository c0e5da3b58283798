#include "porter/math/mirror.h"

namespace porter::math {

Eigen::Vector3d MirrorPolar(const Eigen::Vector3d& v) {
  return {v.x(), -v.y(), v.z()};
}

Eigen::Vector3d MirrorAxial(const Eigen::Vector3d& v) {
  return {-v.x(), v.y(), -v.z()};
}

Eigen::Quaterniond MirrorRotation(const Eigen::Quaterniond& rotation) {
  return {rotation.w(), -rotation.x(), rotation.y(), -rotation.z()};
}

Transform3 MirrorPose(const Transform3& pose) {
  const Eigen::DiagonalMatrix<double, 3> s(1, -1, 1);
  return {Eigen::Matrix3d(s * pose.rotation() * s), MirrorPolar(pose.translation())};
}

}  // namespace porter::math
