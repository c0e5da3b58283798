// A triangle mesh as the renderer takes it: shared by all environments, placed by instances.
#pragma once

#include <Eigen/Core>
#include <cstdint>
#include <string>
#include <vector>

namespace porter::render {

struct TriangleMesh {
  std::vector<Eigen::Vector3f> position;  // in M, the mesh's own frame, m   [vertices]
  std::vector<Eigen::Vector3f> normal;    // unit, outward, in M   [vertices]
  std::vector<Eigen::Vector2f> uv;  // 1 is one repeat of the texture; u right, v down   [vertices], or empty: zeros
  std::vector<uint32_t> index;      // vertices of each triangle, counter-clockwise seen from outside   [triangles, 3]

  size_t num_triangles() const { return index.size() / 3; }
};

// throws core::Error for a mesh without triangles, lists of different length, an index without a vertex, values that
// are not finite, or normals that are not unit vectors; `name` stands for the mesh in the message
void Check(const TriangleMesh& mesh, const std::string& name);

}  // namespace porter::render
