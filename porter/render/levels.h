// A mesh at falling detail. A level keeps some of the full mesh's vertices (quadric simplification by meshoptimizer),
// and every corner keeps the normal and uv that the full mesh has there, so that shading does not change with the
// level.
#pragma once

#include <Eigen/Geometry>
#include <cstdint>
#include <vector>

#include "porter/render/mesh.h"

namespace porter::render {

// what shading needs of a triangle; one cache line holds it
struct TriangleLook {
  uint32_t normal[3];  // of its corners (PackNormal)
  float uv[3][2];      // of its corners
  float uv_density;    // area in uv per area in M, 1/m^2
  uint32_t facing;     // which of M's six axes its face looks along most: samples of one facing are shaded together
  uint32_t unused;
};

struct MeshLevel {
  float error = 0;                        // how far it strays from the full mesh, m
  std::vector<Eigen::Vector3f> position;  // distinct, in M, m   [vertices]
  std::vector<uint32_t> index;            // counter-clockwise seen from outside   [triangles, 3]
  std::vector<TriangleLook> look;         // [triangles]

  size_t num_triangles() const { return index.size() / 3; }
};

uint32_t PackNormal(const Eigen::Vector3f& unit);  // x, y in 11 bits, z in 10, lowest first
Eigen::Vector3f UnpackNormal(uint32_t packed);     // of length 1 +- 0.003

// full mesh first; a level has at most 4/5 of the triangles of the level before it
std::vector<MeshLevel> MakeLevels(const TriangleMesh& mesh);

// a level as a mesh that shares no vertices between triangles, for other renderers
TriangleMesh ToMesh(const MeshLevel& level);

}  // namespace porter::render
