// Panoramas for tests, from formulas.
#pragma once

#include <cmath>
#include <numbers>

#include "porter/render/panorama.h"

namespace porter::render {

// radiance: of a direction in A
template <class F>
core::FloatImage PanoramaOf(int height, F&& radiance) {
  core::FloatImage image{.width = 2 * height, .height = height, .pixels = {}};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < 2 * height; ++x) {
      const Eigen::Vector3f value =
          radiance(DirectionFromPanorama((float(x) + 0.5F) / float(2 * height), (float(y) + 0.5F) / float(height)));
      image.pixels.insert(image.pixels.end(), value.begin(), value.end());
    }
  return image;
}

// a bluish sky with a disk of radius 3 degrees around `to_sun`
inline core::FloatImage SkyWithDisk(const Eigen::Vector3f& to_sun) {
  return PanoramaOf(128, [&](const Eigen::Vector3f& d) -> Eigen::Vector3f {
    const Eigen::Vector3f sky(0.3F, 0.5F, 0.8F + 0.1F * d.z());
    return d.dot(to_sun) > std::cos(3 * std::numbers::pi_v<float> / 180) ? Eigen::Vector3f(900, 800, 600) : sky;
  });
}

}  // namespace porter::render
