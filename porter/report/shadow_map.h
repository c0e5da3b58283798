// The soft shadow of solids on the ground z = 0 in parallel light: rays from the cells of a grid toward the light, and
// a blur.
#pragma once

#include <Eigen/Core>
#include <span>
#include <vector>

#include "porter/report/solid.h"

namespace porter::report {

class ShadowMap {
 public:
  // `toward_light` points up
  ShadowMap(std::span<const Solid> solids, const Eigen::Vector3d& toward_light);

  double At(double x, double y) const;  // 0: in full light, 1: in full shadow; x, y in W, m

 private:
  struct Rectangle {
    Eigen::Vector2d lower, upper;  // in W, m
  };

  void Shade(const Solid& solid, const Eigen::Vector3d& toward_light, const Rectangle& area);
  void Blur(int stride, int lines, int line_stride);
  static Rectangle AreaOf(const Solid& solid, const Eigen::Vector3d& toward_light);

  Eigen::Vector2d corner_ = Eigen::Vector2d::Zero();  // of the grid, in W, m
  double cell_ = 1;                                   // m
  std::vector<float> shade_;                          // 0 to 1   [kCells, kCells], rows along x
};

}  // namespace porter::report
