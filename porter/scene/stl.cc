#include "porter/scene/stl.h"

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <cstring>
#include <unordered_map>
#include <vector>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"

namespace porter::scene {
namespace {

using Eigen::Vector3f;

constexpr size_t kHeader = 84, kFacet = 50, kNormal = 12;  // bytes: header with count; facet; its own normal in front

struct Facet {
  std::array<Vector3f, 3> corner;
  Vector3f twice;  // normal times twice the area
};

// a place as its bits, both zeros alike
struct Key {
  std::array<uint32_t, 3> bits;
  explicit Key(const Vector3f& p) {
    const Vector3f plain = p + Vector3f::Zero();  // -0 becomes 0
    std::memcpy(bits.data(), plain.data(), sizeof bits);
  }
  bool operator==(const Key&) const = default;
};
struct KeyHash {
  size_t operator()(const Key& key) const {
    size_t hash = 0;
    for (const uint32_t word : key.bits) hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
    return hash ^ hash >> 32;
  }
};

[[noreturn]] void Fail(const std::string& source, std::string found, std::string expected) {
  throw core::Error({.what = "not a binary STL file that can be read",
                     .place = {.file = source},
                     .found = std::move(found),
                     .expected = std::move(expected)});
}

std::vector<Facet> FacetsOf(std::span<const std::byte> bytes, const std::string& source) {
  if (bytes.size() < kHeader) Fail(source, core::Cat(bytes.size(), " bytes"), "a header of 84 bytes");
  const auto count = io::Load<uint32_t>(bytes, kHeader - sizeof(uint32_t));
  const uint64_t expected = kHeader + uint64_t{kFacet} * count;
  if (bytes.size() != expected) {
    const bool text = std::memcmp(bytes.data(), "solid", 5) == 0;
    Fail(source, core::Cat(bytes.size(), " bytes", text ? ", beginning like a text STL" : ""),
         core::Cat(expected, " bytes for ", count, " facets"));
  }
  std::vector<Facet> facets;
  for (size_t f = 0; f < count; ++f) {
    Facet facet;
    std::memcpy(facet.corner[0].data(), &bytes[kHeader + f * kFacet + kNormal], sizeof facet.corner);
    for (const Vector3f& corner : facet.corner) {
      if (!corner.allFinite()) Fail(source, core::Cat("a corner of facet ", f, " that is not finite"), "numbers");
    }
    facet.twice = (facet.corner[1] - facet.corner[0]).cross(facet.corner[2] - facet.corner[0]);
    if (!std::isfinite(facet.twice.squaredNorm())) {
      Fail(source, core::Cat("facet ", f, " that is too large to have an area"), "metres");
    }
    if (facet.twice.norm() > 0) facets.push_back(facet);
  }
  if (facets.empty()) Fail(source, "no facet with an area", "at least one");
  return facets;
}

}  // namespace

render::TriangleMesh LoadStl(const std::filesystem::path& path, double crease) {
  return ParseStl(core::ReadFile(path), path.string(), crease);
}

render::TriangleMesh ParseStl(std::span<const std::byte> bytes, const std::string& source, double crease) {
  const std::vector<Facet> facets = FacetsOf(bytes, source);
  std::unordered_map<Key, std::vector<size_t>, KeyHash> around;  // facets at a place
  for (size_t f = 0; f < facets.size(); ++f) {
    for (const Vector3f& corner : facets[f].corner) around[Key(corner)].push_back(f);
  }
  const auto smallest_cosine = static_cast<float>(std::cos(crease));
  render::TriangleMesh mesh;
  std::unordered_map<Key, std::vector<uint32_t>, KeyHash> known;  // vertices at a place
  for (const Facet& facet : facets) {
    for (const Vector3f& corner : facet.corner) {
      Vector3f sum = Vector3f::Zero();
      for (const size_t other : around[Key(corner)]) {
        const Vector3f& twice = facets[other].twice;
        if (twice.dot(facet.twice) >= smallest_cosine * twice.norm() * facet.twice.norm()) sum += twice;
      }
      const Vector3f normal = sum.normalized();
      uint32_t vertex = static_cast<uint32_t>(mesh.position.size());
      for (const uint32_t candidate : known[Key(corner)]) {
        if (mesh.normal[candidate].dot(normal) > 0.9999F) vertex = candidate;
      }
      if (vertex == mesh.position.size()) {
        mesh.position.push_back(corner);
        mesh.normal.push_back(normal);
        known[Key(corner)].push_back(vertex);
      }
      mesh.index.push_back(vertex);
    }
  }
  return mesh;
}

}  // namespace porter::scene
