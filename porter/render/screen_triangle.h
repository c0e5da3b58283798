// A triangle on the picture. Coverage is decided in whole numbers: corners are rounded to 1/256 px, a sample belongs to
// the one triangle that holds it, and on an edge to the triangle right of or below it (the top-left rule), so that
// triangles that share an edge cover each sample once. Depth and barycentric coordinates come from the triangle itself,
// as planes over the picture.
#pragma once

#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>

#include "porter/render/view.h"

namespace porter::render {

constexpr int kSubpixels = 256;

struct ScreenPoint {
  int32_t x, y;  // 1/256 px
};

inline ScreenPoint Snap(const Eigen::Vector2f& pixel) {
  return {int32_t(std::lrint(pixel.x() * kSubpixels)), int32_t(std::lrint(pixel.y() * kSubpixels))};
}

// e(x, y) = a x + b y + c: not negative for samples inside
struct Edge {
  Edge(const ScreenPoint& from, const ScreenPoint& to)
      : a(from.y - to.y), b(to.x - from.x), c(-(a * from.x + b * from.y) - (a > 0 || (a == 0 && b > 0) ? 0 : 1)) {}
  int64_t At(int64_t x, int64_t y) const { return a * x + b * y + c; }

  int64_t a, b, c;
};

// corners in the order in which e is positive inside; nothing is covered when the area is not positive
inline int64_t TwiceArea(const ScreenPoint& p, const ScreenPoint& q, const ScreenPoint& r) {
  return int64_t(q.x - p.x) * (r.y - p.y) - int64_t(q.y - p.y) * (r.x - p.x);
}

// Planes over the picture, from corner 0: one over depth, and the second and third barycentric coordinate over depth.
struct TrianglePlanes {
  TrianglePlanes() = default;
  TrianglePlanes(const View& view, std::span<const Eigen::Vector3f, 3> p_C) {
    const Eigen::Vector2f corner = view.Project(p_C[0]);
    const Eigen::Vector3f e1 = p_C[1] - p_C[0], e2 = p_C[2] - p_C[0];
    const Eigen::Vector3f n = e1.cross(e2), m1 = e2.cross(p_C[0]), m2 = p_C[0].cross(e1);
    facing = n.dot(p_C[0]);
    const float by = 1 / facing;
    u0 = corner.x(), v0 = corner.y(), w0 = 1 / p_C[0].z();
    const float by_u = by / view.fx, by_v = by / view.fy;
    wu = n.x() * by_u, wv = n.y() * by_v;
    s1u = m1.x() * by_u, s1v = m1.y() * by_v;
    s2u = m2.x() * by_u, s2v = m2.y() * by_v;
    nearest = 1 / std::max(view.near, std::min({p_C[0].z(), p_C[1].z(), p_C[2].z()}));
    furthest = 1 / std::max({p_C[0].z(), p_C[1].z(), p_C[2].z()});
  }

  bool IsFront() const { return facing < 0; }
  // no further than the corners: rounded corners may reach beyond a triangle that is seen edge on
  float InverseDepth(float u, float v) const {
    return std::clamp(w0 + wu * (u - u0) + wv * (v - v0), furthest, nearest);
  }
  Eigen::Vector3f Barycentric(float u, float v) const {
    const float z = 1 / InverseDepth(u, v);
    const float b1 = std::clamp((s1u * (u - u0) + s1v * (v - v0)) * z, 0.0F, 1.0F);
    const float b2 = std::clamp((s2u * (u - u0) + s2v * (v - v0)) * z, 0.0F, 1 - b1);
    return {1 - b1 - b2, b1, b2};
  }

  float u0, v0;      // where corner 0 is seen, px
  float w0, wu, wv;  // 1/m; 1/(m px)
  float s1u, s1v, s2u, s2v;
  float nearest, furthest;  // one over depth, of the corners that are seen
  float facing;             // negative: its front is seen
};

}  // namespace porter::render
