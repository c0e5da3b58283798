#include "porter/render/clip.h"

namespace porter::render {
namespace {

constexpr int kPlanes = 5;

// of a point from the planes, positive inside; scaled
float Inside(const View& view, const Eigen::Vector3f& p, int plane) {
  const float across = view.fx * p.x() + (view.cx - float(view.width) / 2) * p.z();
  const float down = view.fy * p.y() + (view.cy - float(view.height) / 2) * p.z();
  switch (plane) {
    case 0:
      return p.z() - view.near;
    case 1:
      return kGuard_px * p.z() - across;
    case 2:
      return kGuard_px * p.z() + across;
    case 3:
      return kGuard_px * p.z() - down;
    default:
      return kGuard_px * p.z() + down;
  }
}

Eigen::Vector3f Cut(const Eigen::Vector3f& inner, float inside, const Eigen::Vector3f& outer, float outside) {
  return inner + (outer - inner) * (inside / (inside - outside));
}

Polygon ClipBy(const View& view, const Polygon& in, int plane) {
  Polygon out;
  for (int i = 0; i < in.size; ++i) {
    const Eigen::Vector3f &a = in.p_C[i], &b = in.p_C[(i + 1) % in.size];
    const float at_a = Inside(view, a, plane), at_b = Inside(view, b, plane);
    if (at_a >= 0) out.p_C[out.size++] = a;
    if (at_a >= 0 && at_b < 0) out.p_C[out.size++] = Cut(a, at_a, b, at_b);
    if (at_a < 0 && at_b >= 0) out.p_C[out.size++] = Cut(b, at_b, a, at_a);
  }
  return out;
}

}  // namespace

bool IsInside(const View& view, const Eigen::Vector3f& p_C) {
  for (int plane = 0; plane < kPlanes; ++plane)
    if (!(Inside(view, p_C, plane) >= 0)) return false;
  return true;
}

Polygon Clip(const View& view, std::span<const Eigen::Vector3f, 3> triangle_C) {
  Polygon polygon{.p_C = {triangle_C[0], triangle_C[1], triangle_C[2]}, .size = 3};
  for (int plane = 0; plane < kPlanes && polygon.size >= 3; ++plane) polygon = ClipBy(view, polygon, plane);
  if (polygon.size < 3) polygon.size = 0;
  return polygon;
}

}  // namespace porter::render
