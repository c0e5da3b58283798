// A picture of floats, for the effects one after another.
#pragma once

#include <vector>

#include "porter/core/image.h"

namespace porter::render {

struct FloatImage {
  int width = 0;              // px
  int height = 0;             // px
  std::vector<float> values;  // sRGB-coded, 0 to 1   [height, width, 3]
};

FloatImage FromBytes(const core::Image& image);  // of three channels
core::Image ToBytes(const FloatImage& image);    // rounded to the nearest of 255

}  // namespace porter::render
