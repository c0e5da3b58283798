// The primitive shapes of a model's bodies, for drawings that know nothing of MuJoCo.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "porter/math/transform3.h"
#include "porter/physics/model.h"

namespace porter::physics {

enum class GeomKind { kSphere, kCapsule, kCuboid };

struct GeomShape {
  std::string body;  // link L that carries it
  GeomKind kind = GeomKind::kSphere;
  std::array<double, 3> size = {};           // m; radius | radius, half the axis | half the edges
  math::Transform3 X_LG;                     // a capsule lies along z of G
  std::array<float, 4> rgba = {1, 1, 1, 1};  // 0 to 1, of the geom itself: materials are not looked up
};

// in the model's order; planes, meshes and the other kinds of geoms are not among them
std::vector<GeomShape> GeomShapes(const Model& model);

}  // namespace porter::physics
