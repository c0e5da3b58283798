#include "porter/render/levels.h"

#include <meshoptimizer.h>

#include <algorithm>
#include <cmath>

namespace porter::render {
namespace {

// allowed deviation of each level, m; meshes stop where they have few triangles
constexpr float kErrors[] = {1.5e-4F, 2.5e-4F, 4e-4F, 7e-4F,   1.2e-3F, 2e-3F,
                             3.3e-3F, 5.5e-3F, 9e-3F, 1.5e-2F, 2.5e-2F, 4e-2F};
constexpr size_t kFewTriangles = 48;
constexpr float kLeastReduction = 0.8F;

// corners of the full mesh, sorted by the place they share
class Corners {
 public:
  Corners(const TriangleMesh& mesh, const std::vector<uint32_t>& place, size_t num_places)
      : mesh_(mesh), first_(num_places + 1) {
    for (const uint32_t p : place) ++first_[p + 1];
    for (size_t p = 1; p < first_.size(); ++p) first_[p] += first_[p - 1];
    vertex_.resize(place.size());
    std::vector<uint32_t> next(first_.begin(), first_.end() - 1);
    for (uint32_t v = 0; v < place.size(); ++v) vertex_[next[place[v]]++] = v;
  }

  // the vertex at a place whose normal is nearest to a triangle's
  uint32_t Nearest(uint32_t place, const Eigen::Vector3f& normal) const {
    return *std::max_element(
        vertex_.begin() + first_[place], vertex_.begin() + first_[place + 1],
        [&](uint32_t a, uint32_t b) { return mesh_.normal[a].dot(normal) < mesh_.normal[b].dot(normal); });
  }

