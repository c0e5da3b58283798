// A thing made of parts, each a mesh with its material: what the loaders read and what household objects are.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "porter/render/material.h"
#include "porter/render/mesh.h"

namespace porter::scene {

struct ModelPart {
  render::TriangleMesh mesh;  // all parts are in one frame, m
  render::Material material = {};
};

struct Model {
  std::vector<ModelPart> parts;  // at least one
};

// corners of the box around all parts, m
struct Bounds {
  Eigen::Vector3d low, high;
};
Bounds BoundsOf(const Model& model);

}  // namespace porter::scene
