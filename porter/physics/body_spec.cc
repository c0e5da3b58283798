#include "porter/physics/body_spec.h"

#include <numbers>

#include "porter/core/check.h"

namespace porter::physics {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;

constexpr double kParked = 1e-3;  // m

struct Moments {
  double volume;
  Vector3d principal;  // about the solid's centre, for density 1
};

Moments CuboidMoments(const std::array<double, 3>& s) {
  const double v = s[0] * s[1] * s[2], x = s[0] * s[0], y = s[1] * s[1], z = s[2] * s[2];
  return {v, v / 12 * Vector3d(y + z, x + z, x + y)};
}

Moments CylinderMoments(double r, double h) {
  const double v = std::numbers::pi * r * r * h, side = v * (3 * r * r + h * h) / 12;
  return {v, {side, side, v * r * r / 2}};
}

// a cylinder and two half balls, whose centres of mass lie 3/8 r beyond its ends
Moments CapsuleMoments(double r, double h) {
  const Moments cylinder = CylinderMoments(r, h);
  const double balls = 4 * std::numbers::pi / 3 * r * r * r;
  const double axial = balls * 2 * r * r / 5;
  const double side = axial + balls * (h * h / 4 + 3 * h * r / 8);
  return {cylinder.volume + balls, cylinder.principal + Vector3d(side, side, axial)};
}

Moments MomentsOf(const Solid& solid) {
  switch (solid.kind) {
    case Primitive::kCuboid:
      return CuboidMoments(solid.size);
    case Primitive::kCylinder:
      return CylinderMoments(solid.size[0], solid.size[1]);
    case Primitive::kCapsule:
      return CapsuleMoments(solid.size[0], solid.size[1]);
  }
  return {};
}

}  // namespace

Solid Parked(Primitive kind) {
  return {kind, {kParked, kParked, kind == Primitive::kCuboid ? kParked : 0}, {}};
}

bool IsParked(const Solid& solid) {
  return solid.size[0] <= kParked && solid.size[1] <= kParked;
}

Inertia InertiaOf(std::span<const Solid> solids, double mass) {
  double volume = 0;
  Vector3d first = Vector3d::Zero();
  for (const Solid& solid : solids) {
    if (IsParked(solid)) continue;
    const double v = MomentsOf(solid).volume;
    volume += v;
    first += v * solid.X_BG.translation();
  }
  PORTER_CHECK(volume > 0, "a body with a solid that is not parked");
  Inertia inertia{.mass = mass, .centre = first / volume};
  for (const Solid& solid : solids) {
    if (IsParked(solid)) continue;
    const Moments m = MomentsOf(solid);
    const Matrix3d& R = solid.X_BG.rotation();
    const Vector3d d = solid.X_BG.translation() - inertia.centre;
    inertia.about_centre += R * m.principal.asDiagonal() * R.transpose();
    inertia.about_centre += m.volume * (d.squaredNorm() * Matrix3d::Identity() - d * d.transpose());
  }
  inertia.about_centre *= mass / volume;
  return inertia;
}

}  // namespace porter::physics
