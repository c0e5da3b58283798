// Gaussian blur as torchvision's gaussian_blur: separable, weights sampled at whole pixels and normalised, the picture
// mirrored about its outer pixels' middles (reflect). 3 taps from left to right, 5 from top to bottom (facts/viral.md
// 8).
#pragma once

#include <array>
#include <cstddef>

#include "porter/render/effects/float_image.h"

namespace porter::render {

constexpr int kBlurReachX = 1, kBlurReachY = 2;  // px on either side

// weights of the middle and of its neighbours at 1 .. reach px, which all together sum to 1; sigma 0: the middle alone
template <size_t reach>
std::array<float, reach + 1> GaussianWeights(float sigma);

// where line `i`, at most `size` - 1 outside, is found in a picture of `size` lines
constexpr int Mirrored(int i, int size) {
  if (size == 1) return 0;
  if (i < 0) return -i;
  return i < size ? i : 2 * size - 2 - i;
}

// standard deviations in px; a picture of at least 3 x 3
FloatImage Blur(const FloatImage& image, float sigma_x, float sigma_y);

}  // namespace porter::render
