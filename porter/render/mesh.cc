#include "porter/render/mesh.h"

#include <algorithm>
#include <cmath>

#include "porter/core/error.h"

namespace porter::render {
namespace {

[[noreturn]] void Refuse(const std::string& name, const std::string& found, const std::string& expected) {
  throw core::Error({.what = "mesh cannot be drawn", .place = {.file = name}, .found = found, .expected = expected});
}

void CheckVertex(const TriangleMesh& mesh, size_t v, const std::string& name) {
  const std::string which = "vertex " + std::to_string(v);
  if (!mesh.position[v].allFinite()) Refuse(name, which + " at a position that is not finite", "finite positions, m");
  // stored normals are rounded; one per cent is not seen
  const float length = mesh.normal[v].norm();
  if (!(std::abs(length - 1) < 0.01F))
    Refuse(name, which + " with a normal of length " + std::to_string(length), "unit normals");
  if (!mesh.uv.empty() && !mesh.uv[v].allFinite())
    Refuse(name, which + " with uv that is not finite", "finite texture coordinates");
}

}  // namespace

void Check(const TriangleMesh& mesh, const std::string& name) {
  const size_t vertices = mesh.position.size();
  if (mesh.index.empty() || mesh.index.size() % 3 != 0)
    Refuse(name, std::to_string(mesh.index.size()) + " indices", "three a triangle, at least one triangle");
  if (mesh.normal.size() != vertices)
    Refuse(name, std::to_string(mesh.normal.size()) + " normals", "one a vertex: " + std::to_string(vertices));
  if (!mesh.uv.empty() && mesh.uv.size() != vertices)
    Refuse(name, std::to_string(mesh.uv.size()) + " uv", "none, or one a vertex: " + std::to_string(vertices));
  const uint32_t largest = *std::ranges::max_element(mesh.index);
  if (largest >= vertices)
    Refuse(name, "index " + std::to_string(largest), "less than the number of vertices, " + std::to_string(vertices));
  for (size_t v = 0; v < vertices; ++v) CheckVertex(mesh, v, name);
}

}  // namespace porter::render
