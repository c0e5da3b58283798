#include "porter/render/panorama.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/error.h"
#include "porter/render/shading.h"
#include "porter/render/test_panoramas.h"

namespace porter::render {
namespace {

using Eigen::Vector3d;
using Eigen::Vector3f;

constexpr double kFourPi = 4 * std::numbers::pi;

Vector3d IntegralOf(const core::FloatImage& image) {
  Vector3d sum = Vector3d::Zero();
  for (size_t i = 0; i < image.pixels.size(); ++i)
    sum[Eigen::Index(i % 3)] += double(image.pixels[i]) * TexelSolidAngle(image, int(i / 3) / image.width);
  return sum;
}

// radiance of the light from all directions, averaged over them; with the sun
Vector3f MeanOf(const EnvironmentLight& light) {
  return light.irradiance[0] / std::sqrt(float(kFourPi)) + light.sun.irradiance / float(kFourPi);
}

TEST(PanoramaTest, TheMiddleLooksAlongXAndAQuarterAlongY) {
  EXPECT_LT((DirectionFromPanorama(0.5F, 0.5F) - Vector3f::UnitX()).norm(), 1e-6);
  EXPECT_LT((DirectionFromPanorama(0.25F, 0.5F) - Vector3f::UnitY()).norm(), 1e-6);
  EXPECT_LT((DirectionFromPanorama(0.3F, 0) - Vector3f::UnitZ()).norm(), 1e-6);
  for (const Vector3f& d : {Vector3f(1, 2, 3), Vector3f(-1, 0.2F, -3), Vector3f(-1, -0.1F, 0)}) {
    const Eigen::Vector2f at = PanoramaFromDirection(d.normalized());
    EXPECT_LT((DirectionFromPanorama(at.x(), at.y()) - d.normalized()).norm(), 1e-5);
  }
}

TEST(PanoramaTest, SolidAnglesAddUpToTheSphere) {
  const core::FloatImage image{.width = 64, .height = 32, .pixels = {}};
  double sum = 0;
  for (int y = 0; y < 32; ++y) sum += 64 * TexelSolidAngle(image, y);
  EXPECT_NEAR(sum, kFourPi, 1e-12);
}

TEST(PanoramaTest, AUniformPanoramaIsUniformLight) {
  const Vector3f grey(1, 0.5F, 0.25F);
  const EnvironmentLight light = MakeEnvironmentLight(PanoramaOf(64, [&](const Vector3f&) { return grey; }));
  EXPECT_TRUE(light.sun.irradiance.isZero()) << "nothing stands out";
  const LightInW in_W(light, {});
  for (const Vector3f& d : {Vector3f(1, 2, 3), Vector3f(-1, 0.2F, -3), Vector3f(0, 0, -1), Vector3f(-1, -0.001F, 0)}) {
    const Vector3f n = d.normalized();
    EXPECT_LT((DiffuseLight(in_W, n) - grey).norm(), 1e-3);  // 64 rows do not make the second degree vanish exactly
    for (const float roughness : {0.0F, 0.3F, 1.0F})
      EXPECT_LT((SpecularLight(in_W, n, roughness) - grey).norm(), 1.0F / 511) << "one step of 9 bits";
    EXPECT_LT((Background(in_W, {}, n) - grey).norm(), 1.0F / 511);
  }
  EXPECT_LT((MeanOf(light) - grey).norm(), 1e-4);
}

TEST(PanoramaTest, SunAndRestHoldTheEnergyOfTheWhole) {
  const Vector3f to_sun = Vector3f(-0.4F, 0.5F, 0.6F).normalized();
  const core::FloatImage whole = SkyWithDisk(to_sun);
  const SplitPanorama split = SplitSun(whole);
  const Vector3d all = IntegralOf(whole), parts = IntegralOf(split.rest) + split.sun.irradiance.cast<double>();
  for (int c = 0; c < 3; ++c) EXPECT_NEAR(parts[c] / all[c], 1, 1e-5);
  // a disk of 3 degrees: 2 pi (1 - cos) sr of the disk's radiance above the sky's; texels are 1.4 degrees wide
  const double disk = 2 * std::numbers::pi * (1 - std::cos(3 * std::numbers::pi / 180));
  EXPECT_NEAR(double(split.sun.irradiance.x()) / (disk * 899.7), 1, 0.1);
  EXPECT_NEAR(double(split.sun.angular_radius), 3 * std::numbers::pi / 180, 0.003);
  EXPECT_GT(split.sun.direction.dot(to_sun), std::cos(0.01F));
  EXPECT_LT(*std::ranges::max_element(split.rest.pixels), 1) << "the sky is whole where the sun was";
}

TEST(PanoramaTest, TheLightHoldsTheEnergyOfItsPanorama) {
  for (const Vector3f& to_sun : {Vector3f(-0.4F, 0.5F, 0.6F), Vector3f(1, 0, 0.02F), Vector3f(0.1F, 0, 1)}) {
    const core::FloatImage panorama = SkyWithDisk(to_sun.normalized());
    const Vector3f whole = (IntegralOf(panorama) / kFourPi).cast<float>();
    EXPECT_LT((MeanOf(MakeEnvironmentLight(panorama)) - whole).norm(), 1e-3F * whole.norm());
  }
}

TEST(PanoramaTest, ASunThatLiesAcrossTheSeamIsOneSun) {
  const core::FloatImage whole = SkyWithDisk(Vector3f(-1, 0, 0.5F).normalized());
  const Sun sun = SplitSun(whole).sun;
  EXPECT_GT(sun.direction.dot(Vector3f(-1, 0, 0.5F).normalized()), std::cos(0.01F));
  EXPECT_NEAR(double(sun.angular_radius), 3 * std::numbers::pi / 180, 0.003);
}

TEST(PanoramaTest, HarmonicsOfACosineLobeAreInClosedForm) {
  // max(0, z) has the coefficients sqrt(pi)/2, sqrt(pi/3), sqrt(5 pi)/8 of m = 0 (Ramamoorthi and Hanrahan 2001), its
  // irradiance / pi those times 1, 2/3, 1/4
  const EnvironmentLight light = MakeEnvironmentLight(
      PanoramaOf(128, [](const Vector3f& d) { return Vector3f::Constant(std::max(d.z(), 0.0F)); }));
  ASSERT_TRUE(light.sun.irradiance.isZero()) << "a lobe is no sun";
  const double pi = std::numbers::pi;
  const double expected[9] = {std::sqrt(pi) / 2, 0, std::sqrt(pi / 3) * 2 / 3, 0, 0, 0, std::sqrt(5 * pi) / 32, 0, 0};
  for (size_t i = 0; i < 9; ++i) EXPECT_NEAR(double(light.irradiance[i].x()), expected[i], 2e-4) << i;
}

TEST(PanoramaTest, RoughMirrorsSeeWiderLobes) {
  const EnvironmentLight light = MakeEnvironmentLight(
      PanoramaOf(128, [](const Vector3f& d) { return Vector3f::Constant(d.z() > 0 ? 1.0F : 0.0F); }));
  const LightInW in_W(light, {});
  const Vector3f low = Vector3f(1, 0.3F, 0.15F).normalized();
  float before = 1.01F;
  for (const float roughness : {0.0F, 0.3F, 0.6F, 1.0F}) {
    const float seen = SpecularLight(in_W, low, roughness).x();
    EXPECT_LE(seen, before) << roughness;
    before = seen;
    EXPECT_NEAR(SpecularLight(in_W, Vector3f(1, 0.3F, 0).normalized(), roughness).x(), 0.5F, 0.06F) << "by symmetry";
  }
  EXPECT_LT(before, 0.75F);
}

TEST(PanoramaTest, TheBackgroundShowsThePanoramaWithTheSun) {
  const Vector3f to_sun = Vector3f(-0.4F, 0.5F, 0.6F).normalized();
  const EnvironmentLight light = MakeEnvironmentLight(SkyWithDisk(to_sun));
  const Look turned{.yaw = 1, .intensity = 2};
  const LightInW in_W(light, turned);
  EXPECT_NEAR(Background(in_W, turned, in_W.to_sun).x(), 1800, 20);
  EXPECT_NEAR(Background(in_W, turned, -in_W.to_sun).x(), 0.6F, 0.005F);
}

TEST(PanoramaTest, MapsHaveNoSeams) {
  const auto radiance = [](const Vector3f& d) -> Vector3f {
    return {1 + 0.5F * d.x(), 1 - 0.5F * d.y(), 1.2F + d.z()};
  };
  const EnvironmentLight light = MakeEnvironmentLight(PanoramaOf(128, radiance));
  float farthest = 0;
  for (int i = 0; i < 5000; ++i) {  // a spiral over all directions, then along the lower half's edges
    const float z = i < 4000 ? 1 - (float(i) + 0.5F) / 2000 : -0.5F, turn = 2.4F * float(i);
    const Vector3f d = i < 4000
                           ? Vector3f(std::cos(turn) * std::sqrt(1 - z * z), std::sin(turn) * std::sqrt(1 - z * z), z)
                           : Vector3f(i % 2 == 0 ? 1e-3F : -1e-3F, std::sin(turn), -std::abs(std::cos(turn)));
    const Vector3f seen = Sample(light.background, d.normalized(), 0);
    farthest = std::max(farthest, (seen - radiance(d.normalized())).lpNorm<Eigen::Infinity>());
  }
  // half a step of 9 bits below 4 is 0.004, a texel of the panorama 0.025 rad wide
  EXPECT_LT(farthest, 0.015F);
}

TEST(PanoramaTest, RefusesWhatIsNoPanorama) {
  EXPECT_THROW(MakeEnvironmentLight({.width = 64, .height = 64, .pixels = std::vector<float>(64 * 64 * 3)}),
               core::Error);
  core::FloatImage dark = PanoramaOf(16, [](const Vector3f&) { return Vector3f::Zero(); });
  EXPECT_TRUE(MakeEnvironmentLight(dark).sun.irradiance.isZero());
  dark.pixels[5] = NAN;
  EXPECT_THROW(MakeEnvironmentLight(dark), core::Error);
}

}  // namespace
}  // namespace porter::render
