// The rivals draw what we draw, and the scenario runs.
#include "bench/render_bench.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "bench/rivals/embree_hits.h"
#include "bench/rivals/mujoco_pictures.h"
#include "porter/render/renderer.h"
#include "porter/scene/two_tables.h"

namespace porter::bench {
namespace {

class RenderBenchTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("models/g1/meshes/pelvis.STL")) GTEST_SKIP() << "the robot's meshes are not here";
  }
};

// The scene's first environments as our renderer and Embree see them.
struct BothSides {
  BothSides(const scene::TwoTables& scene, const render::RenderConfig& config)
      : width(config.width), height(config.height) {
    const size_t pixels = scene.head.cameras.size() * static_cast<size_t>(width) * static_cast<size_t>(height);
    ours.resize(pixels), ids.resize(pixels), theirs.resize(pixels, -1);
    render::FrameBatch frames{.depth = ours, .ids = ids};
    render::Renderer::Create(config, scene.assets)->Render(scene.head, scene.instances, scene.looks, frames);
    EmbreeMeshes meshes(scene.assets);
    EmbreeHits(meshes, config, scene.head, scene.instances).Trace(theirs);
  }

  // whether a pixel and those around it show one instance, at depths that a plane may have
  bool IsSmooth(int env, int x, int y) const {
    const size_t middle = At(env, x, y);
    for (int dy = -1; dy <= 1; ++dy)
      for (int dx = -1; dx <= 1; ++dx) {
        const size_t i = At(env, x + dx, y + dy);
        if (ids[i] != ids[middle] || std::abs(ours[i] - ours[middle]) > 0.05F * ours[middle]) return false;
      }
    return true;
  }
  size_t At(int env, int x, int y) const {
    return (static_cast<size_t>(env) * static_cast<size_t>(height) + static_cast<size_t>(y)) *
               static_cast<size_t>(width) +
           static_cast<size_t>(x);
  }

  int width, height;
  std::vector<float> ours, theirs;  // depth, m
  std::vector<int32_t> ids;
};

// share of the smooth pixels whose depths differ by more than a thousandth
double ShareThatDiffers(const BothSides& sides, int num_envs) {
  int smooth = 0, differ = 0;
  for (int env = 0; env < num_envs; ++env)
    for (int y = 1; y + 1 < sides.height; ++y)
      for (int x = 1; x + 1 < sides.width; ++x) {
        if (!sides.IsSmooth(env, x, y)) continue;
        const size_t i = sides.At(env, x, y);
        ++smooth;
        differ += std::abs(sides.theirs[i] - sides.ours[i]) > 1e-3F * sides.ours[i];
      }
  EXPECT_GT(smooth, static_cast<int>(sides.ours.size() / 2));
  return static_cast<double>(differ) / smooth;
}

TEST_F(RenderBenchTest, EmbreeHitsWhatOurPictureShows) {
  constexpr int kEnvs = 4;
  const scene::TwoTables scene = scene::MakeTwoTables({}, ".", 3, kEnvs);
  for (const int level : {0, -1}) {
    const BothSides sides(scene, {.samples = 1, .frozen_level = level});
    EXPECT_LT(ShareThatDiffers(sides, kEnvs), 0.0002) << level;
  }
}

TEST_F(RenderBenchTest, EmbreeTracesPicturesThatAreNoMultipleOfItsTiles) {
  scene::TwoTables scene = scene::MakeTwoTables({}, ".", 3, 1);
  scene.head.cameras[0].intrinsics = render::FromFieldOfView(45, 31, 1.2, 0.9);
  const BothSides sides(scene, {.width = 45, .height = 31, .samples = 4});
  EXPECT_LT(ShareThatDiffers(sides, 1), 0.002);  // one of some 700
  EXPECT_THAT(sides.theirs, testing::Each(testing::Ge(0.0F)));
}

TEST_F(RenderBenchTest, MujocoDrawsThePictureWithAndWithoutShadows) {
  if (!MujocoPictures::IsAvailable()) GTEST_SKIP() << "built without OSMesa";
  const scene::TwoTables scene = scene::MakeTwoTables({}, ".", 3, 1);
  const MujocoPicturesConfig config{.width = 96, .height = 54, .samples = 1, .threads = 2};
  render::Camera camera = scene.head.cameras[0];
  camera.intrinsics = {.fx = 69, .fy = 69, .cx = 48, .cy = 27};
  MujocoPictures pictures(config, {.assets = scene.assets,
                                   .instances = scene.instances[0],
                                   .camera = camera,
                                   .to_sun_W = Eigen::Vector3f(1, 1, 2).normalized()});
  const auto draw = [&](bool shadows) {
    pictures.Render(1, shadows);
    return std::vector<uint8_t>(pictures.rgb().begin(), pictures.rgb().end());
  };
  const std::vector<uint8_t> plain = draw(false), shadowed = draw(true);
  ASSERT_EQ(plain.size(), size_t{96} * 54 * 3);
  EXPECT_GT(std::set<uint8_t>(plain.begin(), plain.end()).size(), 30u);
  int darker = 0;
  for (size_t i = 0; i < plain.size(); ++i) {
    EXPECT_LE(shadowed[i], plain[i] + 2) << i;
    darker += shadowed[i] + 10 < plain[i];
  }
  EXPECT_GT(darker, 100);
  EXPECT_EQ(draw(false), plain);
}

TEST_F(RenderBenchTest, AShortRunMeasuresEverySide) {
  const RenderBenchConfig config{
      .num_envs = {1, 2},
      .rounds = 2,
      .round_seconds = 0,
      .mujoco_shadow = 64,
      .pictures = {{.width = 32, .height = 24, .samples = 1}, {.width = 32, .height = 24, .effects = true}}};
  int done = 0;
  const RenderBenchResult result = RunRenderBench(config, ".", [&](const BenchPicture&) { ++done; });
  EXPECT_EQ(done, 2);
  ASSERT_EQ(result.rows.size(), 4u);
  for (const RenderBenchRow& row : result.rows) {
    EXPECT_GT(row.fps, 0);
    EXPECT_NE(row.embree_hit_fps.has_value(), row.picture.effects);
    EXPECT_EQ(row.mujoco_fps.has_value(), !row.picture.effects && MujocoPictures::IsAvailable());
  }
  const RenderStages& s = result.stages;
  for (const double share : {s.vertex, s.raster, s.shadow, s.shade, s.effects}) EXPECT_GT(share, 0);
  EXPECT_NEAR(s.vertex + s.raster + s.shadow + s.shade + s.effects, 1, 1e-9);
}

TEST(RenderBars, AreJudgedByTheSlowestRow) {
  const BenchPicture picture;
  const std::vector<RenderBar> bars =
      Judge({{.picture = picture, .num_envs = 16, .fps = 2600, .embree_hit_lod_ratio = 1.3},
             {.picture = picture, .num_envs = 1024, .fps = 2080, .embree_hit_lod_ratio = 1.1}});
  ASSERT_EQ(bars.size(), 3u);
  EXPECT_DOUBLE_EQ(bars[0].found, 2080);
  EXPECT_FALSE(bars[0].Passes());
  EXPECT_DOUBLE_EQ(bars[1].found, 1.1);
  EXPECT_DOUBLE_EQ(bars[2].found, 0.8);
  EXPECT_EQ(bars[2].bar, 0.85);
}

}  // namespace
}  // namespace porter::bench
