// The sun's map as shading reads it: rows of heights, and the highest and lowest of each block of texels, which often
// tell that all or nothing around a point is lit.
#pragma once

#include "porter/render/block_grid.h"
#include "porter/render/shadow_map.h"

namespace porter::render {

struct HeightBounds {
  const float* highest = nullptr;  // [blocks_y, blocks_x]
  const float* lowest = nullptr;   // [blocks_y, blocks_x]
  int blocks_x = 0;
};

struct SunMap {
  ShadowFit fit;
  ShadowHeights heights;
  HeightBounds bounds;
};

// where the parts of a map are written to; at first empty (kNoHeight)
struct SunMapLists {
  float* rows;     // as in ShadowHeights
  float* highest;  // as in HeightBounds
  float* lowest;
};

// Sorts what was drawn in blocks into a map, and leaves the blocks empty (kNoHeight) for the next picture.
void FinishHeights(const BlockGrid& grid, float* blocks, const SunMapLists& lists) noexcept;

}  // namespace porter::render
