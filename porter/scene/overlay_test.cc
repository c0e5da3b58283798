#include "porter/scene/overlay.h"

#include <gtest/gtest.h>

namespace porter::scene {
namespace {

using Eigen::Vector3d;

// at the origin, 100 px focal length, its axis through the middle of 64 x 48 px
const render::Camera kCamera{.intrinsics = {.fx = 100, .fy = 100, .cx = 32, .cy = 24}};

core::Image Blank() {
  return {64, 48, 3, std::vector<uint8_t>(size_t{64} * 48 * 3, 0)};
}

Rgb At(const core::Image& picture, int x, int y) {
  const auto* p = &picture.pixels[3 * (static_cast<size_t>(y) * 64 + static_cast<size_t>(x))];
  return {p[0], p[1], p[2]};
}

int Marked(const core::Image& picture) {
  int count = 0;
  for (size_t i = 0; i < picture.pixels.size(); i += 3)
    count += picture.pixels[i] + picture.pixels[i + 1] + picture.pixels[i + 2] > 0;
  return count;
}

TEST(Overlay, AxesPointAlongTheFrame) {
  Overlay overlay;
  AddAxes(overlay, {Eigen::Matrix3d::Identity(), {0, 0, 1}}, 0.1);  // 10 px
  core::Image picture = Blank();
  Draw(overlay, kCamera, picture);
  EXPECT_EQ(At(picture, 40, 24), (Rgb{230, 40, 40}));
  EXPECT_EQ(At(picture, 32, 32), (Rgb{40, 200, 60}));
  EXPECT_EQ(At(picture, 32, 24), (Rgb{60, 90, 255})) << "z points away from the camera";
  EXPECT_EQ(Marked(picture), 21);
}

TEST(Overlay, WhatIsBehindOrBesideIsCutOff) {
  Overlay overlay;
  overlay.lines.push_back({{0, 0, -1}, {0, 0.1, -1}, {255, 255, 255}});
  overlay.dots.push_back({{0, 0, -1}, {255, 255, 255}});
  overlay.dots.push_back({{1e9, 0, 1}, {255, 255, 255}});
  core::Image picture = Blank();
  Draw(overlay, kCamera, picture);
  EXPECT_EQ(Marked(picture), 0);
  overlay.lines.push_back({{-1e6, 0.05, 1}, {1e6, 0.05, 1}, {255, 255, 255}});  // across the whole picture
  Draw(overlay, kCamera, picture);
  EXPECT_EQ(Marked(picture), 64);
  EXPECT_EQ(At(picture, 0, 29), (Rgb{255, 255, 255}));
  // one end behind the camera: from the axis outward, along y = z
  overlay = {.lines = {{{0, -1, -1}, {0, 0.2, 1}, {9, 9, 9}}}, .dots = {}};
  picture = Blank();
  Draw(overlay, kCamera, picture);
  EXPECT_EQ(At(picture, 32, 43), (Rgb{9, 9, 9})) << "v = 100 x 0.2 + 24 is its end";
}

TEST(Overlay, AFrustumSeenByItsOwnCameraIsThePicturesEdge) {
  Overlay overlay;
  AddFrustum(overlay, {kCamera.X_WC, {.fx = 100, .fy = 100, .cx = 21.5, .cy = 13.5}}, 44, 28, 2);
  core::Image picture = Blank();
  Draw(overlay, kCamera, picture);
  EXPECT_EQ(At(picture, 10, 10), (Rgb{250, 210, 40}));
  EXPECT_EQ(At(picture, 54, 38), (Rgb{250, 210, 40}));
  EXPECT_EQ(At(picture, 30, 10), (Rgb{250, 210, 40}));
  EXPECT_EQ(Marked(picture), 2 * (45 + 27)) << "edges toward the camera are points";
}

}  // namespace
}  // namespace porter::scene
