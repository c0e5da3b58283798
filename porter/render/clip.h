// Cuts off what lies before the near plane or far beside the picture, so that the rest can be drawn in whole numbers.
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>

#include "porter/render/view.h"

namespace porter::render {

constexpr float kGuard_px = 1000;     // vertices further than this from the picture's middle, along x or y, are cut off
constexpr int kMaxPicture_px = 1920;  // so pictures end before that
constexpr int kMaxPolygon = 8;        // corners of a triangle cut by five planes

struct Polygon {
  std::array<Eigen::Vector3f, kMaxPolygon> p_C;  // corners in order, m
  int size = 0;
};

// whether a vertex needs no cutting
bool IsInside(const View& view, const Eigen::Vector3f& p_C);

// The part of a triangle that may be seen; empty if none. An edge is cut from its inner to its outer end, so two
// triangles that share an edge share the cut point bit for bit.
Polygon Clip(const View& view, std::span<const Eigen::Vector3f, 3> triangle_C);

}  // namespace porter::render
