// A bystander who walks slowly sees pictures that change slowly: coarser meshes come without a pop.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <vector>

#include "porter/render/renderer.h"
#include "porter/scene/two_tables.h"

namespace porter::scene {
namespace {

constexpr int kWalks = 6;  // environments
constexpr int kBlock = 8;  // px a side

// largest mean change of a block of 8 x 8 px from one picture to the next, of 255, in each environment
std::array<double, kWalks> LargestChanges(const render::RenderConfig& config, const std::vector<uint8_t>& before,
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
  std::array<double, kWalks> largest{};
  for (size_t k = 0; k < change.size(); ++k) {
    double& most = largest[k / (size_t{1} * across * down)];
    most = std::max(most, change[k] / (3 * kBlock * kBlock));
  }
  return largest;
}

std::vector<uint8_t> Picture(const TwoTables& scene, const render::RenderConfig& config) {
  std::vector<uint8_t> rgb(size_t{kWalks} * config.width * config.height * 3);
  render::FrameBatch frames{.rgb = rgb};
  render::Renderer::Create(config, scene.assets)->Render(scene.outside, scene.instances, scene.looks, frames);
  return rgb;
}

double Mean(const std::array<double, kWalks>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / kWalks;
}

double ChangeBetweenLevels(const TwoTables& scene, int before, int after) {
  return Mean(LargestChanges({}, Picture(scene, {.frozen_level = before}), Picture(scene, {.frozen_level = after})));
}

// walking 30 cm backwards from the table, half a centimetre a picture; the mean of the environments' largest changes
double LargestChangeOfAWalk(const TwoTables& scene, const render::RenderConfig& config) {
  constexpr int kPictures = 60;
  constexpr double kStep = 0.005;  // m
  const auto renderer = render::Renderer::Create(config, scene.assets);
  std::vector<uint8_t> before(size_t{kWalks} * config.width * config.height * 3), after(before.size());
  std::array<double, kWalks> largest{};
  for (int i = 0; i <= kPictures; ++i) {
    render::CameraBatch cameras = scene.outside;
    for (render::Camera& camera : cameras.cameras)
      camera.X_WC = camera.X_WC * math::Transform3(Eigen::Matrix3d::Identity(), {0, 0, -kStep * i});
    render::FrameBatch frames{.rgb = after};
    renderer->Render(cameras, scene.instances, scene.looks, frames);
    const std::array<double, kWalks> changes = LargestChanges(config, before, after);
    for (size_t w = 0; w < changes.size() && i > 0; ++w) largest[w] = std::max(largest[w], changes[w]);
    before.swap(after);
  }
  return Mean(largest);
}

TEST(LevelOfDetail, NothingPopsWhereMeshesBecomeCoarser) {
  if (!std::filesystem::exists("models/g1/meshes/pelvis.STL")) GTEST_SKIP() << "the robot's meshes are not here";
  const TwoTables scene = MakeTwoTables({}, ".", 4, kWalks);
  const double full = LargestChangeOfAWalk(scene, {.frozen_level = 0});
  EXPECT_LT(LargestChangeOfAWalk(scene, {}), 1.2 * full) << "half a pixel cannot be seen";
  EXPECT_GT(ChangeBetweenLevels(scene, 0, 3), 2 * full) << "a jump over all levels can";
}

}  // namespace
}  // namespace porter::scene
