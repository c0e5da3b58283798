// Every back end draws these scenes, whose answer is known.
#include "porter/render/renderer.h"

#include <gmock/gmock.h>

#include <cmath>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/render/shading.h"
#include "porter/render/test_panoramas.h"
#include "porter/render/test_scenes.h"

namespace porter::render {
namespace {

using Eigen::Vector3d;
using Eigen::Vector3f;

class RendererTest : public testing::TestWithParam<Backend> {
 protected:
  TestScene Scene(int num_envs, int num_slots) const {
    TestScene scene(num_envs, num_slots);
    scene.config.backend = GetParam();
    return scene;
  }
};

// a right triangle with its right angle at pixel (x, y) of the picture, legs of `legs` pixels to the right and down, 2
// m away
TriangleMesh PixelTriangle(float x, float y, float legs) {
  const auto at = [](float u, float v) { return Vector3f((u - 32) / 100 * 2, -(v - 24) / 100 * 2, 0); };
  return {.position = {at(x, y), at(x, y + legs), at(x + legs, y)},
          .normal = std::vector<Vector3f>(3, Vector3f::UnitZ()),
          .uv = {},
          .index = {0, 1, 2}};
}

TEST_P(RendererTest, TriangleCoversExactlyTheSamplesInside) {
  TestScene scene = Scene(1, 1);
  scene.Add(0, 0, PixelTriangle(10, 20, 8.25F), {FacingCamera(), Vector3d(2, 0, 0)});
  scene.Render();
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) {
      const bool inside = x >= 10 && y >= 20 && (x + 0.5 - 10) + (y + 0.5 - 20) < 8.25;
      EXPECT_EQ(scene.ids[scene.At(x, y)], inside ? 0 : -1) << x << ' ' << y;
    }
}

TEST_P(RendererTest, BackFacesAreNotSeen) {
  TestScene scene = Scene(1, 1);
  TriangleMesh triangle = PixelTriangle(10, 20, 8.25F);
  std::swap(triangle.index[1], triangle.index[2]);
  scene.Add(0, 0, triangle, {FacingCamera(), Vector3d(2, 0, 0)});
  scene.Render();
  EXPECT_THAT(scene.ids, testing::Each(-1));
}

// A disc of thin triangles around an odd point: every sample well inside belongs to it, at 1 and 4 samples a pixel.
TEST_P(RendererTest, SharedEdgesLeaveNoGap) {
  for (int samples : {1, 4}) {
    TestScene scene = Scene(1, 1);
    scene.config.samples = samples;
    TriangleMesh disc;
    constexpr int kSpokes = 97;
    disc.position.emplace_back(0.0123F, 0.0456F, 0);
    for (int i = 0; i < kSpokes; ++i) {
      const float angle = 2 * std::numbers::pi_v<float> * float(i) / kSpokes;
      disc.position.emplace_back(0.4F * std::cos(angle), 0.4F * std::sin(angle), 0);
      disc.index.insert(disc.index.end(), {0, uint32_t(1 + i), uint32_t(1 + (i + 1) % kSpokes)});
    }
    disc.normal.assign(disc.position.size(), Vector3f::UnitZ());
    Instance& instance = scene.Add(0, 0, disc, {FacingCamera(), Vector3d(2, 0, 0)});
    instance.material.base_colour = Vector3f::Zero();
    instance.material.specular = 0;
    scene.looks.looks[0].exposure = 100;  // white behind a black disc: any gap shows
    scene.Render();
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 64; ++x)
        if (std::hypot(x + 0.5 - 32, y + 0.5 - 24) < 18) {
          ASSERT_EQ(scene.ids[scene.At(x, y)], 0) << x << ' ' << y;
          ASSERT_LT(scene.rgb[3 * scene.At(x, y)], 200) << x << ' ' << y << " with " << samples;
        }
  }
}

