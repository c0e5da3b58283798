#include "porter/render/effects/blur.h"

#include <cmath>

namespace porter::render {
namespace {

template <size_t reach>
FloatImage BlurAlong(const FloatImage& image, const std::array<float, reach + 1>& weights, int dx, int dy) {
  FloatImage out = image;
  const auto at = [&](int x, int y) {
    return 3 * (size_t(Mirrored(y, image.height)) * image.width + Mirrored(x, image.width));
  };
  for (int y = 0; y < image.height; ++y)
    for (int x = 0; x < image.width; ++x)
      for (size_t c = 0; c < 3; ++c) {
        float sum = weights[0] * image.values[at(x, y) + c];
        for (int r = 1; r <= int(reach); ++r)
          sum += weights[r] *
                 (image.values[at(x - r * dx, y - r * dy) + c] + image.values[at(x + r * dx, y + r * dy) + c]);
        out.values[at(x, y) + c] = sum;
      }
  return out;
}

}  // namespace

template <size_t reach>
std::array<float, reach + 1> GaussianWeights(float sigma) {
  std::array<double, reach + 1> weights = {1};
  double sum = 1;
  for (size_t r = 1; sigma > 0 && r <= reach; ++r) {
    weights[r] = std::exp(-0.5 * (double(r) / sigma) * (double(r) / sigma));
    sum += 2 * weights[r];
  }
  std::array<float, reach + 1> normalised;
  for (size_t r = 0; r <= reach; ++r) normalised[r] = float(weights[r] / sum);
  return normalised;
}

template std::array<float, kBlurReachX + 1> GaussianWeights<kBlurReachX>(float);
template std::array<float, kBlurReachY + 1> GaussianWeights<kBlurReachY>(float);

FloatImage Blur(const FloatImage& image, float sigma_x, float sigma_y) {
  const FloatImage down = BlurAlong<kBlurReachY>(image, GaussianWeights<kBlurReachY>(sigma_y), 0, 1);
  return BlurAlong<kBlurReachX>(down, GaussianWeights<kBlurReachX>(sigma_x), 1, 0);
}

}  // namespace porter::render
