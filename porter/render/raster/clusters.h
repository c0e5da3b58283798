// Meshes cut into meshlets: up to 64 vertices and 112 triangles that lie together, so that whole groups that cannot be
// seen are skipped, and the rest is transformed and set up in SIMD from registers.
#pragma once

#include <cstdint>
#include <vector>

#include "porter/render/raster/block_lanes.h"
#include "porter/render/raster/parts.h"

namespace porter::render {

constexpr int kMeshletVertices = 64;
constexpr int kMeshletTriangles = 112;

struct Meshlet {
  uint32_t first_vertex;    // in x, y, z
  uint32_t first_triangle;  // in corner
  uint32_t first_look;      // in the looks of all meshes
  uint32_t num_vertices;
  uint32_t num_triangles;
};

struct ClusteredLevel {
  std::vector<Meshlet> meshlets;
  PartLists parts;                 // where they are and where they look   [meshlets]
  std::vector<float> x, y, z;      // in M, m; each meshlet padded to kLanes with its last vertex
  std::vector<uint8_t> facing;     // of triangles (TriangleLook); each meshlet padded with zeros
  std::vector<uint8_t> corner[3];  // vertices of triangles within their meshlet; each meshlet padded with zeros
};

// the look of each triangle, in the meshlets' order, is appended to `looks`
ClusteredLevel MakeClusters(const MeshLevel& level, std::vector<TriangleLook>& looks);

}  // namespace porter::render