TEST_P(RendererTest, DepthOfATiltedPlane) {
  TestScene scene = Scene(1, 1);
  const Vector3d p(2, 0.1, -0.2), n = Vector3d(-1, 0.7, 0.4).normalized();
  const Eigen::Matrix3d R = Eigen::Quaterniond::FromTwoVectors(Vector3d::UnitZ(), n).toRotationMatrix();
  scene.Add(0, 0, Rectangle(10, 10), {R, p});
  scene.Render();
  int seen = 0;
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) {
      if (scene.ids[scene.At(x, y)] != 0) continue;
      ++seen;
      const Vector3d ray(1, -(x + 0.5 - 32) / 100, -(y + 0.5 - 24) / 100);  // depth 1 m
      const double depth = n.dot(p) / n.dot(ray);
      EXPECT_NEAR(scene.depth[scene.At(x, y)], depth, 1e-5 * depth) << x << ' ' << y;
      const Vector3f normal = Vector3f::Map(&scene.normals[3 * scene.At(x, y)]);
      EXPECT_LT((normal.cast<double>() - n).norm(), 2e-3);  // normals are packed in 11, 11 and 10 bits
    }
  EXPECT_GT(seen, 2000);
}

TEST_P(RendererTest, FloorUnderTheCameraIsCutAtTheNearPlane) {
  TestScene scene = Scene(1, 1);
  scene.Add(0, 0, Rectangle(40, 40), {Eigen::Matrix3d::Identity(), Vector3d(0, 0, -0.04)});
  scene.config.near = 0.05;
  scene.Render();
  // the floor is seen below the horizon at depth 0.04 x 100 / (y + 0.5 - 24), up to 20 m and no nearer than 0.05 m
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) {
      const double depth = 4 / (y + 0.5 - 24);
      const bool floor = depth > 0.05 && depth < 20;
      ASSERT_EQ(scene.ids[scene.At(x, y)], floor ? 0 : -1) << x << ' ' << y;
      EXPECT_NEAR(scene.depth[scene.At(x, y)], floor ? depth : 0, 1e-5 * std::abs(depth)) << x << ' ' << y;
    }
}

TEST_P(RendererTest, NearerSurfacesHideFurtherOnesWhateverTheirOrder) {
  for (int order : {0, 1}) {
    TestScene scene = Scene(1, 2);
    scene.Add(0, order, Rectangle(4, 4), {FacingCamera(), Vector3d(2, 0, 0)});
    scene.Add(0, 1 - order, Rectangle(0.2F, 0.2F), {FacingCamera(), Vector3d(1.99, 0, 0)});
    scene.Render();
    EXPECT_EQ(scene.ids[scene.At(32, 24)], 1 - order);
    EXPECT_EQ(scene.ids[scene.At(50, 24)], order);
  }
}

TEST_P(RendererTest, APointIsSeenWhereTheFormulaSays) {
  TestScene scene = Scene(1, 1);
  scene.cameras.cameras[0].X_WC = LookAlongX({0.1, 0.2, 0.3}, 0.4, 0.5);
  const Vector3d p_C(0.3, -0.2, 1.7);
  const math::Transform3 X_WC = scene.cameras.cameras[0].X_WC;
  Instance& dot = scene.Add(0, 0, Sphere(1, 12), {Eigen::Matrix3d::Identity(), X_WC * p_C});
  dot.scale = 0.012;  // 0.7 px
  scene.Render();
  const Eigen::Vector2d pixel = Project(scene.cameras.cameras[0].intrinsics, p_C);
  EXPECT_EQ(scene.ids[scene.At(int(pixel.x()), int(pixel.y()))], 0);
  EXPECT_LE(std::ranges::count(scene.ids, 0), 4);
}

TEST_P(RendererTest, WhiteSphereInAWhiteFurnaceCannotBeSeen) {
  for (float roughness : {0.1F, 0.5F, 1.0F}) {
    TestScene scene = Scene(1, 1);
    scene.config.samples = 4;
    Instance& sphere = scene.Add(0, 0, Sphere(0.2F, 40), {Eigen::Matrix3d::Identity(), Vector3d(1, 0, 0)});
    sphere.material = {.base_colour = Vector3f::Ones(), .roughness = roughness};
    scene.looks.looks[0].exposure = 0.4F;
    scene.Render();
    EXPECT_GT(std::ranges::count(scene.ids, 0), 1000);
    const auto [least, most] = std::ranges::minmax(scene.rgb);
    EXPECT_LE(most - least, 1) << "1 % of linear light is 1 step of 8 bits here";
  }
}

