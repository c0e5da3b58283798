#include "porter/report/sketch.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numbers>

namespace porter::report {
namespace {

using Eigen::Vector3d;

constexpr Colour kRed{220, 30, 30};
constexpr Colour kBlue{30, 30, 220};

// from (-4, 0, 1) along x: 4 m to the origin's plane, y to the left, z up, focal length 200 px
const SketchView kView{
    .p_WE = {-4, 0, 1}, .p_WT = {0, 0, 1}, .vertical_fov = std::numbers::pi / 2, .width = 500, .height = 400};

bool IsRed(const core::Image& image, int x, int y) {
  const size_t at = 3 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x));
  return image.pixels[at] > 2 * image.pixels[at + 2];
}

bool IsBlue(const core::Image& image, int x, int y) {
  const size_t at = 3 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x));
  return image.pixels[at + 2] > 2 * image.pixels[at];
}

// the red pixels: their middle and their number
struct Blob {
  double u = 0, v = 0;  // px
  int area = 0;         // px
};

Blob RedBlob(const core::Image& image) {
  Blob blob;
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      if (!IsRed(image, x, y)) continue;
      blob.u += x + 0.5;
      blob.v += y + 0.5;
      ++blob.area;
    }
  }
  blob.u /= blob.area;
  blob.v /= blob.area;
  return blob;
}

TEST(SketchCamera, ProjectsAsAPinhole) {
  const SketchCamera camera(kView);
  EXPECT_NEAR(camera.focal_length(), 200, 1e-9);       // 0.5 * 400 / tan(45 deg)
  const Vector3d seen = camera.Project({1, -0.5, 2});  // 5 m ahead, 0.5 m to the right, 1 m up
  EXPECT_NEAR(seen.x(), 250 + 200 * 0.5 / 5, 1e-9);
  EXPECT_NEAR(seen.y(), 200 - 200 * 1.0 / 5, 1e-9);
  EXPECT_NEAR(seen.z(), 5, 1e-9);
  EXPECT_LT(camera.Project({-5, 0, 1}).z(), 0);
}

TEST(SketchCamera, RaysGoBackToWhatIsProjected) {
  const SketchCamera camera({.p_WE = {2, -3, 1.5}, .p_WT = {0.2, 0.1, 0.8}});
  const Vector3d p_W(0.3, -0.4, 1.1);
  const Vector3d seen = camera.Project(p_W);
  const Ray ray = camera.Through(seen.x(), seen.y());
  EXPECT_NEAR((ray.origin + seen.z() * ray.direction - p_W).norm(), 0, 1e-12);
}

TEST(SketchCamera, StraightDownHasXUp) {
  const SketchCamera camera({.p_WE = {0, 0, 3}, .p_WT = {0, 0, 0}});
  EXPECT_LT(camera.Project({1, 0, 0}).y(), 160);
  EXPECT_LT(camera.Project({0, 1, 0}).x(), 160);  // then y is to the left
}

TEST(Sketch, ASphereIsWhereThePinholeSays) {
  const Vector3d p_WS(2, 0.9, 1.6);
  const Blob blob = RedBlob(Sketch(std::array{Solid{Sphere{p_WS, 0.12}, kRed}}, kView));
  // 6 m ahead; a small sphere off the axis is an ellipse whose middle lies r^2/z^2 of its place farther out: 0.02 px
  EXPECT_NEAR(blob.u, 250 - 200 * 0.9 / 6, 0.3);  // and pixels half covered count or not
  EXPECT_NEAR(blob.v, 200 - 200 * 0.6 / 6, 0.3);
}

TEST(Sketch, ACapsuleSeenFromItsEndIsADisc) {
  const Capsule capsule{Vector3d(0, 0, 1), Vector3d(3, 0, 1), 0.5};
  const core::Image image = Sketch(std::array{Solid{capsule, kRed}}, kView);
  // the near end's sphere, 4 m away, hides the rest: f r / sqrt(z^2 - r^2)
  const double radius = 200 * 0.5 / std::sqrt(16 - 0.25);
  const Blob blob = RedBlob(image);
  EXPECT_NEAR(blob.u, 250, 0.3);
  EXPECT_NEAR(blob.v, 200, 0.3);  // pixels of the rim that are half background count less where the light is weak
  EXPECT_NEAR(std::sqrt(blob.area / std::numbers::pi), radius, 0.5);
  for (const double angle : {0.0, 1.0, 2.5, 4.0}) {
    const auto red = [&](double r) {
      return IsRed(image, static_cast<int>(250 + r * std::cos(angle)), static_cast<int>(200 + r * std::sin(angle)));
    };
    EXPECT_TRUE(red(radius - 1));
    EXPECT_FALSE(red(radius + 1));
  }
}

TEST(Sketch, WhatIsNearerHides) {
  const Solid near{Sphere{Vector3d(0, 0, 1), 0.3}, kRed};
  const Solid far{Box{{Eigen::Matrix3d(Eigen::Matrix3d::Identity()), Vector3d(2, 0, 1)}, Vector3d(0.1, 1, 0.8)}, kBlue};
  for (const auto& solids : {std::array{near, far}, std::array{far, near}}) {
    const core::Image image = Sketch(solids, kView);
    EXPECT_TRUE(IsRed(image, 250, 200));
    EXPECT_TRUE(IsBlue(image, 250 - 28, 200));  // 0.3 m at 4 m: 15 px; 1 m at 1.9 + 4 m: 34 px
    EXPECT_FALSE(IsBlue(image, 250 - 36, 200));
  }
}

TEST(Sketch, TheGroundHidesWhatIsBelow) {
  const core::Image image = Sketch(std::array{Solid{Sphere{Vector3d(0, 0, -0.5), 0.2}, kRed}}, kView);
  EXPECT_EQ(RedBlob(image).area, 0);
}

TEST(Sketch, LightComesFromAbove) {
  SketchView from_front = kView;
  from_front.p_WE.x() = 4;
  const core::Image image = Sketch(std::array{Solid{Sphere{Vector3d(0, 0, 1), 0.8}, {128, 128, 128}}}, from_front);
  const auto grey = [&](int y) { return image.pixels[3 * (static_cast<size_t>(y) * 500 + 250)]; };
  EXPECT_GT(grey(200 - 30), grey(200) + 10);
  EXPECT_GT(grey(200), grey(200 + 30) + 10);
}

TEST(Sketch, SolidsThrowAShadow) {
  const SketchView above{.p_WE = {0, 0, 6}, .p_WT = {0, 0, 0}, .width = 200, .height = 200};
  const core::Image empty = Sketch({}, above);
  const core::Image image = Sketch(std::array{Solid{Sphere{Vector3d(0, 0, 0.3), 0.15}, kRed}}, above);
  int darker = 0;
  for (size_t i = 0; i < image.pixels.size(); i += 3)  // green is dark in shadow and in red alike: red tells them apart
    darker += image.pixels[i] < empty.pixels[i] - 30 && image.pixels[i + 1] > 120;
  // pi 0.15^2 m^2, less what the sphere itself hides, at 0.5 * 200 / tan(0.3) / 6 = 53.9 px a metre: at most 205 px
  EXPECT_GT(darker, 50);
  EXPECT_LT(darker, 260);
  EXPECT_EQ(image.pixels[0], empty.pixels[0]);  // far from it nothing has changed
}

}  // namespace
}  // namespace porter::report
