// Pictures: rows from the top, channels interleaved.
#pragma once

#include <cstdint>
#include <vector>

namespace porter::core {

struct Image {
  int width = 0;                // px
  int height = 0;               // px
  int channels = 0;             // 1 grey, 2 grey + alpha, 3 RGB, 4 RGBA
  std::vector<uint8_t> pixels;  // 8-bit sRGB   [height, width, channels]

  bool operator==(const Image&) const = default;
};

// radiance without an upper end
struct FloatImage {
  int width = 0;              // px
  int height = 0;             // px
  std::vector<float> pixels;  // linear RGB, finite   [height, width, 3]

  bool operator==(const FloatImage&) const = default;
};

}  // namespace porter::core
