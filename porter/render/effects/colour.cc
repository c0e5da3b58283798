#include "porter/render/effects/colour.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace porter::render {
namespace {

using Pixel = std::span<float, 3>;

template <class F>
FloatImage ForEachPixel(FloatImage image, F&& change) {
  for (size_t i = 0; i < image.values.size(); i += 3) change(Pixel(image.values.data() + i, 3));
  return image;
}

float Grey(Pixel pixel) {
  return kGreyRed * pixel[0] + kGreyGreen * pixel[1] + kGreyBlue * pixel[2];
}

void Blend(Pixel pixel, float base, float factor) {
  for (float& value : pixel) value = std::clamp(base + factor * (value - base), 0.0F, 1.0F);
}

// position on the colour circle in sixths: 0 red, 2 green, 4 blue; chroma > 0
float HueSixths(Pixel pixel, float chroma) {
  const auto [r, g, b] = std::array{pixel[0], pixel[1], pixel[2]};
  const float highest = std::max({r, g, b});
  if (highest == r) return (g - b) / chroma;
  if (highest == g) return 2 + (b - r) / chroma;
  return 4 + (r - g) / chroma;
}

void Turn(Pixel pixel, float turns) {
  const float highest = std::ranges::max(pixel), chroma = highest - std::ranges::min(pixel);
  if (chroma == 0) return;  // grey has no hue
  const float hue = HueSixths(pixel, chroma) + 6 * turns;
  constexpr float kOffset[] = {5, 3, 1};  // of red, green, blue
  for (size_t c = 0; c < 3; ++c) {
    const float sixths = kOffset[c] + hue, k = sixths - 6 * std::floor(sixths / 6);
    pixel[c] = highest - chroma * std::clamp(std::min(k, 4 - k), 0.0F, 1.0F);
  }
}

}  // namespace

FloatImage AdjustBrightness(FloatImage image, float factor) {
  return ForEachPixel(std::move(image), [&](Pixel pixel) { Blend(pixel, 0, factor); });
}

FloatImage AdjustSaturation(FloatImage image, float factor) {
  return ForEachPixel(std::move(image), [&](Pixel pixel) { Blend(pixel, Grey(pixel), factor); });
}

FloatImage AdjustHue(FloatImage image, float turns) {
  return ForEachPixel(std::move(image), [&](Pixel pixel) { Turn(pixel, turns); });
}

FloatImage AdjustContrast(FloatImage image, float factor) {
  double sum = 0;
  image = ForEachPixel(std::move(image), [&](Pixel pixel) { sum += Grey(pixel); });
  const auto mean = float(sum / std::max<double>(1, double(image.width) * image.height));
  return ForEachPixel(std::move(image), [&](Pixel pixel) { Blend(pixel, mean, factor); });
}

}  // namespace porter::render
