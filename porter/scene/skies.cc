#include "porter/scene/skies.h"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/check.h"
#include "porter/core/random.h"
#include "porter/render/panorama.h"
#include "porter/scene/noise.h"

namespace porter::scene {
namespace {

using core::FloatImage;
using Eigen::Vector3f;

constexpr uint32_t kSkyStream = 904;
constexpr double kNightLight = kTableLight / 3;
constexpr float kPi = std::numbers::pi_v<float>;

template <class F>
FloatImage PanoramaOf(F&& radiance) {
  FloatImage image{.width = 2 * kSkyHeight, .height = kSkyHeight, .pixels = {}};
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      const float u = (static_cast<float>(x) + 0.5F) / static_cast<float>(image.width);
      const float v = (static_cast<float>(y) + 0.5F) / static_cast<float>(image.height);
      const Vector3f value = radiance(render::DirectionFromPanorama(u, v), u, v);
      image.pixels.insert(image.pixels.end(), value.begin(), value.end());
    }
  }
  return image;
}

Vector3f Mixed(const Vector3f& a, const Vector3f& b, float share) {
  return a + std::clamp(share, 0.0F, 1.0F) * (b - a);
}

Vector3f DirectionOf(float azimuth, float elevation) {
  return {std::cos(elevation) * std::cos(azimuth), std::cos(elevation) * std::sin(azimuth), std::sin(elevation)};
}

float Draw(core::Random& random, double low, double high) {
  return static_cast<float>(random.Uniform(low, high));
}

// 1 within `radius` of a direction, rad, 0 from a texel further on
float Disk(const Vector3f& d, const Vector3f& middle, float radius) {
  constexpr float kTexel = kPi / kSkyHeight;
  const float angle = std::acos(std::clamp(d.dot(middle), -1.0F, 1.0F));
  return std::clamp((radius + kTexel - angle) / kTexel, 0.0F, 1.0F);
}

// blue overhead, pale at the horizon, brighter around the sun; dull ground
FloatImage Clear(core::Random& random) {
  const Vector3f sun = DirectionOf(Draw(random, -kPi, kPi), Draw(random, 0.45, 1.1));
  const Vector3f ground = Mixed({0.16F, 0.15F, 0.12F}, {0.3F, 0.28F, 0.24F}, Draw(random, 0, 1));
  const float warm = Draw(random, 0, 1);
  const Vector3f disk = 900 * Mixed({1, 0.97F, 0.92F}, {1, 0.86F, 0.7F}, warm);
  return PanoramaOf([=](const Vector3f& d, float, float) -> Vector3f {
    if (d.z() < 0) return ground;
    const Vector3f sky = Mixed({0.75F, 0.82F, 0.9F}, {0.18F, 0.36F, 0.75F}, std::pow(d.z(), 0.45F));
    const float halo = std::exp(8 * (d.dot(sun) - 1)) * 0.5F;
    return sky + halo * Vector3f(1, 0.95F, 0.85F) + Disk(d, sun, 0.025F) * disk;
  });
}

// overcast: three times as bright overhead as at the horizon (CIE), with clouds
FloatImage Cloudy(core::Random& random) {
  const uint32_t key = random.NextUint32();
  const Vector3f ground = Mixed({0.14F, 0.13F, 0.12F}, {0.26F, 0.25F, 0.23F}, Draw(random, 0, 1));
  return PanoramaOf([=](const Vector3f& d, float u, float v) -> Vector3f {
    if (d.z() < 0) return ground;
    const float clouds = FractalNoise(key, u, v, {6, 6}, 5);
    const float bright = (1 + 2 * d.z()) / 3 * (1 + 0.45F * clouds * (1 - d.z()));
    return bright * Mixed({0.92F, 0.96F, 1}, {1, 0.99F, 0.97F}, 0.5F + clouds);
  });
}

// a dark sky, the moon, and lamps around, which bring most of the light
FloatImage Night(core::Random& random) {
  struct Lamp {
    Vector3f direction, colour;
  };
  std::array<Lamp, 5> lamps;
  for (Lamp& lamp : lamps) {
    lamp.direction = DirectionOf(Draw(random, -kPi, kPi), Draw(random, 0.15, 0.7));
    lamp.colour = Draw(random, 10, 40) * Mixed({1, 0.62F, 0.3F}, {0.85F, 0.92F, 1}, Draw(random, 0, 1));
  }
  const Vector3f moon = DirectionOf(Draw(random, -kPi, kPi), Draw(random, 0.7, 1.3));
  return PanoramaOf([=](const Vector3f& d, float, float) -> Vector3f {
    Vector3f light = d.z() < 0 ? Vector3f(0.02F, 0.02F, 0.02F)
                               : Mixed({0.09F, 0.08F, 0.09F}, {0.015F, 0.02F, 0.045F}, std::sqrt(d.z()));
    for (const Lamp& lamp : lamps)
      light += lamp.colour * (Disk(d, lamp.direction, 0.04F) + 0.01F * std::exp(30 * (d.dot(lamp.direction) - 1)));
    return light + Disk(d, moon, 0.03F) * Vector3f(30, 31, 34);
  });
}

