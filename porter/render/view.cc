#include "porter/render/view.h"

namespace porter::render {

View::View(const Camera& camera, const RenderConfig& config)
    : fx(float(camera.intrinsics.fx)),
      fy(float(camera.intrinsics.fy)),
      cx(float(camera.intrinsics.cx)),
      cy(float(camera.intrinsics.cy)),
      near(float(config.near)),
      width(config.width),
      height(config.height),
      R_WC(camera.X_WC.rotation().cast<float>()),
      X_CW(camera.X_WC.Inverse()) {
  sides << fx, 0, cx, 0,              // left
      -fx, 0, float(width) - cx, 0,   // right
      0, fy, cy, 0,                   // above
      0, -fy, float(height) - cy, 0,  // below
      0, 0, 1, 0;
  for (int side = 0; side < 5; ++side) sides.row(side) /= sides.row(side).head<3>().norm();
  sides(4, 3) = -near;
}

bool View::MaySee(const Eigen::Vector3f& centre, float radius) const {
  for (int side = 0; side < 5; ++side)
    if (sides.row(side).head<3>().dot(centre) + sides(side, 3) < -radius) return false;
  return true;
}

Placement::Placement(const Instance& instance, const math::Transform3& X_CW) : scale(float(instance.scale)) {
  const math::Transform3 X_CM = X_CW * instance.X_WM;
  A_CM = (X_CM.rotation() * instance.scale).cast<float>();
  p_CM = X_CM.translation().cast<float>();
}

}  // namespace porter::render
