#include "porter/scene/stl.h"

#include <Eigen/Geometry>
#include <array>
#include <cmath>
#include <cstring>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"
#include "porter/scene/corners.h"

namespace porter::scene {
namespace {

using Eigen::Vector3f;

constexpr size_t kHeader = 84, kFacet = 50, kNormal = 12;  // bytes: header with count; facet; its own normal in front

[[noreturn]] void Fail(const std::string& source, std::string found, std::string expected) {
  throw core::Error({.what = "not a binary STL file that can be read",
                     .place = {.file = source},
                     .found = std::move(found),
                     .expected = std::move(expected)});
}

Corners CornersOf(std::span<const std::byte> bytes, const std::string& source) {
  if (bytes.size() < kHeader) Fail(source, core::Cat(bytes.size(), " bytes"), "a header of 84 bytes");
  const auto count = io::Load<uint32_t>(bytes, kHeader - sizeof(uint32_t));
  const uint64_t expected = kHeader + uint64_t{kFacet} * count;
  if (bytes.size() != expected) {
    const bool text = std::memcmp(bytes.data(), "solid", 5) == 0;
    Fail(source, core::Cat(bytes.size(), " bytes", text ? ", beginning like a text STL" : ""),
         core::Cat(expected, " bytes for ", count, " facets"));
  }
  Corners corners;
  for (size_t f = 0; f < count; ++f) {
    std::array<Vector3f, 3> p;
    std::memcpy(p[0].data(), &bytes[kHeader + f * kFacet + kNormal], sizeof p);
    for (const Vector3f& corner : p) {
      if (!corner.allFinite()) Fail(source, core::Cat("a corner of facet ", f, " that is not finite"), "numbers");
      corners.position.push_back(corner);
    }
    if (!std::isfinite((p[1] - p[0]).cross(p[2] - p[0]).squaredNorm())) {
      Fail(source, core::Cat("facet ", f, " that is too large to have an area"), "metres");
    }
  }
  return corners;
}

}  // namespace

render::TriangleMesh LoadStl(const std::filesystem::path& path, double crease) {
  return ParseStl(core::ReadFile(path), path.string(), crease);
}

render::TriangleMesh ParseStl(std::span<const std::byte> bytes, const std::string& source, double crease) {
  render::TriangleMesh mesh = MeshOf(CornersOf(bytes, source), crease);
  if (mesh.index.empty()) Fail(source, "no facet with an area", "at least one");
  return mesh;
}

}  // namespace porter::scene
