// A bystander who walks slowly sees pictures that change slowly: coarser meshes come without a pop.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "porter/render/renderer.h"
#include "porter/scene/two_tables.h"

namespace porter::scene {
namespace {

constexpr int kWalks = 2;  // environments
constexpr int kBlock = 8;  // px a side

// largest mean change of a block of 8 x 8 px from one picture to the next, of 255
double LargestChange(const render::RenderConfig& config, const std::vector<uint8_t>& before,
                     const std::vector<uint8_t>& after) {
  const int across = config.width / kBlock,
            down = config.height / kBlock;  // what is left of the height is not looked at
  std::vector<double> change(size_t{kWalks} * across * down);
  for (size_t i = 0; i < after.size(); ++i) {
    const int x = static_cast<int>(i / 3 % config.width), row = static_cast<int>(i / 3 / config.width);
    const int env = row / config.height, y = row % config.height;
    if (y / kBlock >= down) continue;
    const auto block = (static_cast<size_t>(env) * down + y / kBlock) * across + x / kBlock;
    change[block] += std::abs(after[i] - before[i]);
  }
  return std::ranges::max(change) / (3 * kBlock * kBlock);
}

// walking 30 cm backwards from the table, half a centimetre a picture
double LargestChangeOfAWalk(const TwoTables& scene, const render::RenderConfig& config) {
  constexpr int kPictures = 60;
  constexpr double kStep = 0.005;  // m
  const auto renderer = render::Renderer::Create(config, scene.assets);
  std::vector<uint8_t> before(size_t{kWalks} * config.width * config.height * 3), after(before.size());
  double largest = 0;
  for (int i = 0; i <= kPictures; ++i) {
    render::CameraBatch cameras = scene.outside;
    for (render::Camera& camera : cameras.cameras)
      camera.X_WC = camera.X_WC * math::Transform3(Eigen::Matrix3d::Identity(), {0, 0, -kStep * i});
    render::FrameBatch frames{.rgb = after};
    renderer->Render(cameras, scene.instances, scene.looks, frames);
    if (i > 0) largest = std::max(largest, LargestChange(config, before, after));
    before.swap(after);
  }
  return largest;
}

TEST(LevelOfDetail, NothingPopsWhereMeshesBecomeCoarser) {
  if (!std::filesystem::exists("models/g1/meshes/pelvis.STL")) GTEST_SKIP() << "the robot's meshes are not here";
  const TwoTables scene = MakeTwoTables({}, ".", 3, kWalks);
  const double full = LargestChangeOfAWalk(scene, {.frozen_level = 0});
  EXPECT_LT(LargestChangeOfAWalk(scene, {}), 1.2 * full) << "half a pixel cannot be seen";
  EXPECT_GT(LargestChangeOfAWalk(scene, {.level_error = 4}), 2 * full) << "four pixels can";
}

}  // namespace
}  // namespace porter::scene
