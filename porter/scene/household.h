// Furniture and household objects, built from the bodies of shapes.h. All stand on z = 0 around the z axis. Metres.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "porter/render/mesh.h"

namespace porter::scene {

struct TableShape {
  Eigen::Vector3d top = {0.72, 1.5, 0.0375};  // edges of the top
  double height = 0.7;                        // of its upper face
  double leg = 0.03;                          // edge or diameter of a leg
  double inset = 0.06;                        // of the legs' middles from the edges of the top
  bool round_legs = false;
};
render::TriangleMesh MakeTable(const TableShape& shape);

// 28 x 28 x 10 cm, walls of 15 mm (facts/viral.md 1)
render::TriangleMesh MakeTray();

// a bottle, a cup, a mug with its handle, a carton
std::vector<render::TriangleMesh> MakeHouseholdObjects();

}  // namespace porter::scene
