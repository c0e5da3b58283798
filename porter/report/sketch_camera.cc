#include "porter/report/sketch_camera.h"

#include <cmath>
#include <numbers>

#include "porter/core/check.h"

namespace porter::report {

using Eigen::Vector3d;

SketchCamera::SketchCamera(const SketchView& view)
    : X_WC_(math::LookAt(view.p_WE, view.p_WT)),
      focal_length_(0.5 * view.height / std::tan(0.5 * view.vertical_fov)),
      middle_(0.5 * view.width, 0.5 * view.height) {
  PORTER_CHECK((view.p_WT - view.p_WE).norm() > 0, "eye and target are apart");
  PORTER_CHECK(view.vertical_fov > 0 && view.vertical_fov < std::numbers::pi);
  PORTER_CHECK(view.width > 0 && view.height > 0);
}

Vector3d SketchCamera::Project(const Vector3d& p_W) const {
  const Vector3d p_C = X_WC_.rotation().transpose() * (p_W - X_WC_.translation());
  return {middle_.x() + focal_length_ * p_C.x() / p_C.z(), middle_.y() + focal_length_ * p_C.y() / p_C.z(), p_C.z()};
}

Ray SketchCamera::Through(double u, double v) const {
  const Vector3d direction_C((u - middle_.x()) / focal_length_, (v - middle_.y()) / focal_length_, 1);
  return {X_WC_.translation(), X_WC_.rotation() * direction_C};
}

}  // namespace porter::report
