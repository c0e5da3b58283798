// Rotations as observations and files write them: quaternions in the order w, x, y, z, heading, gravity seen from a
// body, and the two 6-D conventions in use (facts/viral.md 2, facts/formats.md 7).
#pragma once

#include <Eigen/Geometry>
#include <array>

#include "porter/math/transform3.h"

namespace porter::math {

using Vector6d = Eigen::Matrix<double, 6, 1>;

// which six of the nine numbers of a rotation matrix, and in which order
enum class Rotation6 {
  kColumns13,       // R e_x, then R e_z (VIRAL)
  kColumns12ByRow,  // m00 m01 m10 m11 m20 m21 (SceneBot)
};

Vector6d ToRotation6(const Eigen::Matrix3d& rotation, Rotation6 convention);

// w, x, y, z (Eigen stores x, y, z, w)
std::array<double, 4> ToWxyz(const Eigen::Quaterniond& rotation);
// x, y, z, then w, x, y, z: a pose as MuJoCo's free joints write it
std::array<double, 7> ToXyzWxyz(const Transform3& X);
Eigen::Quaterniond FromWxyz(const std::array<double, 4>& wxyz);

// angle of the body's x axis in the horizontal plane of W, rad, in (-pi, pi]
double Yaw(const Eigen::Matrix3d& R_WB);
// a turn about z, rad
Eigen::Matrix3d FromYaw(double angle);

// direction of gravity seen from the body; (0, 0, -1) when upright
Eigen::Vector3d ProjectedGravity(const Eigen::Matrix3d& R_WB);

}  // namespace porter::math
