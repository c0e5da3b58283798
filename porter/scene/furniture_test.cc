#include "porter/scene/furniture.h"

#include <gtest/gtest.h>

#include <numbers>

#include "porter/scene/mesh_measures.h"
#include "porter/scene/model.h"

namespace porter::scene {
namespace {

using Eigen::Vector3d;

double VolumeOf(const std::vector<Solid>& solids) {
  double volume = 0;
  for (const Solid& solid : solids) {
    volume += solid.size.prod() * (solid.kind == Solid::Kind::kCylinder ? std::numbers::pi / 4 : 1);
  }
  return volume;
}

TEST(Furniture, ATableIsItsSolids) {
  for (const TableLegs legs : {TableLegs::kSquare, TableLegs::kRound, TableLegs::kFrame}) {
    const TableShape shape{.legs = legs};
    const render::TriangleMesh mesh = MakeTable(shape);
    ExpectClosed(mesh);
    // bevels of at most 3 mm, and 24 corners for a circle, cost less than 1 %
    EXPECT_NEAR(Measure(mesh).volume, VolumeOf(SolidsOf(shape)), 0.01 * VolumeOf(SolidsOf(shape)));
    const Bounds bounds = BoundsOf({{{.mesh = mesh}}});
    EXPECT_LT((bounds.high - Vector3d(0.36, 0.75, 0.7)).norm(), 1e-6);
    EXPECT_LT((bounds.low - Vector3d(-0.36, -0.75, 0)).norm(), 1e-6);
    EXPECT_EQ(SolidsOf(shape).size(), legs == TableLegs::kFrame ? 9u : 5u);
  }
}

TEST(Furniture, TheFrameHangsBetweenTopAndFloor) {
  const std::vector<Solid> solids = SolidsOf(TableShape{.legs = TableLegs::kFrame});
  for (size_t i = 5; i < 9; ++i) {
    EXPECT_NEAR(solids[i].centre.z() + solids[i].size.z() / 2, 0.7 - 0.0375, 1e-12);
    EXPECT_GT(solids[i].centre.z() - solids[i].size.z() / 2, 0.5);
  }
}

TEST(Furniture, ATrayHoldsWhatItsWallsLeave) {
  for (const double rim : {0.0, 0.012}) {
    const TrayShape shape{.rim = rim};
    const render::TriangleMesh mesh = MakeTray(shape);
    ExpectClosed(mesh);
    // outside less the hollow; the solids do not overlap
    double volume = 0.28 * 0.28 * 0.1 - 0.25 * 0.25 * 0.085;
    if (rim > 0) volume += 0.006 * (0.304 * 0.304 - 0.28 * 0.28);
    EXPECT_NEAR(VolumeOf(SolidsOf(shape)), volume, 1e-9);
    EXPECT_NEAR(Measure(mesh).volume, volume, 0.02 * volume);
    const Bounds bounds = BoundsOf({{{.mesh = mesh}}});
    EXPECT_NEAR(bounds.high.x(), 0.14 + rim, 1e-6);
    EXPECT_NEAR(bounds.high.z(), 0.1, 1e-6);
    EXPECT_NEAR(bounds.low.z(), 0, 1e-6);
  }
}

TEST(Furniture, AWindowFillsTheEdgeOfItsOpening) {
  const WallShape shape;
  ExpectClosed(MakeWall(shape));
  EXPECT_NEAR(Measure(MakeWall(shape)).volume, 0.1 * (10 * 3 - 1.6 * 1.2), 1e-5);
  const render::TriangleMesh window = MakeWindow(shape);
  ExpectClosed(window);
  const Bounds bounds = BoundsOf({{{.mesh = window}}});
  EXPECT_NEAR(bounds.high.z(), 2.1, 1e-6);
  EXPECT_NEAR(bounds.low.z(), 0.9 - 0.03, 1e-6);
}

}  // namespace
}  // namespace porter::scene
