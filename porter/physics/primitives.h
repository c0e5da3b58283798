// Solids in MuJoCo's words: types, half sizes, bounds. For .cc files of this room.
#pragma once

#include <mujoco/mujoco.h>

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>
#include <algorithm>
#include <array>
#include <cmath>

#include "porter/math/rotation.h"
#include "porter/physics/body_spec.h"

namespace porter::physics {

inline mjtGeom TypeOf(Primitive kind) {
  switch (kind) {
    case Primitive::kCylinder:
      return mjGEOM_CYLINDER;
    case Primitive::kCapsule:
      return mjGEOM_CAPSULE;
    default:
      return mjGEOM_BOX;
  }
}

// half edges; radius and half the axis
inline std::array<double, 3> HalfSizes(const Solid& solid) {
  const std::array<double, 3>& s = solid.size;
  if (solid.kind == Primitive::kCuboid) return {s[0] / 2, s[1] / 2, s[2] / 2};
  return {s[0], s[1] / 2, 0};
}

// half edges of the box around the solid, in its own frame
inline std::array<double, 3> BoxAround(const Solid& solid) {
  const std::array<double, 3> h = HalfSizes(solid);
  if (solid.kind == Primitive::kCuboid) return h;
  return {h[0], h[0], h[1] + (solid.kind == Primitive::kCapsule ? h[0] : 0)};
}

// radius of the ball around the solid
inline double BallAround(const Solid& solid) {
  const std::array<double, 3> h = HalfSizes(solid);
  switch (solid.kind) {
    case Primitive::kCylinder:
      return std::hypot(h[0], h[1]);
    case Primitive::kCapsule:
      return h[0] + h[1];
    default:
      return std::hypot(h[0], h[1], h[2]);
  }
}

// principal moments and the frame that they stand in
struct PrincipalInertia {
  Eigen::Vector3d moments;
  Eigen::Quaterniond R_BI;
};
inline PrincipalInertia PrincipalOf(const Inertia& inertia) {
  const Eigen::SelfAdjointEigenSolver<Eigen::Matrix3d> solver(inertia.about_centre);
  Eigen::Matrix3d axes = solver.eigenvectors();
  if (axes.determinant() < 0) axes.col(2) = -axes.col(2);
  return {solver.eigenvalues(), Eigen::Quaterniond(axes)};
}

inline void CopyPose(const math::Transform3& X, double* position, double* quaternion) {
  const std::array<double, 7> pose = math::ToXyzWxyz(X);
  std::copy_n(pose.begin(), 3, position);
  std::copy_n(pose.begin() + 3, 4, quaternion);
}

}  // namespace porter::physics
