#include "porter/render/level_choice.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <limits>

namespace porter::render {
namespace {

constexpr size_t kPartTriangles = 64;
constexpr size_t kPartsFrom = 6000;  // parts are those of the finest level with no more triangles

Part PartOf(const meshopt_Bounds& bounds, float error) {
  return {.centre = Eigen::Vector3f::Map(bounds.center),
          .radius = bounds.radius + error,
          .axis = Eigen::Vector3f::Map(bounds.cone_axis),
          .cutoff = bounds.cone_cutoff};
}

std::vector<Part> PartsOf(const MeshLevel& level) {
  const size_t most = meshopt_buildMeshletsBound(level.index.size(), kPartTriangles, kPartTriangles);
  std::vector<meshopt_Meshlet> meshlets(most);
  std::vector<uint32_t> vertices(most * kPartTriangles);
  std::vector<uint8_t> triangles(most * kPartTriangles * 3);
  const float* positions = level.position.data()->data();
  meshlets.resize(meshopt_buildMeshlets(meshlets.data(), vertices.data(), triangles.data(), level.index.data(),
                                        level.index.size(), positions, level.position.size(), sizeof(Eigen::Vector3f),
                                        kPartTriangles, kPartTriangles, 0.5F));
  std::vector<Part> parts;
  for (const meshopt_Meshlet& m : meshlets)
    parts.push_back(
        PartOf(meshopt_computeMeshletBounds(&vertices[m.vertex_offset], &triangles[m.triangle_offset], m.triangle_count,
                                            positions, level.position.size(), sizeof(Eigen::Vector3f)),
               level.error));
  return parts;
}

}  // namespace

bool IsTurnedAway(const Part& part, const Eigen::Vector3f& p_MC) {
  const Eigen::Vector3f toward = part.centre - p_MC;
  return toward.dot(part.axis) >= part.cutoff * toward.norm() + part.radius;
}

LeveledMesh::LeveledMesh(const TriangleMesh& mesh) : levels(MakeLevels(mesh)) {
  const auto coarse =
      std::ranges::find_if(levels, [](const MeshLevel& level) { return level.num_triangles() <= kPartsFrom; });
  parts = PartsOf(coarse == levels.end() ? levels.back() : *coarse);
  Eigen::AlignedBox3f box;
  for (const Eigen::Vector3f& p : levels[0].position) box.extend(p);
  centre = box.center();
  for (const Eigen::Vector3f& p : levels[0].position) radius = std::max(radius, (p - centre).norm());
}

Eigen::Vector3f CameraIn(const Placement& placement) {
  return placement.A_CM.transpose() * -placement.p_CM / (placement.scale * placement.scale);
}

float NearestDepth(const LeveledMesh& mesh, const Placement& placement, const View& view) {
  float nearest = std::numeric_limits<float>::infinity();
  if (!view.MaySee(placement * mesh.centre, mesh.radius * placement.scale)) return nearest;
  const Eigen::Vector3f p_MC = CameraIn(placement);
  for (const Part& part : mesh.parts) {
    const Eigen::Vector3f centre = placement * part.centre;
    const float radius = part.radius * placement.scale;
    if (view.MaySee(centre, radius) && !IsTurnedAway(part, p_MC))
      nearest = std::min(nearest, std::max(view.near, centre.z() - radius));
  }
  return nearest;
}

int ChooseLevel(const LeveledMesh& mesh, float scale, float depth, float focal, const RenderConfig& config) {
  const int last = int(mesh.levels.size()) - 1;
  if (config.frozen_level >= 0) return std::min(config.frozen_level, last);
  const float allowed = float(config.level_error) * depth / (focal * scale);
  int level = 0;
  while (level < last && mesh.levels[level + 1].error <= allowed) ++level;
  return level;
}

}  // namespace porter::render