TEST_P(RendererTest, BoxShadesTheFloorBesideIt) {
  TestScene scene = Scene(1, 2);
  scene.assets.lights[0].sun = {.direction = Vector3f(0, -1, 1).normalized(), .irradiance = Vector3f::Ones()};
  scene.cameras.cameras[0].X_WC = LookAlongX({0, 0, 1}, 0, 0.6);
  scene.Add(0, 0, Rectangle(20, 20), {}).casts_shadow = false;
  scene.Add(0, 1, Box({0.2F, 0.4F, 0.3F}), {Eigen::Matrix3d::Identity(), Vector3d(1.3, 0, 0.15)});
  scene.Render();
  int lit = 0, dark = 0;
  for (int y = 0; y < 48; ++y)
    for (int x = 0; x < 64; ++x) {
      if (scene.ids[scene.At(x, y)] != 0) continue;
      const Vector3d ray((x + 0.5 - 32) / 100, (y + 0.5 - 24) / 100, 1);
      const Vector3d p_W = scene.cameras.cameras[0].X_WC * (ray * scene.depth[scene.At(x, y)]);
      // the shadow: y -0.2 .. 0.5 (the box's far upper edge y 0.2 at height 0.3 falls 0.3 further), x 1.2 .. 1.4
      const double inside = std::min({p_W.y() + 0.2, 0.5 - p_W.y(), 0.1 - std::abs(p_W.x() - 1.3)});
      const float sun = scene.sunlight[scene.At(x, y)];
      if (std::abs(inside) > 0.03) {
        EXPECT_NEAR(sun, inside > 0 ? 0 : 1, 1e-5) << p_W.transpose();
      }
      ++(inside > 0 ? dark : lit);
    }
  EXPECT_GT(lit, 1000);
  EXPECT_GT(dark, 100);
}

TEST_P(RendererTest, BackgroundIsThePanoramaOrAColour) {
  TestScene scene = Scene(2, 1);
  scene.assets.lights[0] = UniformLight({1, 0.5F, 0.25F});
  scene.looks.looks[1] = {.background = false, .background_colour = {0.25F, 0.5F, 1}};
  scene.Render();
  EXPECT_EQ(scene.rgb[0], scene.rgb[3 * scene.At(10, 20, 1) + 2]);
  EXPECT_EQ(scene.rgb[1], scene.rgb[3 * scene.At(10, 20, 1) + 1]);
  EXPECT_EQ(scene.rgb[2], scene.rgb[3 * scene.At(10, 20, 1)]);
  EXPECT_GT(scene.rgb[0], scene.rgb[1]);
  EXPECT_EQ(scene.depth[5], 0);
  EXPECT_EQ(scene.ids[5], -1);
}

// the sun of a turned panorama is seen where its light comes from, the sky as bright as the light
TEST_P(RendererTest, TheBackgroundTurnsAndDimsWithTheLight) {
  const Vector3f to_sun = Vector3f(0.8F, -0.5F, 0.1F).normalized();
  TestScene scene = Scene(2, 1);
  scene.assets.lights[0] = MakeEnvironmentLight(SkyWithDisk(to_sun));
  for (int env = 0; env < 2; ++env) {
    scene.looks.looks[env] = {.yaw = 0.5F + 0.1F * float(env), .intensity = env == 0 ? 1.0F : 0.25F, .exposure = 0.5F};
    scene.cameras.cameras[env].X_WC = LookAlongX({1, 2, 3}, 0.05, -0.03);
  }
  scene.Render();
  for (int env = 0; env < 2; ++env) {
    const Camera& camera = scene.cameras.cameras[env];
    const Look& look = scene.looks.looks[env];
    const LightInW light(scene.assets.lights[0], look);
    int bright = 0;
    for (int y = 0; y < 48; ++y)
      for (int x = 0; x < 64; ++x) {
        const Vector3d ray_C((x + 0.5 - camera.intrinsics.cx) / 100, (y + 0.5 - camera.intrinsics.cy) / 100, 1);
        const Vector3f ray_W = (camera.X_WC.rotation() * ray_C.normalized()).cast<float>();
        const uint8_t* seen = &scene.rgb[3 * scene.At(x, y, env)];
        const auto expected = Develop(Background(light, look, ray_W), look.exposure);
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(seen[c], expected[c], 2) << x << ' ' << y;
        const float from_sun = std::acos(std::min(1.0F, ray_W.dot(light.to_sun)));
        if (from_sun < 0.03F) {
          EXPECT_EQ(seen[0], 255) << "inside the disk of 0.052 rad";
        } else if (from_sun > 0.15F) {  // beyond two texels of the map
          EXPECT_LT(seen[0], 150) << "sky";
        }
        bright += seen[0] == 255;
      }
    EXPECT_GT(bright, 20) << "the disk is in view";
  }
}