 private:
  const TriangleMesh& mesh_;
  std::vector<uint32_t> first_;   // of each place in vertex_
  std::vector<uint32_t> vertex_;  // by place
};

Eigen::Vector2f UvOf(const TriangleMesh& mesh, uint32_t vertex) {
  return mesh.uv.empty() ? Eigen::Vector2f(0, 0) : mesh.uv[vertex];
}

// 0 .. 5: -x, +x, -y, +y, -z, +z
uint32_t FacingOf(const Eigen::Vector3f& normal) {
  int axis = 0;
  normal.cwiseAbs().maxCoeff(&axis);
  return uint32_t(2 * axis + (normal[axis] > 0));
}

TriangleLook LookOf(const TriangleMesh& mesh, const uint32_t vertex[3], const Eigen::Vector3f& twice_area) {
  TriangleLook look{};
  for (int c = 0; c < 3; ++c) {
    look.normal[c] = PackNormal(mesh.normal[vertex[c]]);
    Eigen::Vector2f::Map(look.uv[c]) = UvOf(mesh, vertex[c]);
  }
  const Eigen::Vector2f s = UvOf(mesh, vertex[1]) - UvOf(mesh, vertex[0]);
  const Eigen::Vector2f t = UvOf(mesh, vertex[2]) - UvOf(mesh, vertex[0]);
  const float area = twice_area.norm();
  look.uv_density = area > 0 ? std::abs(s.x() * t.y() - s.y() * t.x()) / area : 0;
  look.facing = FacingOf(twice_area);
  return look;
}

// outward, as long as twice the area
Eigen::Vector3f TwiceArea(const std::vector<Eigen::Vector3f>& position, const uint32_t corner[3]) {
  const Eigen::Vector3f& a = position[corner[0]];
  return (position[corner[1]] - a).cross(position[corner[2]] - a);
}

// positions that are used, numbered anew
void Compact(MeshLevel& level, const std::vector<Eigen::Vector3f>& position) {
  std::vector<uint32_t> number(position.size(), UINT32_MAX);
  for (uint32_t& i : level.index) {
    if (number[i] == UINT32_MAX) {
      number[i] = uint32_t(level.position.size());
      level.position.push_back(position[i]);
    }
    i = number[i];
  }
}

// the mesh as simplification takes it
struct Welded {
  std::vector<Eigen::Vector3f> position;  // of each place
  Corners corners;
};

MeshLevel LevelOf(const TriangleMesh& mesh, const Welded& welded, const std::vector<uint32_t>& index, float error) {
  MeshLevel level{.error = error, .position = {}, .index = index, .look = {}};
  for (size_t t = 0; t < index.size(); t += 3) {
    const Eigen::Vector3f twice_area = TwiceArea(welded.position, &index[t]);
    uint32_t vertex[3];
    for (int c = 0; c < 3; ++c) vertex[c] = welded.corners.Nearest(index[t + c], twice_area);
    level.look.push_back(LookOf(mesh, vertex, twice_area));
  }
  Compact(level, welded.position);
  return level;
}

MeshLevel FullLevel(const TriangleMesh& mesh, const std::vector<uint32_t>& place) {
  MeshLevel level;
  for (size_t t = 0; t < mesh.index.size(); t += 3) {
    const uint32_t* vertex = &mesh.index[t];
    const uint32_t a = place[vertex[0]], b = place[vertex[1]], c = place[vertex[2]];
    if (a == b || b == c || c == a) continue;  // no area
    level.index.insert(level.index.end(), {a, b, c});
    level.look.push_back(LookOf(mesh, vertex, TwiceArea(mesh.position, vertex)));
  }
  return level;
}

// the number of each vertex' place: vertices at one position share it
std::vector<uint32_t> PlacesOf(const TriangleMesh& mesh) {
  std::vector<uint32_t> place(mesh.position.size());
  meshopt_generateVertexRemap(place.data(), nullptr, place.size(), mesh.position.data(), place.size(),
                              sizeof(Eigen::Vector3f));
  return place;
}

std::vector<Eigen::Vector3f> PositionsOf(const TriangleMesh& mesh, const std::vector<uint32_t>& place) {
  std::vector<Eigen::Vector3f> position(*std::ranges::max_element(place) + 1);
  for (size_t v = 0; v < place.size(); ++v) position[place[v]] = mesh.position[v];
  return position;
}

}  // namespace

uint32_t PackNormal(const Eigen::Vector3f& unit) {
  const auto bits = [](float value, float scale, uint32_t mask) {
    return uint32_t(int32_t(std::lround(std::clamp(value, -1.0F, 1.0F) * scale))) & mask;
  };
  return bits(unit.x(), 1023, 2047) | bits(unit.y(), 1023, 2047) << 11 | bits(unit.z(), 511, 1023) << 22;
}

Eigen::Vector3f UnpackNormal(uint32_t packed) {
  return {float(int32_t(packed << 21) >> 21) / 1023, float(int32_t(packed << 10) >> 21) / 1023,
          float(int32_t(packed) >> 22) / 511};
}

std::vector<MeshLevel> MakeLevels(const TriangleMesh& mesh) {
  const std::vector<uint32_t> place = PlacesOf(mesh);
  std::vector<Eigen::Vector3f> position = PositionsOf(mesh, place);
  const size_t places = position.size();
  const Welded welded{.position = std::move(position), .corners = Corners(mesh, place, places)};
  std::vector<MeshLevel> levels = {FullLevel(mesh, place)};
  const float* positions = welded.position.data()->data();
  const float extent = meshopt_simplifyScale(positions, places, sizeof(Eigen::Vector3f));
  std::vector<uint32_t> index = levels[0].index;
  float strayed = 0;  // errors of successive simplifications add up
  for (const float error : kErrors) {
    if (index.size() / 3 <= kFewTriangles || error > extent / 4) break;
    std::vector<uint32_t> coarse(index.size());
    float relative = 0;
    coarse.resize(meshopt_simplify(coarse.data(), index.data(), index.size(), positions, places,
                                   sizeof(Eigen::Vector3f), 0, (error - strayed) / extent, 0, &relative));
    if (float(coarse.size()) > kLeastReduction * float(index.size()) || coarse.empty()) continue;
    strayed += relative * extent;
    index = std::move(coarse);
    levels.push_back(LevelOf(mesh, welded, index, error));
  }
  Compact(levels[0], welded.position);
  return levels;
}

TriangleMesh ToMesh(const MeshLevel& level) {
  TriangleMesh mesh;
  for (size_t i = 0; i < level.index.size(); ++i) {
    const TriangleLook& look = level.look[i / 3];
    mesh.index.push_back(uint32_t(i));
    mesh.position.push_back(level.position[level.index[i]]);
    mesh.normal.push_back(UnpackNormal(look.normal[i % 3]).normalized());
    mesh.uv.emplace_back(look.uv[i % 3][0], look.uv[i % 3][1]);
  }
  return mesh;
}

}  // namespace porter::render
