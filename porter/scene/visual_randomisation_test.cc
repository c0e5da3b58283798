#include "porter/scene/visual_randomisation.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "porter/config/config.h"
#include "porter/core/error.h"

namespace porter::scene {
namespace {

using Eigen::Vector3d;

constexpr int kDraws = 4000;

VisualConfig Only(VisualTerm term, double probability, double low, double high) {
  VisualConfig config;
  config.rows = {{.term = term, .probability = probability, .range = {low, high}}};
  return config;
}

std::string ComplaintAbout(const VisualConfig& config) {
  try {
    VisualRandomisation(config, 1);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

render::Camera HeadCamera() {
  return {math::LookAt({1, 2, 3}, {2, 2, 2.5}), render::FromFieldOfView(192, 108, 1.2, 0.75)};
}

TEST(VisualRandomisationTest, DefaultsAreThoseOfTheFile) {
  VisualConfig config;
  config.rows.clear();
  config::Load(config, "porter/scene/visual.toml");
  EXPECT_EQ(config, VisualConfig());
  EXPECT_EQ(config.rows.size(), kNumVisualTerms) << "a row for every term";
}

// each effect is drawn as often as its row says, evenly over its range
TEST(VisualRandomisationTest, EffectsHaveTheirProbabilityAndRange) {
  const VisualRandomisation visual({}, 7);
  using Field = float render::ImageEffects::*;
  struct Expected {
    Field field;
    float off;
    double probability, low, high;
  };
  for (const auto& [field, off, probability, low, high] :
       {Expected{&render::ImageEffects::brightness, 1, 0.25, 0.7, 2.0},
        Expected{&render::ImageEffects::contrast, 1, 0.25, 0.5, 1.5},
        Expected{&render::ImageEffects::hue, 0, 0.5, -0.1, 0.1},
        Expected{&render::ImageEffects::saturation, 1, 0.25, 0.5, 2.0},
        Expected{&render::ImageEffects::noise, 0, 0.25, 0, 0.15}}) {
    int drawn = 0;
    double sum = 0;
    for (int env = 0; env < kDraws; ++env) {
      const double value = visual.DrawImage(env, 3).*field;
      if (value == off) continue;
      ++drawn, sum += value;
      ASSERT_TRUE(value >= low - 1e-6 && value <= high + 1e-6) << value;
    }
    // five standard errors of a share and of a mean
    EXPECT_NEAR(double(drawn) / kDraws, probability, 5 * std::sqrt(probability * (1 - probability) / kDraws));
    EXPECT_NEAR(sum / drawn, (low + high) / 2, 5 * (high - low) / std::sqrt(12.0 * drawn));
  }
}

TEST(VisualRandomisationTest, BlurTakesTheRangesEnds) {
  const VisualRandomisation visual({}, 7);
  int drawn = 0;
  for (int env = 0; env < kDraws; ++env) {
    const render::ImageEffects effects = visual.DrawImage(env, 0);
    if (effects.blur_y == 0) continue;
    ++drawn;
    EXPECT_FLOAT_EQ(effects.blur_x, 0.1F);
    EXPECT_FLOAT_EQ(effects.blur_y, 1.5F);
  }
  EXPECT_NEAR(double(drawn) / kDraws, 0.25, 0.035);
}

TEST(VisualRandomisationTest, LooksHaveTheirRangesAndAllLights) {
  const VisualRandomisation visual({}, 7);
  std::set<int> lights;
  double least = 1e9, most = 0, left = 9, right = -9;
  for (int env = 0; env < kDraws; ++env) {
    const render::Look look = visual.DrawLook(env, 0, {.exposure = 3}, 5);
    EXPECT_EQ(look.exposure, 3) << "not drawn";
    lights.insert(look.light);
    least = std::min<double>(least, look.intensity), most = std::max<double>(most, look.intensity);
    left = std::min<double>(left, look.yaw), right = std::max<double>(right, look.yaw);
  }
  EXPECT_THAT(lights, testing::ElementsAre(0, 1, 2, 3, 4));
  EXPECT_NEAR(least, 800.0 / 1400, 0.01);
  EXPECT_NEAR(most, 2000.0 / 1400, 0.01);
  EXPECT_NEAR(left, -3.142, 0.02);
  EXPECT_NEAR(right, 3.142, 0.02);
}

TEST(VisualRandomisationTest, CameraOffsetsAreInItsOwnFrame) {
  const render::Camera nominal = HeadCamera();
  const auto moved = [&](VisualTerm term, double by) {
    const render::Camera camera = VisualRandomisation(Only(term, 1, by, by), 1).DrawCamera(0, 0, nominal);
    return nominal.X_WC.Inverse() * camera.X_WC;  // X_CC', x right, y down, z forward
  };
  EXPECT_LT((moved(VisualTerm::kCameraX, 0.01).translation() - Vector3d(0, 0, 0.01)).norm(), 1e-12);
  EXPECT_LT((moved(VisualTerm::kCameraY, 0.05).translation() - Vector3d(-0.05, 0, 0)).norm(), 1e-12);
  EXPECT_LT((moved(VisualTerm::kCameraZ, 0.01).translation() - Vector3d(0, -0.01, 0)).norm(), 1e-12);
  const double a = 0.1, s = std::sin(a), c = std::cos(a);
  const auto axis = [&](VisualTerm term) { return Vector3d(moved(term, a).rotation().col(2)); };  // new line of sight
  EXPECT_LT((axis(VisualTerm::kCameraPitch) - Vector3d(0, s, c)).norm(), 1e-12) << "looks down";
  EXPECT_LT((axis(VisualTerm::kCameraYaw) - Vector3d(-s, 0, c)).norm(), 1e-12) << "looks left";
  const Vector3d right = moved(VisualTerm::kCameraRoll, a).rotation().col(0);
  EXPECT_LT((right - Vector3d(c, s, 0)).norm(), 1e-12) << "right side down";
}

TEST(VisualRandomisationTest, FocalLengthIsAFactorAndOffByDefault) {
  const render::Camera nominal = HeadCamera();
  EXPECT_EQ(VisualRandomisation({}, 1).DrawCamera(0, 0, nominal).intrinsics, nominal.intrinsics);
  const VisualRandomisation longer(Only(VisualTerm::kFocalLength, 1, 1.02, 1.02), 1);
  const render::Camera camera = longer.DrawCamera(0, 0, nominal);
  EXPECT_NEAR(camera.intrinsics.fx, 1.02 * nominal.intrinsics.fx, 1e-9);
  EXPECT_NEAR(camera.intrinsics.fy, 1.02 * nominal.intrinsics.fy, 1e-9);
  EXPECT_EQ(camera.intrinsics.cx, nominal.intrinsics.cx);
}

TEST(VisualRandomisationTest, MaterialsOfTheirGroupsAlone) {
  std::vector<render::Material> choices(4);
  for (int i = 0; i < 4; ++i) choices[size_t(i)].texture = 10 + i;
  const VisualSurfaces surfaces{
      .robot = {0, 1}, .floor = {{2}, choices}, .tables = {{3, 4}, choices}, .objects = {{5}, {}}};
  const VisualRandomisation visual({}, 3);
  std::set<int> floors;
  int unlike = 0;
  for (int env = 0; env < 200; ++env) {
    std::vector<render::Instance> slots(7);
    visual.DrawMaterials(env, 0, surfaces, slots);
    EXPECT_EQ(slots[0].material.roughness, slots[1].material.roughness);
    for (const float value : {slots[0].material.roughness, slots[0].material.metallic, slots[0].material.specular})
      EXPECT_TRUE(value >= 0 && value <= 0.8F) << value;
    EXPECT_NE(slots[0].material.roughness, slots[0].material.metallic) << "drawn apart";
    floors.insert(slots[2].material.texture);
    unlike += slots[3].material.texture != slots[4].material.texture;
    EXPECT_EQ(slots[5].material.texture, -1) << "nothing to choose from";
    EXPECT_EQ(slots[6].material.texture, -1) << "in no group";
    EXPECT_EQ(slots[6].material.roughness, render::Material().roughness);
  }
  EXPECT_THAT(floors, testing::ElementsAre(10, 11, 12, 13));
  EXPECT_NEAR(unlike, 150, 31) << "tables are drawn apart";  // five standard errors
}

TEST(VisualRandomisationTest, DelayIsAWholeNumberOfItsRange) {
  EXPECT_EQ(VisualRandomisation({}, 1).DrawDelay(5, 6), 2) << "the third newest";
  EXPECT_EQ(VisualRandomisation({}, 1).max_delay(), 2);
  const VisualRandomisation visual(Only(VisualTerm::kImageDelay, 1, 0, 4), 1);
  std::array<int, 5> count = {};
  for (int env = 0; env < kDraws; ++env) ++count[size_t(visual.DrawDelay(env, 0))];
  for (const int n : count) EXPECT_NEAR(n, kDraws / 5, 127);  // five standard errors
  EXPECT_EQ(visual.max_delay(), 4);
  EXPECT_EQ(VisualRandomisation(Only(VisualTerm::kImageDelay, 0, 0, 4), 1).max_delay(), 0);
}

TEST(VisualRandomisationTest, ADrawIsAFunctionOfSeedEnvironmentAndMoment) {
  const VisualRandomisation visual({}, 7), again({}, 7), other({}, 8);
  int differ[3] = {};
  for (int env = 0; env < 100; ++env) {
    const float yaw = visual.DrawLook(env, 4, {}, 1).yaw;
    EXPECT_EQ(again.DrawLook(env, 4, {}, 1).yaw, yaw);
    EXPECT_EQ(again.DrawImage(env, 4), visual.DrawImage(env, 4));
    differ[0] += other.DrawLook(env, 4, {}, 1).yaw != yaw;
    differ[1] += visual.DrawLook(env + 1, 4, {}, 1).yaw != yaw;
    differ[2] += visual.DrawLook(env, 5, {}, 1).yaw != yaw;
  }
  EXPECT_THAT(differ, testing::Each(100));
}

TEST(VisualRandomisationTest, ARowDoesNotChangeAnothersNumbers) {
  const VisualRandomisation all({}, 7), one(Only(VisualTerm::kDomeYaw, 1, -3.142, 3.142), 7);
  for (int env = 0; env < 50; ++env) EXPECT_EQ(all.DrawLook(env, 1, {}, 1).yaw, one.DrawLook(env, 1, {}, 1).yaw);
}

TEST(VisualRandomisationTest, WithoutRowsNothingChanges) {
  VisualConfig config;
  config.rows.clear();
  const VisualRandomisation visual(config, 1);
  EXPECT_EQ(visual.DrawImage(0, 0), render::ImageEffects());
  EXPECT_EQ(visual.DrawDelay(0, 0), 0);
  const render::Look look = visual.DrawLook(0, 0, {.light = 2, .yaw = 1, .intensity = 3}, 5);
  EXPECT_TRUE(look.light == 2 && look.yaw == 1 && look.intensity == 3);
  const render::Camera nominal = HeadCamera(), camera = visual.DrawCamera(0, 0, nominal);
  EXPECT_LT((camera.X_WC.rotation() - nominal.X_WC.rotation()).norm(), 1e-12);
  EXPECT_EQ(camera.X_WC.translation(), nominal.X_WC.translation());
}

TEST(VisualRandomisationTest, RefusesRowsThatMeanNothing) {
  using testing::AllOf;
  using testing::HasSubstr;
  EXPECT_EQ(ComplaintAbout({}), "");
  EXPECT_THAT(ComplaintAbout(Only(VisualTerm::kContrast, 1, 2, 1)),
              AllOf(HasSubstr("'contrast'"), HasSubstr("[2, 1]")));
  EXPECT_THAT(ComplaintAbout(Only(VisualTerm::kHue, 1, -0.6, 0)), AllOf(HasSubstr("'hue'"), HasSubstr("-0.5 to 0.5")));
  EXPECT_THAT(ComplaintAbout(Only(VisualTerm::kImageDelay, 1, 0, 1.5)), HasSubstr("whole"));
  EXPECT_THAT(ComplaintAbout(Only(VisualTerm::kNoise, 1, 0, NAN)), HasSubstr("'noise'"));
  VisualConfig twice;
  twice.rows.push_back(twice.rows[0]);
  EXPECT_THAT(ComplaintAbout(twice), AllOf(HasSubstr("'brightness'"), HasSubstr("two rows")));
}

}  // namespace
}  // namespace porter::scene
