// Drawing meshlets in SIMD: transform, setup, fill. Two passes share it: the camera's picture, which keeps for each
// sample one over depth and the triangle, and the sun's map, which keeps heights.
#pragma once

#include <cstdint>

#include "porter/render/block_grid.h"
#include "porter/render/raster/clusters.h"
#include "porter/render/raster/frame_triangles.h"
#include "porter/render/stage_times.h"
#include "porter/render/view.h"

namespace porter::render {

// where the passes draw to; `values` start at 0 (the camera's one over depth) or kNoHeight
struct DrawTarget {
  BlockGrid grid;
  float* values = nullptr;
  uint32_t* ids = nullptr;              // triangle of each sample, where its value is above 0; camera only
  FrameTriangles* triangles = nullptr;  // camera only; room for kMeshletTriangles more is the caller's to keep
  StageClock* clock = nullptr;          // null: time is not measured; camera only
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
