// Small bodies for tests, and meshes in binary STL files (facets; normals smoothed across edges of less than 40
// degrees).
#pragma once

#include <Eigen/Geometry>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "porter/render/mesh.h"

namespace porter::render {

// a rectangle in z = 0 seen from +z, around the origin; uv in metres
inline TriangleMesh Rectangle(float width, float height) {
  const float x = width / 2, y = height / 2;
  return {.position = {{-x, -y, 0}, {x, -y, 0}, {x, y, 0}, {-x, y, 0}},
          .normal = std::vector<Eigen::Vector3f>(4, Eigen::Vector3f::UnitZ()),
          .uv = {{0, 0}, {width, 0}, {width, height}, {0, height}},
          .index = {0, 1, 2, 0, 2, 3}};
}

inline TriangleMesh Box(const Eigen::Vector3f& size) {
  TriangleMesh box;
  for (int axis = 0; axis < 3; ++axis)
    for (float sign : {-1.0F, 1.0F}) {
      Eigen::Vector3f normal = Eigen::Vector3f::Zero(), u = normal, v = normal;
      normal[axis] = sign;
      u[(axis + 1) % 3] = 1;
      v = normal.cross(u);
      const auto first = uint32_t(box.position.size());
      for (const auto& [a, b] : {std::pair(-1, -1), std::pair(1, -1), std::pair(1, 1), std::pair(-1, 1)}) {
        box.position.push_back((normal + u * float(a) + v * float(b)).cwiseProduct(size) / 2);
        box.normal.push_back(normal);
        box.uv.emplace_back(float(a + 1) / 2, float(b + 1) / 2);
      }
      for (uint32_t corner : {0, 1, 2, 0, 2, 3}) box.index.push_back(first + corner);
    }
  return box;
}

inline TriangleMesh Sphere(float radius, int rows) {
  TriangleMesh sphere;
  const int columns = 2 * rows;
  for (int i = 0; i <= rows; ++i)
    for (int j = 0; j <= columns; ++j) {
      const float polar = std::numbers::pi_v<float> * float(i) / float(rows);
      const float around = 2 * std::numbers::pi_v<float> * float(j % columns) / float(columns);
      const float s = i == 0 || i == rows ? 0 : std::sin(polar);
      sphere.normal.emplace_back(s * std::cos(around), s * std::sin(around),
                                 i == 0      ? 1
                                 : i == rows ? -1
                                             : std::cos(polar));
      sphere.position.push_back(sphere.normal.back() * radius);
      sphere.uv.emplace_back(float(j) / float(columns), float(i) / float(rows));
    }
  for (int i = 0; i < rows; ++i)
    for (int j = 0; j < columns; ++j) {
      const auto a = uint32_t(i * (columns + 1) + j), b = a + uint32_t(columns) + 1;
      if (i > 0) sphere.index.insert(sphere.index.end(), {a, b, a + 1});
      if (i < rows - 1) sphere.index.insert(sphere.index.end(), {a + 1, b, b + 1});
    }
  return sphere;
}

inline std::vector<std::array<Eigen::Vector3f, 3>> ReadStlFacets(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
  constexpr size_t kHeader = 84, kFacet = 50, kNormal = 12;
  std::vector<std::array<Eigen::Vector3f, 3>> facets(bytes.size() < kHeader ? 0 : (bytes.size() - kHeader) / kFacet);
  for (size_t f = 0; f < facets.size(); ++f)
    std::memcpy(facets[f][0].data(), &bytes[kHeader + f * kFacet + kNormal], sizeof facets[f]);
  return facets;
}

inline TriangleMesh ReadStl(const std::filesystem::path& path) {
  const auto facets = ReadStlFacets(path);
  std::map<std::array<float, 3>, std::vector<Eigen::Vector3f>> around;  // facets' normals times area, by corner
  const auto key = [](const Eigen::Vector3f& p) { return std::array{p.x(), p.y(), p.z()}; };
  const auto normal = [](const auto& f) -> Eigen::Vector3f { return (f[1] - f[0]).cross(f[2] - f[0]); };
  for (const auto& facet : facets)
    for (const auto& corner : facet) around[key(corner)].push_back(normal(facet));
  TriangleMesh mesh;
  for (const auto& facet : facets) {
    const Eigen::Vector3f own = normal(facet);
    if (own.norm() == 0) continue;
    for (const auto& corner : facet) {
      Eigen::Vector3f sum = Eigen::Vector3f::Zero();
      for (const auto& other : around[key(corner)])
        if (other.dot(own) > std::cos(0.7F) * other.norm() * own.norm()) sum += other;
      mesh.index.push_back(uint32_t(mesh.position.size()));
      mesh.position.push_back(corner);
      mesh.normal.push_back(sum.normalized());
    }
  }
  return mesh;
}

}  // namespace porter::render
