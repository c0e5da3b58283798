// Two-dimensional convolution of one picture as a matrix multiply: every output pixel's neighbourhood becomes a row.
#pragma once

#include <array>
#include <cstddef>

#include "porter/infer/matrix.h"

namespace porter::infer {

struct Conv2d {
  size_t channels, height, width;  // of the input
  std::array<size_t, 2> kernel;    // down, right
  std::array<size_t, 2> stride;
  std::array<size_t, 4> padding;  // top, left, bottom, right; zeros

  size_t OutHeight() const { return (height + padding[0] + padding[2] - kernel[0]) / stride[0] + 1; }
  size_t OutWidth() const { return (width + padding[1] + padding[3] - kernel[1]) / stride[1] + 1; }
  size_t Pixels() const { return OutHeight() * OutWidth(); }
};

struct ConvScratch {
  float* neighbourhoods;  // [Pixels(), channels kernel kernel]
  float* pixels;          // [Pixels(), out]
};

// x: [channels, height, width]; weight: in = channels kernel kernel; y: [out, OutHeight(), OutWidth()]
void Convolve2d(const Conv2d& conv, const PackedMatrix& weight, const float* x, float* y,
                const ConvScratch& scratch) noexcept;

}  // namespace porter::infer
