#include "porter/scene/model.h"

#include <limits>

namespace porter::scene {

Bounds BoundsOf(const Model& model) {
  constexpr double kFar = std::numeric_limits<double>::infinity();
  Bounds bounds{Eigen::Vector3d::Constant(kFar), Eigen::Vector3d::Constant(-kFar)};
  for (const ModelPart& part : model.parts) {
    for (const Eigen::Vector3f& p : part.mesh.position) {
      bounds.low = bounds.low.cwiseMin(p.cast<double>());
      bounds.high = bounds.high.cwiseMax(p.cast<double>());
    }
  }
  return bounds;
}

}  // namespace porter::scene
