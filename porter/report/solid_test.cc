#include "porter/report/solid.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace porter::report {
namespace {

using Eigen::Vector3d;

constexpr double kNear = 1e-12;  // m; coordinates of a few metres in double precision

TEST(Solid, ASphereIsMetOneRadiusBeforeItsCentre) {
  const Sphere sphere{Vector3d(5, 0, 0), 2};
  EXPECT_NEAR(EnterShape(sphere, {Vector3d::Zero(), Vector3d::UnitX()}), 3, kNear);
  EXPECT_NEAR(EnterShape(sphere, {Vector3d::Zero(), 0.5 * Vector3d::UnitX()}), 6, kNear);     // in lengths of direction
  EXPECT_NEAR(EnterShape(sphere, {Vector3d(0, 1.2, 0), Vector3d::UnitX()}), 5 - 1.6, kNear);  // 1.2, 1.6, 2
  EXPECT_TRUE(std::isinf(EnterShape(sphere, {Vector3d(0, 2.1, 0), Vector3d::UnitX()})));
  EXPECT_TRUE(std::isinf(EnterShape(sphere, {Vector3d::Zero(), -Vector3d::UnitX()})));  // behind
  EXPECT_TRUE(std::isinf(EnterShape(sphere, {Vector3d(5, 0, 0), Vector3d::UnitX()})));  // inside
}

TEST(Solid, ACapsuleIsTubeAndEnds) {
  const Capsule capsule{Vector3d(0, 0, 0), Vector3d(0, 0, 4), 1};
  EXPECT_NEAR(EnterShape(capsule, {Vector3d(-5, 0, 2), Vector3d::UnitX()}), 4, kNear);
  EXPECT_NEAR(EnterShape(capsule, {Vector3d(-5, 0, 4.6), Vector3d::UnitX()}), 5 - 0.8, kNear);  // 0.6, 0.8, 1
  EXPECT_NEAR(EnterShape(capsule, {Vector3d(0, 0, 9), -Vector3d::UnitZ()}), 4, kNear);          // along the axis
  EXPECT_TRUE(std::isinf(EnterShape(capsule, {Vector3d(-5, 0, 5.1), Vector3d::UnitX()})));
  const Capsule ball{Vector3d(3, 0, 0), Vector3d(3, 0, 0), 1};  // without length
  EXPECT_NEAR(EnterShape(ball, {Vector3d::Zero(), Vector3d::UnitX()}), 2, kNear);
  EXPECT_NEAR((SurfaceNormal(capsule, Vector3d(-1, 0, 2)) + Vector3d::UnitX()).norm(), 0, kNear);
  EXPECT_NEAR((SurfaceNormal(capsule, Vector3d(0.6, 0, 4.8)) - Vector3d(0.6, 0, 0.8)).norm(), 0, kNear);
}

TEST(Solid, ABoxIsMetAtItsFaces) {
  const Box box{{Eigen::Matrix3d(Eigen::Matrix3d::Identity()), Vector3d(5, 0, 0)}, Vector3d(1, 2, 3)};
  EXPECT_NEAR(EnterShape(box, {Vector3d::Zero(), Vector3d::UnitX()}), 4, kNear);
  EXPECT_NEAR(EnterShape(box, {Vector3d(5, 0, 9), -Vector3d::UnitZ()}), 6, kNear);
  EXPECT_TRUE(std::isinf(EnterShape(box, {Vector3d(0, 2.1, 0), Vector3d::UnitX()})));
  EXPECT_TRUE(std::isinf(EnterShape(box, {Vector3d::Zero(), -Vector3d::UnitX()})));
  EXPECT_NEAR((SurfaceNormal(box, Vector3d(4, 1, 1)) + Vector3d::UnitX()).norm(), 0, kNear);
  EXPECT_NEAR((SurfaceNormal(box, Vector3d(5.5, 1, 3)) - Vector3d::UnitZ()).norm(), 0, kNear);
}

// a cube turned by 45 degrees shows an edge, sqrt(2) before its centre
TEST(Solid, ABoxMayBeTurned) {
  const Eigen::Quaterniond turn(Eigen::AngleAxisd(std::numbers::pi / 4, Vector3d::UnitZ()));
  const Box box{{turn, Vector3d(5, 0, 0)}, Vector3d::Ones()};
  EXPECT_NEAR(EnterShape(box, {Vector3d::Zero(), Vector3d::UnitX()}), 5 - std::numbers::sqrt2, kNear);
  const double s = std::numbers::sqrt2 / 2;
  EXPECT_NEAR((SurfaceNormal(box, Vector3d(5 - s, -s, 0)) - Vector3d(-s, -s, 0)).norm(), 0, kNear);
}

TEST(Solid, HullPointsHoldTheShape) {
  const Shape shapes[] = {Capsule{Vector3d(1, 2, 3), Vector3d(2, 2, 1), 0.5}, Sphere{Vector3d(1, 0, 2), 1},
                          Box{{Eigen::Quaterniond(0.6, 0, 0.8, 0), Vector3d(0, 1, 1)}, Vector3d(1, 2, 0.5)}};
  const Vector3d directions[] = {{1, 0, 0}, {0, -1, 0}, {0.6, 0, -0.8}, {-0.36, 0.48, 0.8}};
  for (const Shape& shape : shapes) {
    for (const Vector3d& toward : directions) {
      double reach = -1e9;  // of the hull along `toward`
      for (const Vector3d& p_W : HullPoints(shape)) reach = std::max(reach, p_W.dot(toward));
      for (int i = -20; i <= 20; ++i) {  // rays against `toward` meet nothing beyond it
        const Vector3d side = toward.unitOrthogonal() * (0.15 * i);
        const double t = EnterShape(shape, {100 * toward + side, -toward});
        if (!std::isfinite(t)) continue;
        EXPECT_LE(100 - t, reach + kNear);
      }
    }
  }
}

}  // namespace
}  // namespace porter::report
