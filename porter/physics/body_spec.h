// Things beside the robot (furniture, objects) as bodies of primitive solids: what a model is built with, and what one
// environment of it may have with sizes of its own (body_parameters.h).
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>
#include <string>
#include <vector>

#include "porter/math/transform3.h"

namespace porter::physics {

enum class Primitive { kCuboid, kCylinder, kCapsule };
constexpr auto EnumNames(Primitive) {
  return std::to_array<std::string_view>({"cuboid", "cylinder", "capsule"});
}

struct Solid {
  Primitive kind = Primitive::kCuboid;
  // m; cuboid: its edges; cylinder: radius, height, 0; capsule: radius, distance of the two centres, 0
  std::array<double, 3> size = {};
  math::Transform3 X_BG;  // cylinders and capsules lie along z of G
};

// how a body touches; the smaller priority gives way (MuJoCo's contact bits, priority, condim, solref, solimp)
struct Touch {
  int contype = 0, conaffinity = 0;
  int priority = 1;
  int condim = 4;
  std::array<double, 2> solref = {0.01, 1};
  std::array<double, 3> solimp = {0.9, 0.95, 0.001};
};

enum class Mount { kFree, kFixed };  // six degrees of freedom, or none

struct BodySpec {
  std::string name;
  Mount mount = Mount::kFixed;
  std::vector<Solid> solids;  // at least one
  double mass = 0;            // of a free body, kg
  double friction = 0.5;      // sliding
  Touch touch;
  math::Transform3 X_WB;  // of a free body: where it starts
  std::array<float, 4> rgba = {0.6f, 0.6f, 0.6f, 1};
};

// A solid that is not there: 1 mm at the origin of the body. It never touches first as long as it lies inside another.
Solid Parked(Primitive kind);
bool IsParked(const Solid& solid);

// how a body's mass is spread
struct Inertia {
  double mass = 0;                                         // kg
  Eigen::Vector3d centre = Eigen::Vector3d::Zero();        // of mass, in B, m
  Eigen::Matrix3d about_centre = Eigen::Matrix3d::Zero();  // in B's axes, kg m^2
};

// One density in all solids, parked ones left out; where solids overlap there is twice as much.
Inertia InertiaOf(std::span<const Solid> solids, double mass);

}  // namespace porter::physics
