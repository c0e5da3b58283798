// The fast renderer against its slow twin and against itself.
#include <gmock/gmock.h>
#include <hwy/targets.h>

#include <cmath>
#include <set>

#include "porter/core/clock.h"
#include "porter/render/raster/clusters.h"
#include "porter/render/shading.h"
#include "porter/render/test_panoramas.h"
#include "porter/render/test_scenes.h"

namespace porter::render {
namespace {

using Eigen::Vector3d;
using Eigen::Vector3f;

Texture Stripes() {
  core::Image image{.width = 64, .height = 32, .channels = 3, .pixels = {}};
  for (int i = 0; i < 64 * 32; ++i)
    for (int c = 0; c < 3; ++c) image.pixels.push_back(uint8_t((i % 64 / 8 % 2 * 120 + i / 64 * 3 + c * 20) % 256));
  return MakeTexture(image);
}

// brighter above and toward +x, with a sun
EnvironmentLight Sky() {
  EnvironmentLight sky = UniformLight({0.5F, 0.6F, 0.7F});
  sky.irradiance[2] = {0.2F, 0.25F, 0.3F};
  sky.irradiance[3] = {0.1F, 0.05F, 0};
  sky.irradiance[8] = {0.02F, -0.03F, 0.01F};
  for (OctahedralMap* map : {&sky.specular, &sky.background})
    for (size_t i = 0; i < map->texels.size(); ++i)
      map->texels[i] = PackRadiance(Vector3f(0.3F, 0.5F, 0.7F) * (1 + 0.1F * float(i % 7)));
  sky.sun = {.direction = Vector3f(-1, 1, 2).normalized(), .irradiance = {2, 1.8F, 1.5F}, .angular_radius = 0.02F};
  return sky;
}

// bodies of all kinds around the camera, some of them cut by the near plane, on a textured floor
TestScene Room(int num_envs) {
  TestScene scene(num_envs, 12);
  scene.config.width = 90;  // no multiple of a block
  scene.config.height = 50;
  scene.assets.lights = {Sky(), MakeEnvironmentLight(SkyWithDisk(Vector3f(0.6F, 0.3F, 0.4F).normalized()))};
  scene.assets.textures = {Stripes()};
  scene.assets.meshes = {Rectangle(10, 10), Box({0.2F, 0.3F, 0.1F}), Sphere(0.1F, 50)};
  for (int env = 0; env < num_envs; ++env) {
    scene.looks.looks[env].light = env % 2;
    scene.looks.looks[env].yaw = float(env);
    scene.cameras.cameras[env] = {.X_WC = LookAlongX({0.01 * env, 0, 0}, 0.1 * env, 0.3),
                                  .intrinsics = {.fx = 80, .fy = 85, .cx = 44, .cy = 26}};
    for (int slot = 0; slot < 12; ++slot) {
      Instance& instance = scene.instances[env][slot];
      const double a = env * 0.7 + slot * 1.3;
      const double distance = slot == 11 ? 0.05 : 0.5 + 0.1 * slot;
      instance.mesh = slot == 0 ? 0 : 1 + slot % 2;
      instance.casts_shadow = slot != 0;
      instance.scale = slot == 3 ? 0.5 : 1;
      instance.X_WM = {Eigen::AngleAxisd(slot == 0 ? 0 : a, Vector3d(1, 2, 3).normalized()).toRotationMatrix(),
                       Vector3d(distance, 0.5 * distance * std::cos(5 * a), slot == 0 ? -0.4 : 0.4 * std::sin(3 * a))};
      instance.material = {.base_colour = Vector3f(0.9F, 0.7F, 0.5F) / float(1 + slot % 3),
                           .texture = slot % 4 == 0 ? 0 : -1,
                           .texture_scale = slot == 0 ? 2.0F : 1.0F,
                           .roughness = 0.1F * float(slot % 10),
                           .metallic = slot % 5 == 1 ? 0.8F : 0};
    }
  }
  return scene;
}

TEST(RasterTest, DrawsWhatItsSlowTwinDraws) {
  for (int samples : {1, 4}) {
    TestScene fast = Room(6), slow = Room(6);
    fast.config.samples = slow.config.samples = samples;
    slow.config.backend = Backend::kScalar;
    fast.Render();
    slow.Render();
    size_t other_ids = 0, other_colours = 0;
    for (size_t i = 0; i < fast.ids.size(); ++i) {
      // corners are rounded to 1/256 px from values that differ in their last bit, so a sample may change hands
      if (fast.ids[i] != slow.ids[i]) {
        ++other_ids;
        continue;
      }
      ASSERT_NEAR(fast.depth[i], slow.depth[i], 1e-4 * slow.depth[i]) << i;
      for (size_t c = 0; c < 3; ++c) other_colours += std::abs(fast.rgb[3 * i + c] - slow.rgb[3 * i + c]) > 2;
    }
    EXPECT_LE(other_ids, fast.ids.size() / 2000) << samples;
    EXPECT_LE(other_colours, fast.rgb.size() / 1000) << samples;
  }
}

TEST(RasterTest, EveryInstructionSetOfThisMachineDrawsTheSame) {
  TestScene slow = Room(2);
  slow.config.samples = 4;
  slow.config.backend = Backend::kScalar;
  slow.Render();
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    hwy::GetChosenTarget().Update(target);
    TestScene fast = Room(2);
    fast.config.samples = 4;
    fast.Render();
    size_t other = 0;
    for (size_t i = 0; i < fast.ids.size(); ++i)
      other += fast.ids[i] != slow.ids[i] || std::abs(fast.rgb[3 * i + 1] - slow.rgb[3 * i + 1]) > 2;
    // as above
    EXPECT_LE(other, fast.ids.size() / 1000) << hwy::TargetName(target);
  }
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

// mean difference of two pictures, steps of 8 bits
double Difference(const std::vector<uint8_t>& a, const std::vector<uint8_t>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += std::abs(a[i] - b[i]);
  return sum / double(a.size());
}

// The camera backs away from a body, which passes all its levels of detail: no step changes the picture more than its
// neighbours do.
TEST(RasterTest, LevelsOfDetailDoNotPop) {
  TestScene scene(1, 2);
  scene.config.samples = 4;
  scene.assets.lights = {Sky()};
  scene.Add(0, 0, Sphere(0.15F, 120), {Eigen::Matrix3d::Identity(), Vector3d(0, 0, 0)}).material.roughness = 0.3F;
  scene.Add(0, 1, Box({0.2F, 0.2F, 0.2F}), {Eigen::Matrix3d::Identity(), Vector3d(0.1, 0.2, 0.1)});
  const auto renderer = Renderer::Create(scene.config, scene.assets);
  std::vector<double> steps;
  std::vector<uint8_t> before;
  for (int i = 0; i < 150; ++i) {
    scene.cameras.cameras[0].X_WC = LookAlongX({-0.4 * std::pow(1.015, i), 0.002 * i, 0});
    FrameBatch frames = scene.Buffers();
    renderer->Render(scene.cameras, scene.instances, scene.looks, frames);
    if (!before.empty()) steps.push_back(Difference(before, scene.rgb));
    before = scene.rgb;
  }
  for (size_t i = 1; i + 1 < steps.size(); ++i)
    // twice: the picture's texels and edges make neighbours differ, too; 0.05: steps fade with distance
    EXPECT_LE(steps[i], steps[i - 1] + steps[i + 1] + 0.05) << "step " << i;
}

TEST(RasterTest, StagesAreTimedWithoutAChangeOfThePicture) {
  TestScene scene = Room(6);
  scene.Render();
  const std::vector<uint8_t> rgb = scene.rgb;
  FrameBatch frames = scene.Buffers();
  const auto untimed = Renderer::Create(scene.config, scene.assets);
  untimed->Render(scene.cameras, scene.instances, scene.looks, frames);
  EXPECT_EQ(untimed->TakeStageTimes().Sum(), 0);
  scene.config.time_stages = true;
  scene.config.threads = 1;
  const auto timed = Renderer::Create(scene.config, scene.assets);
  const double start = core::NowSeconds();
  timed->Render(scene.cameras, scene.instances, scene.looks, frames);
  const double passed = core::NowSeconds() - start;
  EXPECT_EQ(scene.rgb, rgb);
  const StageTimes times = timed->TakeStageTimes();
  for (const double stage : {times.vertex, times.raster, times.shadow, times.shade}) EXPECT_GT(stage, 0);
  EXPECT_LE(times.Sum(), passed);
  EXPECT_GT(times.Sum(), 0.5 * passed);
  EXPECT_EQ(timed->TakeStageTimes().Sum(), 0);
}

TEST(RasterTest, FullListsOfTrianglesAreCleared) {
  constexpr int kShells = 60;
  const auto render = [] {
    TestScene scene(1, kShells);
    scene.config.frozen_level = 0;
    scene.assets.meshes = {Sphere(0.2F, 80)};
    for (int shell = 0; shell < kShells; ++shell) {
      Instance& instance = scene.instances[0][shell];
      instance.mesh = 0;
      instance.X_WM = {Eigen::Matrix3d(Eigen::Matrix3d::Identity()), Vector3d(0.8, 0, 0)};
      instance.scale = 1 - 0.001 * (kShells - 1 - shell);  // each hides those before it
    }
    scene.Render();
    return scene;
  };
  TestScene all = render();
  const auto seen = std::ranges::count(all.ids, kShells - 1);
  EXPECT_GT(seen, 1000);
  EXPECT_EQ(size_t(seen + std::ranges::count(all.ids, -1)), all.ids.size());
  TestScene one = all;
  for (int shell = 0; shell < kShells - 1; ++shell) one.instances[0][shell].mesh = -1;
  one.Render();
  EXPECT_EQ(all.rgb, one.rgb);
  EXPECT_EQ(all.depth, one.depth);
}

TEST(RasterTest, ClustersHoldEveryTriangleOnce) {
  const MeshLevel level = MakeLevels(Sphere(0.1F, 40))[0];
  std::vector<TriangleLook> looks(3);  // of another mesh
  const ClusteredLevel clusters = MakeClusters(level, looks);
  EXPECT_EQ(looks.size(), 3 + level.num_triangles());
  std::multiset<float> there, here;
  for (size_t i = 0; i < clusters.meshlets.size(); ++i) {
    const Meshlet& m = clusters.meshlets[i];
    for (uint32_t t = 0; t < m.num_triangles; ++t) {
      float sum = 0;
      for (int c = 0; c < 3; ++c) {
        const size_t v = m.first_vertex + clusters.corner[c][m.first_triangle + t];
        const Vector3f p(clusters.x[v], clusters.y[v], clusters.z[v]);
        const Vector3f normal = UnpackNormal(looks[m.first_look + t].normal[c]);
        EXPECT_LT((normal - p.normalized()).norm(), 0.005) << "a corner with another's normal";
        EXPECT_LE((p - clusters.parts.Centre(i)).norm(), clusters.parts.radius[i] + 1e-6);
        sum += std::round(1e4F * p.x()) + std::round(1e4F * p.y()) * 1e-1F;
      }
      here.insert(sum);
    }
  }
  for (size_t t = 0; t < level.num_triangles(); ++t) {
    float sum = 0;
    for (int c = 0; c < 3; ++c) {
      const Vector3f& p = level.position[level.index[3 * t + c]];
      sum += std::round(1e4F * p.x()) + std::round(1e4F * p.y()) * 1e-1F;
    }
    there.insert(sum);
  }
  ASSERT_EQ(here.size(), there.size());
  // corners may be summed in another order
  EXPECT_TRUE(std::ranges::equal(here, there, [](float a, float b) { return std::abs(a - b) < 0.5F; }));
}

}  // namespace
}  // namespace porter::render
