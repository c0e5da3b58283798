// What tests measure on meshes: closedness, volume, area, normals.
#pragma once

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <array>
#include <map>

#include "porter/render/mesh.h"

namespace porter::scene {

struct Measures {
  double volume = 0, area = 0;
  double most_bent = 1;  // smallest cosine between a corner's normal and its triangle's
};

inline Measures Measure(const render::TriangleMesh& mesh) {
  using Eigen::Vector3d;
  Measures m;
  for (size_t t = 0; t < mesh.num_triangles(); ++t) {
    std::array<Vector3d, 3> p, n;
    for (size_t k = 0; k < 3; ++k) {
      p[k] = mesh.position[mesh.index[3 * t + k]].cast<double>();
      n[k] = mesh.normal[mesh.index[3 * t + k]].cast<double>();
    }
    const Vector3d twice = (p[1] - p[0]).cross(p[2] - p[0]);
    m.volume += p[0].dot(p[1].cross(p[2])) / 6;
    m.area += twice.norm() / 2;
    for (const Vector3d& normal : n) m.most_bent = std::min(m.most_bent, normal.dot(twice.normalized()));
  }
  return m;
}

// each directed edge as often as its opposite; vertices at one place are one
inline void ExpectClosed(const render::TriangleMesh& mesh) {
  render::Check(mesh, "mesh");
  ASSERT_EQ(mesh.uv.size(), mesh.position.size());
  using Place = std::array<long, 3>;
  std::map<std::pair<Place, Place>, int> edges;
  const auto place = [&](size_t corner) {
    const Eigen::Vector3f& p = mesh.position[mesh.index[corner]];
    return Place{std::lround(1e6 * p.x()), std::lround(1e6 * p.y()), std::lround(1e6 * p.z())};  // um
  };
  for (size_t t = 0; t < mesh.num_triangles(); ++t) {
    for (size_t k = 0; k < 3; ++k) ++edges[{place(3 * t + k), place(3 * t + (k + 1) % 3)}];
  }
  for (const auto& [edge, count] : edges) {
    ASSERT_NE(edge.first, edge.second) << "a triangle without area";
    const auto opposite = edges.find({edge.second, edge.first});
    ASSERT_TRUE(opposite != edges.end() && opposite->second == count);
  }
}

}  // namespace porter::scene
