// Left-right mirror images: reflection at the body's x-z plane, S = diag(1, -1, 1). A point p becomes S p, a rotation R
// becomes S R S, an angular velocity -S w. The sign tables say the same per element, for observations (docs/frames.md).
#pragma once

#include <Eigen/Geometry>
#include <array>

#include "porter/math/transform3.h"

namespace porter::math {

inline constexpr std::array kPolarSigns{1, -1, 1};           // positions, velocities, forces, gravity
inline constexpr std::array kAxialSigns{-1, 1, -1};          // angular velocities, torques; roll, pitch, yaw
inline constexpr std::array kQuaternionSigns{1, -1, 1, -1};  // w, x, y, z
inline constexpr std::array kRotation6Columns13Signs{1, -1, 1, 1, -1, 1};
inline constexpr std::array kRotation6Columns12ByRowSigns{1, -1, -1, 1, 1, -1};

Eigen::Vector3d MirrorPolar(const Eigen::Vector3d& v);
Eigen::Vector3d MirrorAxial(const Eigen::Vector3d& v);
Eigen::Quaterniond MirrorRotation(const Eigen::Quaterniond& rotation);
Transform3 MirrorPose(const Transform3& pose);

}  // namespace porter::math
