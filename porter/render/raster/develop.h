// From linear light to the caller's pixels, in SIMD: the fast twin of Develop in shading.h.
#pragma once

#include <cstdint>
#include <span>

#include "porter/render/block_grid.h"

namespace porter::render {

// exposure, film curve and sRGB of linear colours [blocks, 3, 16] into the slices of an environment; empty: not wanted
// rgb: [height, width, 3]; chw: [3, height, width]
void DevelopPicture(const BlockGrid& grid, const float* colour, float exposure, std::span<uint8_t> rgb,
                    std::span<float> chw) noexcept;

}  // namespace porter::render
