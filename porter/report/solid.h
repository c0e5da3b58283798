// Solids of which a sketch consists: capsules, spheres and boxes in the world, and how rays meet them.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <variant>
#include <vector>

#include "porter/math/transform3.h"

namespace porter::report {

struct Capsule {
  Eigen::Vector3d p_WP;  // the ends of its axis, m
  Eigen::Vector3d p_WQ;
  double radius = 0;  // m
};

struct Sphere {
  Eigen::Vector3d p_WS;  // centre, m
  double radius = 0;     // m
};

struct Box {
  math::Transform3 X_WG;      // G: at its centre, axes along its edges
  Eigen::Vector3d half_size;  // m, in G
};

using Shape = std::variant<Capsule, Sphere, Box>;

struct Colour {
  uint8_t red = 0;  // sRGB
  uint8_t green = 0;
  uint8_t blue = 0;
};

struct Solid {
  Shape shape;
  Colour colour;
};

struct Ray {
  Eigen::Vector3d origin;     // in W, m
  Eigen::Vector3d direction;  // in W, of any length
};

// where the ray enters the shape, in lengths of its direction; infinity where it does not, or begins inside
double EnterShape(const Shape& shape, const Ray& ray);

// outward, of length 1, at a point of its surface
Eigen::Vector3d SurfaceNormal(const Shape& shape, const Eigen::Vector3d& p_W);

// points in W whose convex hull holds the shape
std::vector<Eigen::Vector3d> HullPoints(const Shape& shape);

}  // namespace porter::report
