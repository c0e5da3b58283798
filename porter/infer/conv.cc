#include "porter/infer/conv.h"

namespace porter::infer {
namespace {

// the neighbourhood of one output pixel, channel by channel, row by row; returns the end of what it wrote
float* Gather(const Conv2d& conv, const float* x, std::array<size_t, 2> pixel, float* to) {
  const size_t top = pixel[0] * conv.stride[0], left = pixel[1] * conv.stride[1];
  for (size_t c = 0; c < conv.channels; ++c) {
    for (size_t i = 0; i < conv.kernel[0]; ++i) {
      const size_t row = top + i - conv.padding[0];  // wraps round above the picture, and so is outside
      for (size_t j = 0; j < conv.kernel[1]; ++j) {
        const size_t column = left + j - conv.padding[1];
        const bool inside = row < conv.height && column < conv.width;
        *to++ = inside ? x[(c * conv.height + row) * conv.width + column] : 0;
      }
    }
  }
  return to;
}

}  // namespace

void Convolve2d(const Conv2d& conv, const PackedMatrix& weight, const float* x, float* y,
                const ConvScratch& scratch) noexcept {
  float* to = scratch.neighbourhoods;
  for (size_t i = 0; i < conv.OutHeight(); ++i)
    for (size_t j = 0; j < conv.OutWidth(); ++j) to = Gather(conv, x, {i, j}, to);
  const size_t pixels = conv.Pixels();
  Multiply({scratch.neighbourhoods, pixels, weight.in}, weight, {scratch.pixels, weight.out});
  for (size_t p = 0; p < pixels; ++p)
    for (size_t o = 0; o < weight.out; ++o) y[o * pixels + p] = scratch.pixels[p * weight.out + o];
}

}  // namespace porter::infer
