#include "porter/scene/corners.h"

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <cstring>
#include <span>
#include <unordered_map>

#include "porter/core/check.h"

namespace porter::scene {
namespace {

using Eigen::Vector2f;
using Eigen::Vector3f;

constexpr size_t kFewFacets = 64;          // at a place, each has a cell of its own
constexpr int kCellsASide = 9;             // of a cube's face, for directions of many facets
constexpr float kSameDirection = 0.9999F;  // cosine, one vertex serves both

// numbers as their bits, both zeros alike
template <size_t n>
struct Key {
  std::array<uint32_t, n> bits;
  explicit Key(std::array<float, n> values) {
    for (float& value : values) value += 0.0F;  // -0 becomes 0
    std::memcpy(bits.data(), values.data(), sizeof bits);
  }
  bool operator==(const Key&) const = default;
};
struct KeyHash {
  template <size_t n>
  size_t operator()(const Key<n>& key) const {
    size_t hash = 0;
    for (const uint32_t word : key.bits) hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32;
  }
};
using PlaceKey = Key<3>;
using VertexKey = Key<8>;

// corners by the place where they are: those of place i are corner[begin[i]] to corner[begin[i + 1]], exclusive
struct Places {
  std::vector<size_t> begin, corner;
};

Places Gather(const std::vector<Vector3f>& position) {
  std::unordered_map<PlaceKey, size_t, KeyHash> known;
  std::vector<size_t> place;
  Places places{.begin = {0}, .corner = std::vector<size_t>(position.size())};
  for (const Vector3f& p : position) {
    const auto [at, is_new] = known.try_emplace(PlaceKey({p.x(), p.y(), p.z()}), known.size());
    if (is_new) places.begin.push_back(0);
    ++places.begin[at->second + 1];
    place.push_back(at->second);
  }
  for (size_t i = 1; i < places.begin.size(); ++i) places.begin[i] += places.begin[i - 1];
  std::vector<size_t> next = places.begin;
  for (size_t c = 0; c < position.size(); ++c) places.corner[next[place[c]]++] = c;
  return places;
}

// which of 6 x 9 x 9 directions
int DirectionCell(const Vector3f& direction) {
  int axis = 0;
  direction.cwiseAbs().maxCoeff(&axis);
  const float along = direction[axis];
  const auto step = [along](float across) {
    return std::min(kCellsASide - 1, static_cast<int>((across / std::abs(along) + 1) / 2 * kCellsASide));
  };
  const int face = 2 * axis + (along < 0 ? 1 : 0);
  return (face * kCellsASide + step(direction[(axis + 1) % 3])) * kCellsASide + step(direction[(axis + 2) % 3]);
}

// Normals at one place. A cell is a facet, or where many meet, the facets of one direction.
class PlaceNormals {
 public:
  // twice: normals of the facets times twice their areas   [corners / 3]
  PlaceNormals(std::span<const size_t> corners, const std::vector<Vector3f>& twice, float smallest_cosine) {
    cell_of_.reserve(corners.size());
    for (const size_t corner : corners) {
      const Vector3f& area = twice[corner / 3];
      const int key = corners.size() <= kFewFacets ? static_cast<int>(sum_.size()) : DirectionCell(area);
      const auto [at, is_new] = cell_.try_emplace(key, sum_.size());
      if (is_new) sum_.push_back(Vector3f::Zero());
      sum_[at->second] += area;
      cell_of_.push_back(at->second);
    }
    std::vector<Vector3f> direction;
    for (const Vector3f& sum : sum_) direction.push_back(sum.normalized());
    for (const Vector3f& own : direction) {
      Vector3f normal = Vector3f::Zero();
      for (size_t other = 0; other < sum_.size(); ++other) {
        if (direction[other].dot(own) >= smallest_cosine) normal += sum_[other];
      }
      normal.normalize();
      for (const Vector3f& earlier : normal_) {
        if (earlier.dot(normal) > kSameDirection) normal = earlier;
      }
      normal_.push_back(normal);
    }
  }

