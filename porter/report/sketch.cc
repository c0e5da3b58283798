#include "porter/report/sketch.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "porter/report/shadow_map.h"

namespace porter::report {
namespace {

using Eigen::Vector3d;
using Eigen::Vector3f;

constexpr int kSide = 2;              // rays along each side of a pixel
constexpr double kGrid = 0.5;         // m, between lines on the ground
constexpr double kLineWidth = 0.008;  // m
constexpr double kClear = 3;          // m from the target: as far the ground is seen clearly
constexpr double kFaded = 9;          // m: from there on it is lost in the background
const Vector3d kTowardLight = Vector3d(0.35, -0.45, 1.0).normalized();
const Vector3f kBackground(0.955f, 0.962f, 0.972f);
const Vector3f kGround(0.875f, 0.888f, 0.905f);
const Vector3f kGridLine(0.79f, 0.81f, 0.84f);
const Vector3f kShadow(0.56f, 0.59f, 0.64f);

// samples of the picture, kSide times as wide and high
struct Canvas {
  Canvas(int w, int h)
      : width(w),
        height(h),
        colour(static_cast<size_t>(w) * static_cast<size_t>(h), kBackground),
        depth(colour.size(), std::numeric_limits<float>::infinity()) {}

  size_t At(int x, int y) const { return static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x); }

  int width, height;
  std::vector<Vector3f> colour;  // sRGB, 0 to 1   [height, width]
  std::vector<float> depth;      // m              [height, width]
};

struct Pixels {
  int left, right, top, bottom;  // [left, right) x [top, bottom), samples
};

// where a shape can be seen
Pixels PixelsOf(const Shape& shape, const SketchCamera& camera, const Canvas& canvas) {
  constexpr double kNearest = 1e-3;  // m; nearer points of a hull have no place in the picture
  Eigen::Array2d lower = Eigen::Array2d::Constant(1e9), upper = -lower;
  for (const Vector3d& p_W : HullPoints(shape)) {
    const Vector3d seen = camera.Project(p_W);
    if (seen.z() < kNearest) return {0, canvas.width, 0, canvas.height};
    lower = lower.min(kSide * seen.head<2>().array());
    upper = upper.max(kSide * seen.head<2>().array());
  }
  const Eigen::Array2d size(canvas.width, canvas.height);
  lower = lower.floor().max(0.0).min(size);
  upper = upper.ceil().max(0.0).min(size);
  return {static_cast<int>(lower.x()), static_cast<int>(upper.x()), static_cast<int>(lower.y()),
          static_cast<int>(upper.y())};
}

Ray RayOf(const SketchCamera& camera, int x, int y) {
  return camera.Through((x + 0.5) / kSide, (y + 0.5) / kSide);
}

// light from the sky, from the lamp, and a little from the eye, so that sides away from the lamp have a form too
Vector3f Lit(const Vector3f& colour, const Vector3d& normal, const Vector3d& line_of_sight) {
  const double sky = 0.5 + 0.5 * normal.z();
  const double lamp = std::max(0.0, normal.dot(kTowardLight)), eye = std::max(0.0, -normal.dot(line_of_sight));
  const double light = 0.36 + 0.2 * sky + 0.4 * lamp + 0.26 * eye;
  return (static_cast<float>(light) * colour).cwiseMin(1.f);
}

void DrawSolid(const Solid& solid, const SketchCamera& camera, Canvas& canvas) {
  const Pixels pixels = PixelsOf(solid.shape, camera, canvas);
  const Vector3f colour = Vector3f(solid.colour.red, solid.colour.green, solid.colour.blue) / 255.f;
  for (int y = pixels.top; y < pixels.bottom; ++y) {
    for (int x = pixels.left; x < pixels.right; ++x) {
      const Ray ray = RayOf(camera, x, y);
      const double t = EnterShape(solid.shape, ray);
      const size_t at = canvas.At(x, y);
      if (!(t < canvas.depth[at])) continue;
      canvas.depth[at] = static_cast<float>(t);
      canvas.colour[at] =
          Lit(colour, SurfaceNormal(solid.shape, ray.origin + t * ray.direction), ray.direction.normalized());
    }
  }
}

// share of a stretch of ground, `blur` long, that a line of the grid covers
double GridShare(double coordinate, double blur) {
  const double distance = std::abs(coordinate - kGrid * std::round(coordinate / kGrid));
  const double half = 0.5 * kLineWidth, reach = 0.5 * blur;
  return std::clamp((half + reach - distance) / blur, 0.0, std::min(1.0, kLineWidth / blur));
}

Vector3f GroundColour(const Vector3d& p_W, double blur, double far, const ShadowMap& shadow) {
  const double line = std::max(GridShare(p_W.x(), blur), GridShare(p_W.y(), blur));
  Vector3f colour = kGround + static_cast<float>(line) * (kGridLine - kGround);
  colour += static_cast<float>(shadow.At(p_W.x(), p_W.y())) * (kShadow - colour);
  const double fade = std::clamp((far - kClear) / (kFaded - kClear), 0.0, 1.0);
  return colour + static_cast<float>(fade * (2 - fade)) * (kBackground - colour);
}

void DrawGround(const SketchView& view, const SketchCamera& camera, const ShadowMap& shadow, Canvas& canvas) {
  if (view.p_WE.z() <= 0) return;  // from below, it is not there
  for (int y = 0; y < canvas.height; ++y) {
    for (int x = 0; x < canvas.width; ++x) {
      const Ray ray = RayOf(camera, x, y);
      const double t = -ray.origin.z() / ray.direction.z();
      const size_t at = canvas.At(x, y);
      if (!(ray.direction.z() < 0) || !(t < canvas.depth[at])) continue;
      const Vector3d p_W = ray.origin + t * ray.direction;
      const double far = (p_W.head<2>() - view.p_WT.head<2>()).norm();
      const double blur = 1.5 * t / (kSide * camera.focal_length() * -ray.direction.z());  // about a sample's footprint
      canvas.depth[at] = static_cast<float>(t);
      canvas.colour[at] = GroundColour(p_W, blur, far, shadow);
    }
  }
}

core::Image Downsample(const Canvas& canvas) {
  core::Image image{.width = canvas.width / kSide, .height = canvas.height / kSide, .channels = 3, .pixels = {}};
  image.pixels.reserve(static_cast<size_t>(image.width) * static_cast<size_t>(image.height) * 3);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      Vector3f sum = Vector3f::Zero();
      for (int dy = 0; dy < kSide; ++dy)
        for (int dx = 0; dx < kSide; ++dx) sum += canvas.colour[canvas.At(kSide * x + dx, kSide * y + dy)];
      for (const float channel : Vector3f(sum / (kSide * kSide)))
        image.pixels.push_back(static_cast<uint8_t>(std::lround(255 * channel)));
    }
  }
  return image;
}

}  // namespace

core::Image Sketch(std::span<const Solid> solids, const SketchView& view) {
  const SketchCamera camera(view);
  Canvas canvas(kSide * view.width, kSide * view.height);
  for (const Solid& solid : solids) DrawSolid(solid, camera, canvas);
  DrawGround(view, camera, ShadowMap(solids, kTowardLight), canvas);
  return Downsample(canvas);
}

}  // namespace porter::report