// many environments with a few bodies each, under a sun
TestScene Crowd(const TestScene& empty) {
  TestScene scene = empty;
  scene.assets.lights[0].sun = {.direction = Vector3f(-1, 1, 2).normalized(), .irradiance = Vector3f::Ones()};
  scene.assets.meshes = {Box({0.2F, 0.3F, 0.1F}), Sphere(0.1F, 50), Rectangle(10, 10)};
  for (int env = 0; env < scene.instances.num_envs; ++env)
    for (int slot = 0; slot < scene.instances.num_slots; ++slot) {
      Instance& instance = scene.instances[env][slot];
      instance.mesh = slot == 0 ? 2 : slot % 2;
      const double a = env * 0.7 + slot * 1.3;
      const Vector3d p(1 + 0.3 * std::sin(3 * a), 0.4 * std::cos(2 * a), slot == 0 ? -0.5 : 0.3 * std::sin(a));
      instance.X_WM = {Eigen::AngleAxisd(slot == 0 ? 0 : a, Vector3d(1, 2, 3).normalized()).toRotationMatrix(), p};
    }
  return scene;
}

TEST_P(RendererTest, SamePixelsForAnyNumberOfThreadsAndAnySubset) {
  TestScene scene = Crowd(Scene(5, 4));
  scene.config.samples = 4;
  scene.config.threads = 1;
  scene.Render();
  const auto rgb = scene.rgb;
  const auto depth = scene.depth;
  scene.config.threads = 3;
  scene.Render();
  EXPECT_EQ(scene.rgb, rgb);
  EXPECT_EQ(scene.depth, depth);

  const std::vector<int> envs = {3, 1};
  FrameBatch frames = scene.Buffers();
  frames.envs = envs;
  Renderer::Create(scene.config, scene.assets)->Render(scene.cameras, scene.instances, scene.looks, frames);
  const size_t bytes = scene.rgb.size() / 5;
  for (size_t i = 0; i < rgb.size(); ++i) {
    const size_t env = i / bytes;
    ASSERT_EQ(scene.rgb[i], env == 3 || env == 1 ? rgb[i] : 0) << i;
  }
}

TEST_P(RendererTest, FloatsAreTheBytesInPlanes) {
  TestScene scene = Crowd(Scene(2, 4));
  scene.Render();
  const size_t pixels = 64 * 48;
  for (size_t env = 0; env < 2; ++env)
    for (size_t i = 0; i < pixels; ++i)
      for (size_t c = 0; c < 3; ++c)
        ASSERT_FLOAT_EQ(scene.chw[(env * 3 + c) * pixels + i], float(scene.rgb[(env * pixels + i) * 3 + c]) / 255);
}

TEST_P(RendererTest, RenderAllocatesNothing) {
  TestScene scene = Crowd(Scene(3, 4));
  const auto renderer = Renderer::Create(scene.config, scene.assets);
  FrameBatch frames = scene.Buffers();
  renderer->Render(scene.cameras, scene.instances, scene.looks, frames);
  const core::AllocationGuard guard;
  for (int i = 0; i < 3; ++i) renderer->Render(scene.cameras, scene.instances, scene.looks, frames);
  EXPECT_EQ(guard.Count(), 0);
}

INSTANTIATE_TEST_SUITE_P(BackEnds, RendererTest, testing::Values(Backend::kRaster, Backend::kScalar),
                         [](const auto& test) { return std::string(EnumNames(Backend{})[size_t(test.param)]); });

TEST(RendererCreateTest, RefusesWhatCannotBeDrawn) {
  TestScene scene(1, 1);
  const auto complaint = [&] {
    try {
      Renderer::Create(scene.config, scene.assets);
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_EQ(complaint(), "");
  scene.config.samples = 3;
  EXPECT_THAT(complaint(), testing::HasSubstr("samples"));
  scene.config.samples = 4;
  scene.config.width = 4000;
  EXPECT_THAT(complaint(), testing::HasSubstr("4000 x 48"));
  scene.config.width = 64;
  scene.assets.lights.clear();
  EXPECT_THAT(complaint(), testing::HasSubstr("light"));
}

}  // namespace
}  // namespace porter::render