  const Vector3f& Of(size_t i) const { return normal_[cell_of_[i]]; }  // of the i-th corner

 private:
  std::unordered_map<int, size_t> cell_;
  std::vector<Vector3f> sum_, normal_;  // of cells
  std::vector<size_t> cell_of_;         // of corners
};

// the triangles with an area; adds their normals times twice their areas to `twice`
Corners WithArea(const Corners& corners, std::vector<Vector3f>& twice) {
  Corners kept;
  for (size_t first = 0; first < corners.position.size(); first += 3) {
    const Vector3f* p = &corners.position[first];
    const Vector3f area = (p[1] - p[0]).cross(p[2] - p[0]);
    const float size = area.norm();
    if (!(size > 0) || !std::isfinite(size)) continue;
    twice.push_back(area);
    for (size_t c = first; c < first + 3; ++c) {
      kept.position.push_back(corners.position[c]);
      if (!corners.normal.empty()) kept.normal.push_back(corners.normal[c]);
      if (!corners.uv.empty()) kept.uv.push_back(corners.uv[c]);
    }
  }
  return kept;
}

void MakeNormals(Corners& corners, const std::vector<Vector3f>& twice, double crease) {
  corners.normal.resize(corners.position.size(), Vector3f::Zero());
  bool all = true;
  for (Vector3f& normal : corners.normal) {
    const float length = normal.norm();
    normal = length > 0 && std::isfinite(length) ? Vector3f(normal / length) : Vector3f(Vector3f::Zero());
    all = all && std::abs(normal.squaredNorm() - 1) < 1e-3F;
  }
  if (all) return;
  const Places places = Gather(corners.position);
  for (size_t place = 0; place + 1 < places.begin.size(); ++place) {
    const std::span<const size_t> here(&places.corner[places.begin[place]],
                                       places.begin[place + 1] - places.begin[place]);
    const PlaceNormals made(here, twice, static_cast<float>(std::cos(crease)));
    for (size_t i = 0; i < here.size(); ++i) {
      Vector3f& normal = corners.normal[here[i]];
      if (std::abs(normal.squaredNorm() - 1) < 1e-3F) continue;
      // facets of opposite directions may leave no mean: then the facet's own
      normal = std::abs(made.Of(i).squaredNorm() - 1) < 1e-3F ? made.Of(i) : Vector3f(twice[here[i] / 3].normalized());
    }
  }
}

}  // namespace

render::TriangleMesh MeshOf(const Corners& corners, double crease) {
  PORTER_CHECK(corners.position.size() % 3 == size_t{0});
  PORTER_CHECK((corners.normal.empty() || corners.normal.size() == corners.position.size()));
  PORTER_CHECK((corners.uv.empty() || corners.uv.size() == corners.position.size()));
  std::vector<Vector3f> twice;
  Corners kept = WithArea(corners, twice);
  MakeNormals(kept, twice, crease);
  render::TriangleMesh mesh;
  std::unordered_map<VertexKey, uint32_t, KeyHash> known;
  for (size_t c = 0; c < kept.position.size(); ++c) {
    const Vector3f &p = kept.position[c], &n = kept.normal[c];
    const Vector2f uv = kept.uv.empty() ? Vector2f(0, 0) : kept.uv[c];
    const VertexKey key({p.x(), p.y(), p.z(), n.x(), n.y(), n.z(), uv.x(), uv.y()});
    const auto [at, is_new] = known.try_emplace(key, static_cast<uint32_t>(mesh.position.size()));
    if (is_new) {
      mesh.position.push_back(p);
      mesh.normal.push_back(n);
      if (!kept.uv.empty()) mesh.uv.push_back(uv);
    }
    mesh.index.push_back(at->second);
  }
  return mesh;
}

}  // namespace porter::scene
