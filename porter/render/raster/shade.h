// Light on what the camera's pass left, in SIMD: the fast twin of fragment.h and shading.h. Samples of a pixel that
// show one side of one instance are shaded once.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "porter/render/frames.h"
#include "porter/render/raster/aligned.h"
#include "porter/render/raster/draw.h"
#include "porter/render/shading.h"
#include "porter/render/shadow_map.h"
#include "porter/render/texture.h"

namespace porter::render {

// all textures' texels in one list, so that one vector may read several
struct TextureAtlas {
  explicit TextureAtlas(std::span<const Texture> textures);

  std::vector<uint32_t> texels;
  std::vector<int32_t> level_offset;  // in texels   [textures, kMaxTextureLevels]
};

// instances' placement and material as lists
struct SlotLists {
  explicit SlotLists(int max_slots);

  void Set(int slot, const Instance& instance, std::span<const Texture> textures, const View& view,
           const OctahedralMap& specular);

  std::vector<float> R_WM[9];    // row by row
  std::vector<float> colour[3];  // linear
  std::vector<float> roughness, metallic;
  std::vector<float> reflectance;  // head-on, of the part that is not metal
  std::vector<float> texel_area;   // texels per uv_density, m^2 and 1/px^2
  std::vector<float> texture_scale;
  std::vector<int32_t> specular_level;  // first texel of the level of the light's map
  std::vector<int32_t> texture;         // -1: none
  std::vector<int32_t> log2_width, log2_height, last_level;
};

// what an environment's picture is shaded from
struct ShadeInput {
  const View* view;
  const LightInW* light;
  const Look* look;
  BlockGrid grid;
  const float* inverse_depth;  // [grid]
  const uint32_t* ids;         // [grid]
  const FrameTriangles* triangles;
  const TriangleLook* looks;  // of all meshes
  const SlotLists* slots;
  const TextureAtlas* atlas;
  ShadowFit shadow;
  ShadowHeights heights;
  const float* highest;  // of each block of the map (FindHighest)
};

struct ShadeScratch {
  explicit ShadeScratch(const BlockGrid& grid);

  AlignedVector<float> colour;                      // linear   [blocks, 3, 16]
  std::vector<uint32_t> extra_sample, extra_pixel;  // samples to be shaded beside each pixel's first
  std::vector<float> extra_weight;                  // their share of the pixel
};

// the highest texel of each block   [blocks]
void FindHighest(const ShadowHeights& heights, float* highest) noexcept;

// linear colours into scratch.colour
void ShadePicture(const ShadeInput& input, ShadeScratch& scratch) noexcept;

// exposure, film curve and sRGB of scratch.colour into the slices of an environment; empty: not wanted
// rgb: [height, width, 3]; chw: [3, height, width]
void DevelopPicture(const BlockGrid& grid, const ShadeScratch& scratch, float exposure, std::span<uint8_t> rgb,
                    std::span<float> chw) noexcept;

}  // namespace porter::render
