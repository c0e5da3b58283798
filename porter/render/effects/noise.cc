#include "porter/render/effects/noise.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/random.h"

namespace porter::render {
namespace {

std::vector<double> Normals(size_t count, const NoiseKey& key) {
  std::vector<double> normals(count);
  core::Random random(key.seed, kNoiseStream, key.env, key.step);
  for (size_t block = 0; block < count / 8; ++block)
    for (size_t word = 0; word < 4; ++word) {
      const std::array<double, 2> pair = NormalPair(random.NextUint32());
      const size_t group = block / kNoiseLanes, lane = block % kNoiseLanes;
      for (size_t s = 0; s < 2; ++s) normals[kNoiseGroup * group + kNoiseLanes * (2 * word + s) + lane] = pair[s];
    }
  return normals;
}

}  // namespace

std::array<double, 2> NormalPair(uint32_t word) {
  const double radius = std::sqrt(-2 * std::log(((word & 0xFFFF) + 0.5) / 0x1p16));
  const double angle = (((word >> 16 & 0x3FFF) + 0.5) / 0x1p14 - 0.5) * std::numbers::pi / 2;
  double x = radius * std::cos(angle), y = radius * std::sin(angle);
  if ((word >> 30 & 1) != 0) std::swap(x, y);
  return (word >> 31) != 0 ? std::array{-x, -y} : std::array{x, y};
}

FloatImage AddNoise(FloatImage image, float sigma, const NoiseKey& key) {
  const size_t pixels = image.values.size() / 3, stride = PlaneStride(pixels);
  const std::vector<double> normals = Normals(3 * stride, key);
  for (size_t i = 0; i < pixels; ++i)
    for (size_t c = 0; c < 3; ++c) {
      float& value = image.values[3 * i + c];
      value = float(std::clamp(value + sigma * normals[c * stride + i], 0.0, 1.0));
    }
  return image;
}

}  // namespace porter::render
