// The pinhole camera of a sketch: it looks at a point and keeps the world's z up.
#pragma once

#include <Eigen/Core>

#include "porter/math/transform3.h"
#include "porter/report/solid.h"

namespace porter::report {

struct SketchView {
  Eigen::Vector3d p_WE;       // the eye, m
  Eigen::Vector3d p_WT;       // the target, in the middle of the picture, m
  double vertical_fov = 0.6;  // rad
  int width = 320;            // px
  int height = 320;           // px
};

class SketchCamera {
 public:
  explicit SketchCamera(const SketchView& view);  // eye and target apart, angle in (0, pi)

  const math::Transform3& X_WC() const { return X_WC_; }  // C: x right, y down, z forward
  double focal_length() const { return focal_length_; }   // px

  // u to the right and v down from the picture's upper left corner, px (the first pixel's middle is at 0.5, 0.5), and
  // the depth along the line of sight, m; points behind the eye have none above zero
  Eigen::Vector3d Project(const Eigen::Vector3d& p_W) const;

  // from the eye; the length of its direction is one metre of depth
  Ray Through(double u, double v) const;

 private:
  math::Transform3 X_WC_;
  double focal_length_ = 0;
  Eigen::Vector2d middle_;  // px
};

}  // namespace porter::report
