// Drawing meshlets in SIMD: transform, setup, fill. Two passes share it: the camera's picture, which keeps for each
// sample one over depth and the triangle, and the sun's map, which keeps heights.
#pragma once

#include <cstdint>
#include <vector>

#include "porter/render/block_grid.h"
#include "porter/render/levels.h"
#include "porter/render/raster/clusters.h"
#include "porter/render/screen_triangle.h"
#include "porter/render/view.h"

namespace porter::render {

constexpr uint32_t KindOf(uint32_t slot, uint32_t facing) {
  return (slot + 1) * 8 + facing;  // 0 is the background's
}

// What shading needs of the triangles that may be seen, as lists: planes (screen_triangle.h), look and instance.
struct FrameTriangles {
  explicit FrameTriangles(size_t capacity);

  void Add(const TrianglePlanes& planes, uint32_t look, uint32_t slot, uint32_t facing);
  TrianglePlanes Planes(uint32_t triangle) const;
  void Move(size_t from, size_t to);

  size_t size = 0;
  std::vector<float> u0, v0, w0, wu, wv, s1u, s1v, s2u, s2v, nearest, furthest;
  std::vector<uint32_t> look;  // in the looks of all meshes
  std::vector<uint32_t> slot;
  std::vector<uint32_t> kind;  // KindOf: samples of one kind are shaded together
};

// where the passes draw to; `values` start at 0 (the camera's one over depth) or kNoHeight
struct DrawTarget {
  BlockGrid grid;
  float* values = nullptr;
  uint32_t* ids = nullptr;              // triangle of each sample, where its value is above 0; camera only
  FrameTriangles* triangles = nullptr;  // camera only; room for kMeshletTriangles more is the caller's to keep
};

// an instance's mesh and where it is
struct DrawSource {
  const ClusteredLevel* level;
  Eigen::Matrix3f A_CM;  // or to S, for the sun's map
  Eigen::Vector3f p_CM;
  uint32_t slot;
};

// the camera's pass
void DrawSeen(const DrawSource& source, const Meshlet& meshlet, const View& view, const DrawTarget& target) noexcept;

// the sun's pass: the triangles that are turned away from it
void DrawHeights(const DrawSource& source, const Meshlet& meshlet, const DrawTarget& target) noexcept;

}  // namespace porter::render