// A room around the middle, as a box: where a ray meets it, and in which of its faces.
struct BoxHit {
  Vector3f point;  // in half sizes of the room, -1 to 1
  int axis;        // of the face; the sign of point[axis] says which of the two
};

BoxHit MeetBox(const Vector3f& d, const Vector3f& half) {
  const Vector3f reach = half.cwiseQuotient(d.cwiseAbs().cwiseMax(1e-6F));
  int axis = 0;
  const float near = reach.minCoeff(&axis);
  return {(d * near).cwiseQuotient(half), axis};
}

bool Within(float x, float middle, float half) {
  return std::abs(x - middle) < half;
}

// walls, a floor, lamps in rows on the ceiling, and a window
FloatImage Indoor(core::Random& random) {
  const Vector3f half(Draw(random, 3, 5), Draw(random, 2.5, 4), 1.5F);
  const Vector3f paint = Mixed({0.5F, 0.47F, 0.42F}, {0.62F, 0.62F, 0.62F}, Draw(random, 0, 1));
  const Vector3f floor = Mixed({0.14F, 0.1F, 0.07F}, {0.32F, 0.3F, 0.28F}, Draw(random, 0, 1));
  const Vector3f lamp = Draw(random, 12, 30) * Mixed({1, 0.85F, 0.65F}, {0.9F, 0.95F, 1}, Draw(random, 0, 1));
  const Vector3f day = Draw(random, 3, 12) * Vector3f(0.85F, 0.93F, 1);
  const int window_axis = static_cast<int>(random.Below(2));
  const float window_side = random.Below(2) == 0 ? 1.0F : -1.0F;
  const auto rows = static_cast<float>(1 + random.Below(3));
  return PanoramaOf([=](const Vector3f& d, float, float) -> Vector3f {
    const auto [p, axis] = MeetBox(d, half);
    if (axis == 2 && p.z() < 0) return floor;
    if (axis == 2) {
      const float along = (p.x() + 1) / 2 * rows, across = p.y();
      const bool lit = Within(along - std::floor(along), 0.5F, 0.12F * rows / 2) && Within(across, 0, 0.45F);
      return lit ? lamp : Vector3f(0.85F * Vector3f::Ones());
    }
    const float along = axis == 0 ? p.y() : p.x();
    const bool pane = Within(std::abs(along), 0.26F, 0.22F) && Within(p.z(), 0.15F, 0.5F);
    if (axis == window_axis && p[axis] * window_side > 0 && pane) return day;
    return paint * (0.8F + 0.2F * p.z());  // brighter toward the ceiling
  });
}

// a grey hall with two or three large, soft lamps
FloatImage Studio(core::Random& random) {
  struct Box {
    Vector3f middle, right, up, light;
    float half_width, half_height;  // tangents
  };
  std::array<Box, 3> boxes;
  for (Box& box : boxes) {
    const float azimuth = Draw(random, -kPi, kPi), elevation = Draw(random, 0.3, 1.0);
    box.middle = DirectionOf(azimuth, elevation);
    box.right = DirectionOf(azimuth + kPi / 2, 0);
    box.up = DirectionOf(azimuth, elevation + kPi / 2);
    box.half_width = Draw(random, 0.15, 0.5), box.half_height = Draw(random, 0.15, 0.4);
    box.light = Draw(random, 3, 14) * Mixed({1, 0.92F, 0.82F}, {0.9F, 0.95F, 1}, Draw(random, 0, 1));
  }
  const float back = Draw(random, 0.15, 0.45);
  return PanoramaOf([=](const Vector3f& d, float, float) -> Vector3f {
    for (const Box& box : boxes) {
      const float ahead = d.dot(box.middle);
      if (ahead > 0 && std::abs(d.dot(box.right)) < box.half_width * ahead &&
          std::abs(d.dot(box.up)) < box.half_height * ahead)
        return box.light;
    }
    return Vector3f::Constant(back * (0.9F + 0.3F * d.z()));
  });
}

}  // namespace

FloatImage Exposed(FloatImage image, double light) {
  double sum = 0;
  for (int y = 0; y < image.height / 2; ++y) {
    const double up = std::cos(std::numbers::pi * (y + 0.5) / image.height);
    for (int x = 0; x < image.width; ++x) {
      const float* rgb = &image.pixels[3 * (static_cast<size_t>(y) * image.width + x)];
      sum += up * render::TexelSolidAngle(image, y) * (0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2]);
    }
  }
  if (!(sum > 0)) return image;
  const auto factor = static_cast<float>(light * std::numbers::pi / sum);
  for (float& value : image.pixels) value *= factor;
  return image;
}

FloatImage MakeSky(Sky sky, uint64_t seed) {
  core::Random random(seed, kSkyStream, static_cast<uint32_t>(sky), 0);
  switch (sky) {
    case Sky::kIndoor:
      return Exposed(Indoor(random), kTableLight);
    case Sky::kClear:
      return Exposed(Clear(random), kTableLight);
    case Sky::kCloudy:
      return Exposed(Cloudy(random), kTableLight);
    case Sky::kNight:
      return Exposed(Night(random), kNightLight);
    case Sky::kStudio:
      return Exposed(Studio(random), kTableLight);
  }
  PORTER_CHECK(false);
  return {};
}

}  // namespace porter::scene
