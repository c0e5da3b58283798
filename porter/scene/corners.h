// Triangles as files give them, corner by corner, to the mesh that the renderer takes: vertices shared, normals where
// the file has none.
#pragma once

#include <Eigen/Core>
#include <string>
#include <vector>

#include "porter/render/mesh.h"

namespace porter::scene {

constexpr double kCreaseAngle = 0.7;  // rad; shells are made of flat parts with rounded edges

// three corners a triangle, counter-clockwise seen from outside
struct Corners {
  std::vector<Eigen::Vector3f> position;  // [corners]
  std::vector<Eigen::Vector3f> normal;    // of any length; zero: make one   [corners], or empty: make all
  std::vector<Eigen::Vector2f> uv;        // [corners], or empty
};

// Triangles without an area are left out, which may leave none. A made normal is the mean, weighted by area, over the
// triangles around the place that meet this one at less than `crease`. The time grows with the number of corners alone,
// however many meet in one place: more than 64 there are first put together by direction, about ten degrees apart.
render::TriangleMesh MeshOf(const Corners& corners, double crease = kCreaseAngle);

}  // namespace porter::scene
