// Cameras by calibration: a pinhole with optional Brown-Conrady distortion (Brown 1971, OpenCV's five numbers).
// C: x right, y down, z forward. The middle of the first pixel is at (0.5, 0.5): a calibration that puts it at (0, 0),
// as OpenCV's does, needs 0.5 added to cx and cy.
#pragma once

#include <Eigen/Core>
#include <vector>

#include "porter/math/transform3.h"

namespace porter::render {

struct Intrinsics {
  double fx = 0, fy = 0;          // focal lengths, px
  double cx = 0, cy = 0;          // where the optical axis meets the picture, px
  double k1 = 0, k2 = 0, k3 = 0;  // radial distortion
  double p1 = 0, p2 = 0;          // tangential distortion
  bool operator==(const Intrinsics&) const = default;
};

// fields of view from edge to edge, rad; the axis through the middle
Intrinsics FromFieldOfView(int width, int height, double horizontal, double vertical);

bool IsDistorted(const Intrinsics& intrinsics);

// where a point in front of the camera is seen, px
Eigen::Vector2d Project(const Intrinsics& intrinsics, const Eigen::Vector3d& p_C);

// the point at depth 1 m that is seen at `pixel`; the inverse of Project
Eigen::Vector3d Unproject(const Intrinsics& intrinsics, const Eigen::Vector2d& pixel);

struct Camera {
  math::Transform3 X_WC;
  Intrinsics intrinsics;
};

struct CameraBatch {
  std::vector<Camera> cameras;  // [num_envs]
};

}  // namespace porter::render
