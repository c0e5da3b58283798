#include "porter/render/camera.h"

#include <cmath>

namespace porter::render {
namespace {

// what the lens makes of a point of the plane at depth 1 m
Eigen::Vector2d Distorted(const Intrinsics& lens, const Eigen::Vector2d& p) {
  const double x = p.x(), y = p.y(), r2 = p.squaredNorm();
  const double radial = 1 + r2 * (lens.k1 + r2 * (lens.k2 + r2 * lens.k3));
  return {x * radial + 2 * lens.p1 * x * y + lens.p2 * (r2 + 2 * x * x),
          y * radial + lens.p1 * (r2 + 2 * y * y) + 2 * lens.p2 * x * y};
}

}  // namespace

Intrinsics FromFieldOfView(int width, int height, double horizontal, double vertical) {
  return {.fx = width / 2.0 / std::tan(horizontal / 2),
          .fy = height / 2.0 / std::tan(vertical / 2),
          .cx = width / 2.0,
          .cy = height / 2.0};
}

bool IsDistorted(const Intrinsics& lens) {
  return lens.k1 != 0 || lens.k2 != 0 || lens.k3 != 0 || lens.p1 != 0 || lens.p2 != 0;
}

Eigen::Vector2d Project(const Intrinsics& lens, const Eigen::Vector3d& p_C) {
  const Eigen::Vector2d seen = Distorted(lens, p_C.head<2>() / p_C.z());
  return {lens.fx * seen.x() + lens.cx, lens.fy * seen.y() + lens.cy};
}

Eigen::Vector3d Unproject(const Intrinsics& lens, const Eigen::Vector2d& pixel) {
  const Eigen::Vector2d seen((pixel.x() - lens.cx) / lens.fx, (pixel.y() - lens.cy) / lens.fy);
  Eigen::Vector2d p = seen;
  if (IsDistorted(lens)) {
    // fixed point: converges for lenses whose distortion is less than the picture itself
    constexpr int kSteps = 50;
    for (int i = 0; i < kSteps; ++i) p += seen - Distorted(lens, p);
  }
  return {p.x(), p.y(), 1};
}

}  // namespace porter::render
