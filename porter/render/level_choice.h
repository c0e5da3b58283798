// Which level of detail an instance needs: the coarsest whose deviation, seen at the nearest of its parts that are in
// view, is small enough. Parts, not the whole: the camera sits inside the torso's bounding sphere.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "porter/render/levels.h"
#include "porter/render/view.h"

namespace porter::render {

// a part of a mesh: its sphere and the cone of its triangles' normals
struct Part {
  Eigen::Vector3f centre;  // in M, m
  float radius;            // m
  Eigen::Vector3f axis;    // of the normals, unit, in M
  float cutoff;            // how far from the axis they turn (meshoptimizer's cone); 1: any direction
};

// whether all of a part's triangles show their backs to a camera at p_MC
bool IsTurnedAway(const Part& part, const Eigen::Vector3f& p_MC);

struct LeveledMesh {
  explicit LeveledMesh(const TriangleMesh& mesh);

  std::vector<MeshLevel> levels;
  std::vector<Part> parts;  // some tens
  Eigen::Vector3f centre;   // of a sphere around it, in M, m
  float radius = 0;         // m
};

// the camera in M
Eigen::Vector3f CameraIn(const Placement& placement);

// smallest depth of the parts that may be seen, m; infinite: none
float NearestDepth(const LeveledMesh& mesh, const Placement& placement, const View& view);

// the level to draw at that depth; focal: px
int ChooseLevel(const LeveledMesh& mesh, float scale, float depth, float focal, const RenderConfig& config);

}  // namespace porter::render
