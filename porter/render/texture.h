// A picture on a surface, with its smaller versions (mip levels), in the form that shading reads: 32 bits a texel, the
// square root of linear light in 10 bits a channel (red lowest), so that a filtered value is decoded by squaring it.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "porter/core/image.h"

namespace porter::render {

constexpr int kMaxTextureLevels = 13;  // up to 4096 texels a side

struct Texture {
  int log2_width = 0;                                         // of level 0
  int log2_height = 0;                                        // of level 0
  int num_levels = 0;                                         // down to 1 x 1
  std::array<uint32_t, kMaxTextureLevels> level_offset = {};  // of a level's first texel in `texels`
  std::vector<uint32_t> texels;                               // rows from the top   [levels, height, width]

  int width(int level) const { return 1 << std::max(0, log2_width - level); }
  int height(int level) const { return 1 << std::max(0, log2_height - level); }
};

uint32_t PackTexel(const Eigen::Vector3f& linear);  // 0 to 1 each
Eigen::Vector3f UnpackTexel(uint32_t texel);        // linear

// from an RGB, RGBA (alpha ignored) or grey picture, resampled to the next smaller powers of two; throws core::Error
Texture MakeTexture(const core::Image& image);

// bilinear, in square roots; repeats outside 0..1; linear light. level: 0 the finest
Eigen::Vector3f Sample(const Texture& texture, float u, float v, int level);

}  // namespace porter::render
