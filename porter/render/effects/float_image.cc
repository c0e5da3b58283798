#include "porter/render/effects/float_image.h"

#include <cmath>

#include "porter/core/check.h"

namespace porter::render {

FloatImage FromBytes(const core::Image& image) {
  PORTER_CHECK(image.channels == 3, "channels of a picture");
  FloatImage out{image.width, image.height, {}};
  for (const uint8_t byte : image.pixels) out.values.push_back(float(byte) / 255);
  return out;
}

core::Image ToBytes(const FloatImage& image) {
  core::Image out{.width = image.width, .height = image.height, .channels = 3, .pixels = {}};
  for (const float value : image.values) out.pixels.push_back(uint8_t(std::nearbyint(value * 255)));
  return out;
}

}  // namespace porter::render
