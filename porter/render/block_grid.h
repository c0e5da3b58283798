// How pictures lie in memory while they are drawn: blocks of 4 x 4 pixels, a block's samples one after another, so that
// a block of one sample is a vector of 16.
#pragma once

#include <cstddef>

namespace porter::render {

constexpr int kLanes = 16;  // lists are padded to whole vectors of the widest SIMD
constexpr int kBlock = 4;   // px a side

// [blocks_y, blocks_x, samples, 16]
struct BlockGrid {
  BlockGrid() = default;
  BlockGrid(int width_px, int height_px, int samples_per_pixel)
      : width(width_px),
        height(height_px),
        samples(samples_per_pixel),
        blocks_x((width_px + kBlock - 1) / kBlock),
        blocks_y((height_px + kBlock - 1) / kBlock) {}

  size_t num_blocks() const { return size_t(blocks_x) * blocks_y; }
  size_t size() const { return num_blocks() * samples * kLanes; }
  size_t At(int x, int y, int sample) const {
    const size_t block = size_t(y / kBlock) * blocks_x + x / kBlock;
    return (block * samples + sample) * kLanes + y % kBlock * kBlock + x % kBlock;
  }

  int width = 0, height = 0;  // px
  int samples = 1;            // a pixel
  int blocks_x = 0, blocks_y = 0;
};

}  // namespace porter::render
