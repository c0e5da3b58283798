#include "porter/render/effects/lens_map.h"

#include <gmock/gmock.h>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/render/test_scenes.h"

namespace porter::render {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;

constexpr int kWide = 192, kHigh = 108;

// the head camera's picture through a barrel, and through a pincushion with tilted glass
const Intrinsics kBarrel{
    .fx = 138.6, .fy = 138.9, .cx = 96, .cy = 54, .k1 = -0.28, .k2 = 0.07, .k3 = 0, .p1 = 0, .p2 = 0};
const Intrinsics kPincushion{
    .fx = 138.6, .fy = 138.9, .cx = 94, .cy = 55, .k1 = 0.15, .k2 = -0.02, .k3 = 0.01, .p1 = 2e-3, .p2 = -1e-3};

// middle of what is brighter than the ground, px
Vector2d BrightMiddle(std::span<const uint8_t> rgb) {
  Vector2d sum(0, 0);
  double weight = 0;
  for (int y = 0; y < kHigh; ++y)
    for (int x = 0; x < kWide; ++x) {
      const double value = rgb[3 * (size_t(y) * kWide + x)];
      sum += value * Vector2d(x + 0.5, y + 0.5), weight += value;
    }
  return sum / weight;
}

// renders a small white square at p_C in the dark, bends its picture, and says where it is seen
Vector2d SeenAt(const LensMap& map, const Vector3d& p_C) {
  TestScene scene(1, 1);
  scene.config = {.width = map.source_width(), .height = map.source_height(), .samples = 4};
  const math::Transform3 X_WC = LookAlongX();
  scene.cameras.cameras[0] = {X_WC, map.source()};
  scene.looks.looks[0].background = false;
  scene.Add(0, 0, Rectangle(0.02F, 0.02F), {FacingCamera(), X_WC * p_C});
  scene.Render();
  std::vector<uint8_t> bent(size_t{3} * kWide * kHigh);
  map.Resample(scene.rgb, bent);
  return BrightMiddle(bent);
}

// Mean over positions within a pixel: samples tell a square's edges to a quarter of a pixel only. The square is small,
// because a bent one has its middle elsewhere.
Vector2d MeanError(const LensMap& map, const Intrinsics& lens, const Vector2d& pixel) {
  constexpr int kSteps = 5;
  Vector2d sum(0, 0);
  for (int i = 0; i < kSteps; ++i)
    for (int j = 0; j < kSteps; ++j) {
      const Vector2d at = pixel + Vector2d(i + 0.5, j + 0.5) / kSteps;
      sum += SeenAt(map, Unproject(lens, at)) - at;
    }
  return sum / (kSteps * kSteps);
}

TEST(LensMapTest, PointsAreSeenWhereTheFormulaSays) {
  for (const Intrinsics& lens : {kBarrel, kPincushion}) {
    const LensMap map = LensMap::Create(lens, kWide, kHigh);
    for (const double u : {12.0, 60.0, 181.0})
      for (const double v : {11.0, 52.0, 97.0})
        EXPECT_LT(MeanError(map, lens, {u, v}).norm(), 0.1) << u << ' ' << v << " k1 " << lens.k1;
  }
}

TEST(LensMapTest, ReadsTheFourPixelsAroundByHand) {
  // no distortion, and an axis off by nothing: the map is the picture itself
  const LensMap same = LensMap::Create({.fx = 10, .fy = 10, .cx = 2, .cy = 1.5}, 4, 3);
  EXPECT_EQ(same.source_width(), 5);
  EXPECT_EQ(same.source_height(), 4);
  EXPECT_EQ(same.source().cx, 2);
  std::vector<uint8_t> straight(size_t{3} * 5 * 4), bent(size_t{3} * 4 * 3);
  for (size_t i = 0; i < straight.size(); ++i) straight[i] = uint8_t(4 * i);
  same.Resample(straight, bent);
  for (size_t y = 0; y < 3; ++y)
    for (size_t i = 0; i < 12; ++i) EXPECT_EQ(bent[12 * y + i], straight[15 * y + i]);
}

// a straight picture whose red is 2 x and green 2 y has at each pixel of the bent one what Unproject says
TEST(LensMapTest, EveryPixelReadsWhereItLooks) {
  const LensMap map = LensMap::Create(kBarrel, kWide, kHigh);
  ASSERT_GT(map.source_width(), kWide) << "a barrel sees more";
  std::vector<uint8_t> straight;
  for (int y = 0; y < map.source_height(); ++y)
    for (int x = 0; x < map.source_width(); ++x)
      for (const int value : {x, y, 7}) straight.push_back(uint8_t(value));
  std::vector<uint8_t> bent(size_t{3} * kWide * kHigh);
  map.Resample(straight, bent);
  for (int y = 0; y < kHigh; ++y)
    for (int x = 0; x < kWide; ++x) {
      const Vector3d p_C = Unproject(kBarrel, {x + 0.5, y + 0.5});
      const Vector2d at = Project(map.source(), p_C).array() - 0.5;
      const uint8_t* const pixel = &bent[3 * (size_t(y) * kWide + x)];
      // rounding to a byte, and 1/512 px of the table
      ASSERT_NEAR(pixel[0], at.x(), 0.51) << x << ' ' << y;
      ASSERT_NEAR(pixel[1], at.y(), 0.51) << x << ' ' << y;
      ASSERT_EQ(pixel[2], 7);
    }
}

TEST(LensMapTest, RefusesALensThatFolds) {
  Intrinsics lens = kBarrel;
  lens.k1 = -2;
  try {
    LensMap::Create(lens, kWide, kHigh);
    FAIL() << "not refused";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), testing::AllOf(testing::HasSubstr("folds"), testing::HasSubstr("k1 -2")));
  }
}

TEST(LensMapTest, ResampleAllocatesNothing) {
  const LensMap map = LensMap::Create(kPincushion, kWide, kHigh);
  std::vector<uint8_t> straight(size_t{3} * map.source_width() * map.source_height()), bent(size_t{3} * kWide * kHigh);
  const core::AllocationGuard guard;
  map.Resample(straight, bent);
  EXPECT_EQ(guard.Count(), 0);
}

}  // namespace
}  // namespace porter::render
