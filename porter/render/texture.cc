#include "porter/render/texture.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "porter/core/error.h"
#include "porter/render/shading.h"

namespace porter::render {
namespace {

constexpr float kTexelMax = 1023;  // 10 bits

// square roots, 0 to 1
Eigen::Vector3f Coded(uint32_t texel) {
  return Eigen::Vector3f(float(texel & 1023), float(texel >> 10 & 1023), float(texel >> 20 & 1023)) / kTexelMax;
}

Eigen::Vector3f PixelOf(const core::Image& image, int x, int y) {
  const uint8_t* pixel = &image.pixels[(size_t(y) * image.width + x) * image.channels];
  const bool colour = image.channels >= 3;
  const auto linear = [&](int channel) { return LinearFromSrgb(float(pixel[channel]) / 255); };
  return {linear(0), linear(colour ? 1 : 0), linear(colour ? 2 : 0)};
}

}  // namespace

uint32_t PackTexel(const Eigen::Vector3f& linear) {
  uint32_t texel = 0;
  for (int c = 0; c < 3; ++c)
    texel |= uint32_t(std::lround(std::sqrt(std::clamp(linear[c], 0.0F, 1.0F)) * kTexelMax)) << 10 * c;
  return texel;
}

Eigen::Vector3f UnpackTexel(uint32_t texel) {
  return Coded(texel).cwiseAbs2();
}

Texture MakeTexture(const core::Image& image) {
  const int width = int(std::bit_floor(unsigned(image.width)));
  const int height = int(std::bit_floor(unsigned(image.height)));
  if (width < 1 || height < 1 || std::max(width, height) >= 1 << kMaxTextureLevels)
    throw core::Error({.what = "texture of unsuitable size",
                       .found = std::to_string(image.width) + " x " + std::to_string(image.height),
                       .expected = "1 to 8191 pixels a side"});
  Texture texture{.log2_width = std::countr_zero(unsigned(width)), .log2_height = std::countr_zero(unsigned(height))};
  texture.num_levels = std::max(texture.log2_width, texture.log2_height) + 1;
  std::vector<Eigen::Vector3f> level(size_t(width) * height);
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x)
      level[size_t(y) * width + x] = PixelOf(image, x * image.width / width, y * image.height / height);
  for (int l = 0; l < texture.num_levels; ++l) {
    texture.level_offset[l] = uint32_t(texture.texels.size());
    for (const Eigen::Vector3f& colour : level) texture.texels.push_back(PackTexel(colour));
    const int w = texture.width(l), next_w = texture.width(l + 1), next_h = texture.height(l + 1);
    const int step_x = w / next_w, step_y = texture.height(l) / next_h;
    std::vector<Eigen::Vector3f> next(size_t(next_w) * next_h);
    for (int y = 0; y < next_h; ++y)
      for (int x = 0; x < next_w; ++x) {
        const size_t a = size_t(y) * step_y * w + x * step_x, b = a + size_t(step_y - 1) * w;
        next[size_t(y) * next_w + x] = (level[a] + level[a + step_x - 1] + level[b] + level[b + step_x - 1]) / 4;
      }
    level = std::move(next);
  }
  return texture;
}

Eigen::Vector3f Sample(const Texture& texture, float u, float v, int level) {
  const int w = texture.width(level), h = texture.height(level);
  const float x = u * float(w) - 0.5F, y = v * float(h) - 0.5F;
  const float x0 = std::floor(x), y0 = std::floor(y);
  const float fx = x - x0, fy = y - y0;
  const int ix = int(x0), iy = int(y0);
  const uint32_t* texels = texture.texels.data() + texture.level_offset[level];
  const auto at = [&](int column, int row) { return Coded(texels[size_t(row & (h - 1)) * w + (column & (w - 1))]); };
  const Eigen::Vector3f top = at(ix, iy) * (1 - fx) + at(ix + 1, iy) * fx;
  const Eigen::Vector3f bottom = at(ix, iy + 1) * (1 - fx) + at(ix + 1, iy + 1) * fx;
  return (top * (1 - fy) + bottom * fy).cwiseAbs2();
}

}  // namespace porter::render
