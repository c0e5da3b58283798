// Light on what the camera's pass left, in SIMD: the fast twin of fragment.h and shading.h. Samples of a pixel that
// show one side of one instance are shaded once.
#pragma once

#include <cstdint>
#include <vector>

#include "porter/render/levels.h"
#include "porter/render/look.h"
#include "porter/render/raster/aligned.h"
#include "porter/render/raster/frame_triangles.h"
#include "porter/render/raster/picture_light.h"
#include "porter/render/raster/slot_records.h"
#include "porter/render/raster/sun_map.h"
#include "porter/render/raster/texture_atlas.h"

namespace porter::render {

// what an environment's picture is shaded from
struct ShadeInput {
  const View* view;
  const PictureLight* light;
  const Look* look;
  BlockGrid grid;
  const float* inverse_depth;  // [grid]
  const uint32_t* ids;         // [grid]
  const FrameTriangles* triangles;
  const TriangleLook* looks;  // of all meshes
  const SlotRecord* slots;
  const TextureAtlas* atlas;
  const SunMap* sun_map;
};

// samples to be shaded beside each pixel's first
struct ExtraSamples {
  explicit ExtraSamples(const BlockGrid& grid);

  size_t size = 0;
  std::vector<float> u, v;       // px
  std::vector<int32_t> id;       // triangle; -1: none
  std::vector<uint32_t> colour;  // place of the pixel's first channel in ShadeScratch
  std::vector<float> weight;     // share of the pixel
};

struct ShadeScratch {
  explicit ShadeScratch(const BlockGrid& grid) : colour(grid.num_blocks() * 3 * kLanes), extras(grid) {}

  AlignedVector<float> colour;  // linear   [blocks, 3, 16]
  ExtraSamples extras;
};

// linear colours into scratch.colour
void ShadePicture(const ShadeInput& input, ShadeScratch& scratch) noexcept;

}  // namespace porter::render
