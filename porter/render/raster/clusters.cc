#include "porter/render/raster/clusters.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <array>
#include <map>

namespace porter::render {
namespace {

constexpr float kConeWeight = 0.5F;  // between small spheres and narrow cones

using Triple = std::array<uint32_t, 3>;

// starting with the smallest, so that a triangle is found however its corners are turned
Triple Turned(Triple t) {
  std::ranges::rotate(t, std::ranges::min_element(t));
  return t;
}

TriangleLook TurnedLook(const TriangleLook& look, int first) {
  TriangleLook turned = look;
  for (int c = 0; c < 3; ++c) {
    const int from = (c + first) % 3;
    turned.normal[c] = look.normal[from];
    std::ranges::copy(look.uv[from], turned.uv[c]);
  }
  return turned;
}

// finds the look of a triangle whose corners may have been turned
class Looks {
 public:
  explicit Looks(const MeshLevel& level) : level_(level) {
    for (uint32_t t = 0; t < level.num_triangles(); ++t) triangle_.emplace(Turned(Corners(t)), t);
  }

  TriangleLook Of(const Triple& corners) const {
    const uint32_t t = triangle_.at(Turned(corners));
    const Triple original = Corners(t);
    return TurnedLook(level_.look[t], int(std::ranges::find(original, corners[0]) - original.begin()));
  }

 private:
  Triple Corners(uint32_t t) const { return {level_.index[3 * t], level_.index[3 * t + 1], level_.index[3 * t + 2]}; }

  const MeshLevel& level_;
  std::map<Triple, uint32_t> triangle_;
};

template <class T>
void Pad(std::vector<T>& list, T with) {
  while (list.size() % kLanes != 0) list.push_back(with);
}

// meshoptimizer's lists
struct Cut {
  explicit Cut(const MeshLevel& level) {
    const size_t most = meshopt_buildMeshletsBound(level.index.size(), kMeshletVertices, kMeshletTriangles);
    meshlets.resize(most);
    vertices.resize(most * kMeshletVertices);
    triangles.resize(most * kMeshletTriangles * 3);
    meshlets.resize(meshopt_buildMeshlets(meshlets.data(), vertices.data(), triangles.data(), level.index.data(),
                                          level.index.size(), level.position.data()->data(), level.position.size(),
                                          sizeof(Eigen::Vector3f), kMeshletVertices, kMeshletTriangles, kConeWeight));
  }

  std::vector<meshopt_Meshlet> meshlets;
  std::vector<uint32_t> vertices;
  std::vector<uint8_t> triangles;
};

Part PartOf(const MeshLevel& level, const Cut& cut, const meshopt_Meshlet& m) {
  const meshopt_Bounds bounds =
      meshopt_computeMeshletBounds(&cut.vertices[m.vertex_offset], &cut.triangles[m.triangle_offset], m.triangle_count,
                                   level.position.data()->data(), level.position.size(), sizeof(Eigen::Vector3f));
  return {.centre = Eigen::Vector3f::Map(bounds.center),
          .radius = bounds.radius,
          .axis = Eigen::Vector3f::Map(bounds.cone_axis),
          .cutoff = bounds.cone_cutoff};
}

void AddVertices(const MeshLevel& level, const Cut& cut, const meshopt_Meshlet& m, ClusteredLevel& clusters) {
  for (uint32_t v = 0; v < m.vertex_count; ++v) {
    const Eigen::Vector3f& p = level.position[cut.vertices[m.vertex_offset + v]];
    clusters.x.push_back(p.x());
    clusters.y.push_back(p.y());
    clusters.z.push_back(p.z());
  }
  for (auto* list : {&clusters.x, &clusters.y, &clusters.z}) Pad(*list, list->back());
}

void AddTriangles(const Looks& source, const Cut& cut, const meshopt_Meshlet& m, ClusteredLevel& clusters,
                  std::vector<TriangleLook>& looks) {
  for (uint32_t t = 0; t < m.triangle_count; ++t) {
    Triple corners;
    for (int c = 0; c < 3; ++c) {
      const uint8_t local = cut.triangles[m.triangle_offset + 3 * t + c];
      corners[c] = cut.vertices[m.vertex_offset + local];
      clusters.corner[c].push_back(local);
    }
    looks.push_back(source.Of(corners));
    clusters.facing.push_back(uint8_t(looks.back().facing));
  }
  for (auto& list : clusters.corner) Pad(list, uint8_t{0});
  Pad(clusters.facing, uint8_t{0});
}

}  // namespace

ClusteredLevel MakeClusters(const MeshLevel& level, std::vector<TriangleLook>& looks) {
  ClusteredLevel clusters;
  const Cut cut(level);
  const Looks source(level);
  for (const meshopt_Meshlet& m : cut.meshlets) {
    clusters.parts.Add(PartOf(level, cut, m));
    clusters.meshlets.push_back({.first_vertex = uint32_t(clusters.x.size()),
                                 .first_triangle = uint32_t(clusters.corner[0].size()),
                                 .first_look = uint32_t(looks.size()),
                                 .num_vertices = m.vertex_count,
                                 .num_triangles = m.triangle_count});
    AddVertices(level, cut, m, clusters);
    AddTriangles(source, cut, m, clusters, looks);
  }
  return clusters;
}

}  // namespace porter::render
