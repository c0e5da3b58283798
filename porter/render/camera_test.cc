#include "porter/render/camera.h"

#include <gmock/gmock.h>

#include <numbers>

namespace porter::render {
namespace {

TEST(CameraTest, FieldOfViewGivesThePapersFocalLengths) {
  constexpr double kDegree = std::numbers::pi / 180;
  const Intrinsics lens = FromFieldOfView(192, 108, 69.4 * kDegree, 42.5 * kDegree);
  EXPECT_NEAR(lens.fx, 138.6, 0.1);  // facts/viral.md 9, rounded there
  EXPECT_NEAR(lens.fy, 138.9, 0.1);
  EXPECT_EQ(lens.cx, 96);
  EXPECT_EQ(lens.cy, 54);
}

TEST(CameraTest, ProjectsWhereTheFormulaSays) {
  const Intrinsics lens{.fx = 100, .fy = 200, .cx = 50, .cy = 60};
  const Eigen::Vector2d pixel = Project(lens, {0.5, -0.25, 2});
  EXPECT_DOUBLE_EQ(pixel.x(), 75);
  EXPECT_DOUBLE_EQ(pixel.y(), 35);
}

TEST(CameraTest, DistortsByHand) {
  const Intrinsics lens{.fx = 100, .fy = 100, .k1 = 0.5, .k2 = 0.25, .k3 = 0.125, .p1 = 0.01, .p2 = 0.02};
  // x = 1, y = 0: r2 = 1; x (1 + .5 + .25 + .125) + .02 (1 + 2) = 1.935; y = .01 (1 + 0) = .01
  const Eigen::Vector2d pixel = Project(lens, {1, 0, 1});
  EXPECT_NEAR(pixel.x(), 193.5, 1e-9);
  EXPECT_NEAR(pixel.y(), 1, 1e-9);
}

TEST(CameraTest, UnprojectIsTheInverse) {
  const Intrinsics lens{
      .fx = 138.6, .fy = 138.9, .cx = 96, .cy = 54, .k1 = -0.06, .k2 = 0.07, .k3 = -0.02, .p1 = 1e-3, .p2 = -5e-4};
  for (double u : {0.5, 30.0, 96.0, 191.5})
    for (double v : {0.5, 54.0, 107.5}) {
      const Eigen::Vector3d p_C = Unproject(lens, {u, v});
      EXPECT_EQ(p_C.z(), 1);
      EXPECT_LT((Project(lens, p_C * 3) - Eigen::Vector2d(u, v)).norm(), 1e-9);
    }
}

}  // namespace
}  // namespace porter::render
