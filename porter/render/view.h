// A camera ready for drawing: what is where on the picture, in single precision relative to the camera.
#pragma once

#include <Eigen/Core>

#include "porter/render/camera.h"
#include "porter/render/instances.h"
#include "porter/render/renderer.h"

namespace porter::render {

struct View {
  View() = default;
  View(const Camera& camera, const RenderConfig& config);

  // of the plane at depth 1 m seen at (u, v), in C
  Eigen::Vector3f Ray(float u, float v) const { return {(u - cx) / fx, (v - cy) / fy, 1}; }
  Eigen::Vector2f Project(const Eigen::Vector3f& p_C) const {
    return {fx * (p_C.x() / p_C.z()) + cx, fy * (p_C.y() / p_C.z()) + cy};
  }
  // whether any of a sphere may be seen
  bool MaySee(const Eigen::Vector3f& centre_C, float radius) const;

  float fx = 1, fy = 1, cx = 0, cy = 0;  // px
  float near = 0;                        // m
  int width = 0, height = 0;             // px
  Eigen::Matrix3f R_WC = Eigen::Matrix3f::Identity();
  math::Transform3 X_CW;
  Eigen::Matrix<float, 5, 4> sides;  // planes of what is seen: n . p + d >= 0 inside; n of length 1, in C
};

// an instance in front of a camera
struct Placement {
  Placement() = default;
  Placement(const Instance& instance, const math::Transform3& X_CW);

  Eigen::Vector3f operator*(const Eigen::Vector3f& p_M) const { return A_CM * p_M + p_CM; }

  Eigen::Matrix3f A_CM;  // rotation times scale
  Eigen::Vector3f p_CM;  // m
  float scale = 1;
};

}  // namespace porter::render
