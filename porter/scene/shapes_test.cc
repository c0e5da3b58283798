#include "porter/scene/shapes.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <array>
#include <numbers>

#include "porter/scene/mesh_measures.h"

namespace porter::scene {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;
using render::TriangleMesh;

constexpr double kPi = std::numbers::pi;

TEST(Shapes, ACuboidLosesItsEdges) {
  const double a = 0.3, b = 0.2, c = 0.1, bevel = 0.01;
  const TriangleMesh box = Cuboid({a, b, c}, bevel);
  ExpectClosed(box);
  const double u = a - 2 * bevel, v = b - 2 * bevel, w = c - 2 * bevel;
  const Measures m = Measure(box);
  EXPECT_NEAR(
      m.volume,
      u * v * w + 2 * bevel * (u * v + v * w + w * u) + 2 * bevel * bevel * (u + v + w) + 8 * bevel * bevel * bevel / 6,
      1e-9);
  EXPECT_NEAR(
      m.area,
      2 * (u * v + v * w + w * u) + 4 * std::sqrt(2.0) * bevel * (u + v + w) + 8 * std::sqrt(3.0) / 2 * bevel * bevel,
      1e-7);
  EXPECT_GT(m.most_bent, 0.5);  // of the corners' triangles
}

// volumes of the polygon that stands for the circle: its area is that of the circle times sin(x) / x
TEST(Shapes, AConeCylinderAndBallHaveTheirVolumes) {
  constexpr int kSegments = 48;
  const double x = 2 * kPi / kSegments, polygon = std::sin(x) / x * kPi;
  const std::array<Vector2d, 4> cylinder{{{0, 0}, {0.1, 0}, {0.1, 0.3}, {0, 0.3}}};
  const TriangleMesh can = Revolution(cylinder, kSegments);
  ExpectClosed(can);
  EXPECT_NEAR(Measure(can).volume, polygon * 0.01 * 0.3, 1e-8);
  EXPECT_GT(Measure(can).most_bent, 0.99) << "its rims are edges";
  const std::array<Vector2d, 3> cone{{{0, 0}, {0.1, 0}, {0, 0.3}}};
  ExpectClosed(Revolution(cone, kSegments));
  EXPECT_NEAR(Measure(Revolution(cone, kSegments)).volume, polygon * 0.01 * 0.1, 1e-8);
  std::vector<Vector2d> ball;
  for (int i = 0; i <= 40; ++i) {
    const double polar = kPi * i / 40;
    ball.emplace_back(i == 0 || i == 40 ? 0 : 0.1 * std::sin(polar), -0.1 * std::cos(polar));
  }
  const TriangleMesh sphere = Revolution(ball, kSegments);
  ExpectClosed(sphere);
  EXPECT_NEAR(Measure(sphere).volume, 4 * kPi / 3 * 1e-3, 4e-5);
  for (size_t i = 0; i < sphere.position.size(); ++i) {
    EXPECT_GT(sphere.normal[i].dot(sphere.position[i].normalized()), 0.999F) << "smooth";
  }
}

TEST(Shapes, AHollowBodyHasAnInside) {
  const std::array<Vector2d, 6> cup{{{0, 0}, {0.04, 0}, {0.04, 0.1}, {0.035, 0.1}, {0.035, 0.005}, {0, 0.005}}};
  const TriangleMesh mesh = Revolution(cup, 64);
  ExpectClosed(mesh);
  const double x = 2 * kPi / 64, polygon = std::sin(x) / x * kPi;
  EXPECT_NEAR(Measure(mesh).volume, polygon * (0.0016 * 0.1 - 0.035 * 0.035 * 0.095), 1e-9);
}

TEST(Shapes, ATubeFollowsItsCurve) {
  std::vector<Vector3d> arc;  // half a circle of radius 0.05
  for (int i = 0; i <= 24; ++i) arc.emplace_back(0.05 * std::cos(kPi * i / 24), 0, 0.05 * std::sin(kPi * i / 24));
  const TriangleMesh handle = Tube(arc, 0.006, 20);
  ExpectClosed(handle);
  EXPECT_NEAR(Measure(handle).volume, kPi * 0.006 * 0.006 * kPi * 0.05, 0.02 * kPi * 0.006 * 0.006 * kPi * 0.05);
  EXPECT_GT(Measure(handle).most_bent, 0.97);
}

TEST(Shapes, APlateKeepsItsOpening) {
  const TriangleMesh plate = PlateWithOpening({0.1, 4, 3}, {-0.5, -0.4}, {0.7, 0.6});
  ExpectClosed(plate);
  const Measures m = Measure(plate);
  EXPECT_NEAR(m.volume, 0.1 * (4 * 3 - 1.2 * 1.0), 1e-6);
  EXPECT_NEAR(m.area, 2 * (4 * 3 - 1.2 * 1.0) + 0.1 * 2 * (4 + 3) + 0.1 * 2 * (1.2 + 1.0), 1e-5);
  EXPECT_GT(m.most_bent, 0.9999);
}

TEST(Shapes, MovingAndJoiningKeepWhatTheyAre) {
  const TriangleMesh box = Cuboid({0.3, 0.2, 0.1}, 0.01);
  const Eigen::Matrix3d turn = Eigen::AngleAxisd(0.7, Vector3d(1, 2, 3).normalized()).toRotationMatrix();
  const std::array both{Moved(box, turn, {1, 2, 3}), Moved(box, {-1, 0, 0})};
  const TriangleMesh joined = Joined(both);
  ExpectClosed(joined);
  EXPECT_NEAR(Measure(joined).volume, 2 * Measure(box).volume, 1e-7);
  EXPECT_LT((both[0].position[5].cast<double>() - (turn * box.position[5].cast<double>() + Vector3d(1, 2, 3))).norm(),
            1e-6);
}

}  // namespace
}  // namespace porter::scene
