#include "porter/scene/overlay.h"

#include <algorithm>
#include <cmath>

#include "porter/core/check.h"

namespace porter::scene {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;

constexpr double kNearest = 0.01;  // m
constexpr int kDotRadius = 2;      // px

void Set(core::Image& picture, int x, int y, const Rgb& colour) {
  if (x < 0 || y < 0 || x >= picture.width || y >= picture.height) return;
  std::ranges::copy(colour, picture.pixels.begin() + 3 * (std::ptrdiff_t{y} * picture.width + x));
}

// Cuts the segment off where `inside`, an affine function of its points, is negative; false: nothing is left.
bool Cut(Vector2d& a, Vector2d& b, const auto& inside) {
  const double at_a = inside(a), at_b = inside(b);
  if (at_a < 0 && at_b < 0) return false;
  if (at_a < 0) a += (b - a) * (at_a / (at_a - at_b));
  if (at_b < 0) b += (a - b) * (at_b / (at_b - at_a));
  return true;
}

void DrawSegment(core::Image& picture, Vector2d a, Vector2d b, const Rgb& colour) {
  const double width = picture.width, height = picture.height;
  const bool seen = Cut(a, b, [](const Vector2d& p) { return p.x(); }) &&
                    Cut(a, b, [](const Vector2d& p) { return p.y(); }) &&
                    Cut(a, b, [&](const Vector2d& p) { return width - p.x(); }) &&
                    Cut(a, b, [&](const Vector2d& p) { return height - p.y(); });
  if (!seen) return;
  const int steps = std::max(1, static_cast<int>(std::ceil((b - a).cwiseAbs().maxCoeff())));
  for (int i = 0; i <= steps; ++i) {
    const Vector2d p = a + (b - a) * i / steps;
    Set(picture, static_cast<int>(p.x()), static_cast<int>(p.y()), colour);
  }
}

void DrawLine(core::Image& picture, const render::Camera& camera, const Overlay::Line& line) {
  const math::Transform3 X_CW = camera.X_WC.Inverse();
  Vector3d a = X_CW * line.from, b = X_CW * line.to;
  if (a.z() < kNearest && b.z() < kNearest) return;
  const auto cut = [](Vector3d& p, const Vector3d& other) {
    if (p.z() < kNearest) p += (other - p) * ((kNearest - p.z()) / (other.z() - p.z()));
  };
  cut(a, b);
  cut(b, a);
  DrawSegment(picture, render::Project(camera.intrinsics, a), render::Project(camera.intrinsics, b), line.colour);
}

void DrawDot(core::Image& picture, const render::Camera& camera, const Overlay::Dot& dot) {
  const Vector3d p_C = camera.X_WC.Inverse() * dot.at;
  if (p_C.z() < kNearest) return;
  const Vector2d p = render::Project(camera.intrinsics, p_C);
  if (!(p.cwiseAbs().maxCoeff() < 1e6)) return;  // far beside the picture
  for (int y = -kDotRadius; y <= kDotRadius; ++y) {
    for (int x = -kDotRadius; x <= kDotRadius; ++x) {
      if (x * x + y * y > kDotRadius * kDotRadius) continue;
      Set(picture, static_cast<int>(std::floor(p.x())) + x, static_cast<int>(std::floor(p.y())) + y, dot.colour);
    }
  }
}

}  // namespace

void AddAxes(Overlay& overlay, const math::Transform3& X_WF, double length) {
  constexpr Rgb kColours[] = {{230, 40, 40}, {40, 200, 60}, {60, 90, 255}};
  for (int axis = 0; axis < 3; ++axis) {
    overlay.lines.push_back({X_WF.translation(), X_WF * Vector3d(length * Vector3d::Unit(axis)), kColours[axis]});
  }
}

void AddFrustum(Overlay& overlay, const render::Camera& camera, int width, int height, double depth) {
  constexpr Rgb kColour{250, 210, 40};
  std::array<Vector3d, 4> corner;
  const std::array<Vector2d, 4> pixel{Vector2d(0, 0), Vector2d(width, 0), Vector2d(width, height), Vector2d(0, height)};
  for (size_t i = 0; i < 4; ++i) {
    corner[i] = camera.X_WC * Vector3d(depth * render::Unproject(camera.intrinsics, pixel[i]));
  }
  for (size_t i = 0; i < 4; ++i) {
    overlay.lines.push_back({camera.X_WC.translation(), corner[i], kColour});
    overlay.lines.push_back({corner[i], corner[(i + 1) % 4], kColour});
  }
}

void Draw(const Overlay& overlay, const render::Camera& camera, core::Image& picture) {
  PORTER_CHECK(picture.channels == 3);
  for (const Overlay::Line& line : overlay.lines) DrawLine(picture, camera, line);
  for (const Overlay::Dot& dot : overlay.dots) DrawDot(picture, camera, dot);
}

}  // namespace porter::scene
