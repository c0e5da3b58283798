#include "porter/physics/geoms.h"

#include <mujoco/mujoco.h>

#include <algorithm>
#include <optional>

namespace porter::physics {
namespace {

std::optional<GeomKind> KindOf(int type) {
  switch (type) {
    case mjGEOM_SPHERE:
      return GeomKind::kSphere;
    case mjGEOM_CAPSULE:
      return GeomKind::kCapsule;
    case mjGEOM_BOX:
      return GeomKind::kCuboid;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<GeomShape> GeomShapes(const Model& model) {
  const mjModel& m = model.mujoco();
  std::vector<GeomShape> shapes;
  for (int g = 0; g < m.ngeom; ++g) {
    const std::optional<GeomKind> kind = KindOf(m.geom_type[g]);
    if (!kind) continue;
    const double* q = m.geom_quat + 4 * g;
    GeomShape shape{.body = mj_id2name(&m, mjOBJ_BODY, m.geom_bodyid[g]),
                    .kind = *kind,
                    .X_LG = {Eigen::Quaterniond(q[0], q[1], q[2], q[3]), Eigen::Vector3d(m.geom_pos + 3 * g)}};
    std::copy_n(m.geom_size + 3 * g, 3, shape.size.begin());
    std::copy_n(m.geom_rgba + 4 * g, 4, shape.rgba.begin());
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

}  // namespace porter::physics
