#include "porter/render/shading.h"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

namespace porter::render {
namespace {

using Eigen::Vector3f;

Surface Facing(const Vector3f& view) {
  return {.normal = Vector3f::UnitZ(), .view = view.normalized(), .base_colour = Vector3f::Ones()};
}

TEST(ShadingTest, WhiteFurnaceSwallowsAndMakesNoLight) {
  const EnvironmentLight uniform = UniformLight({0.5F, 1, 2});
  const LightInW light(uniform, {});
  for (float metallic : {0.0F, 1.0F})
    for (float roughness : {0.0F, 0.3F, 0.7F, 1.0F})
      for (float x : {0.0F, 1.0F, 3.0F, 10.0F}) {
        Surface surface = Facing({x, 0, 1});
        surface.metallic = metallic;
        surface.roughness = roughness;
        const Vector3f seen = Shade(surface, light, 1);
        // the bar: 1 %
        EXPECT_NEAR(seen.x(), 0.5, 0.005) << metallic << ' ' << roughness << ' ' << x;
        EXPECT_NEAR(seen.z(), 2, 0.02) << metallic << ' ' << roughness << ' ' << x;
      }
}

TEST(ShadingTest, HarmonicsAreOrthonormal) {
  std::array<std::array<double, 9>, 9> product = {};
  constexpr int kRows = 200, kColumns = 400;
  for (int i = 0; i < kRows; ++i)
    for (int j = 0; j < kColumns; ++j) {
      const double z = -1 + 2 * (i + 0.5) / kRows, angle = 2 * std::numbers::pi * (j + 0.5) / kColumns;
      const double s = std::sqrt(1 - z * z);
      const auto y = Harmonics({float(s * std::cos(angle)), float(s * std::sin(angle)), float(z)});
      for (int a = 0; a < 9; ++a)
        for (int b = 0; b < 9; ++b) product[a][b] += y[a] * y[b] * 4 * std::numbers::pi / (kRows * kColumns);
    }
  // midpoint rule of 200 rows: squares of its step
  for (int a = 0; a < 9; ++a)
    for (int b = 0; b < 9; ++b) EXPECT_NEAR(product[a][b], a == b, 2e-4) << a << ' ' << b;
}

TEST(ShadingTest, SunOnAMattSurfaceIsLambert) {
  EnvironmentLight dark = UniformLight(Vector3f::Zero());
  dark.sun = {.direction = Vector3f(0, 0.6F, 0.8F), .irradiance = {3, 2, 1}, .angular_radius = 0};
  const LightInW light(dark, {});
  Surface surface = Facing({0, 0, 1});
  surface.specular = 0;
  surface.roughness = 1;
  surface.base_colour = {0.5F, 0.5F, 0.5F};
  const FacetAlbedo facets = EnvironmentBrdf(1, 1);
  const Vector3f lit = Shade(surface, light, 1);
  // diffuse: 0.5 (1 - facets) / pi x 0.8 x irradiance; facets reflect (1 - v.h)^5 of the light, below 0.1 %
  const float expected = 0.5F * (1 - facets.offset) / std::numbers::pi_v<float> * 0.8F;
  EXPECT_NEAR(lit.x(), 3 * expected, 1e-3);
  EXPECT_NEAR(lit.z(), expected, 1e-3);
  EXPECT_EQ(Shade(surface, light, 0), Vector3f::Zero());
  surface.normal = -Vector3f::UnitY();
  EXPECT_EQ(Shade(surface, light, 1), Vector3f::Zero()) << "behind the surface";
}

TEST(ShadingTest, FacetsReflectTheSunWithTheirWholeAlbedo) {
  // A rough metal under the sun, summed over all directions of view, gives what the sun brings. Within a tenth: light
  // between facets is a factor on the view's albedo, where the truth asks for the sun's too.
  EnvironmentLight dark = UniformLight(Vector3f::Zero());
  dark.sun = {.direction = Vector3f(0.3F, 0, 0.954F).normalized(), .irradiance = Vector3f::Ones(), .angular_radius = 0};
  const LightInW light(dark, {});
  Surface surface = Facing({0, 0, 1});
  surface.metallic = 1;
  surface.roughness = 0.5F;
  double sum = 0;
  constexpr int kRows = 200, kColumns = 400;
  for (int i = 0; i < kRows; ++i)
    for (int j = 0; j < kColumns; ++j) {
      const float z = (float(i) + 0.5F) / kRows, angle = 2 * std::numbers::pi_v<float> * float(j) / kColumns;
      const float s = std::sqrt(1 - z * z);
      surface.view = {s * std::cos(angle), s * std::sin(angle), z};
      sum += Shade(surface, light, 1).x() * z * 2 * std::numbers::pi / (kRows * kColumns);
    }
  EXPECT_NEAR(sum, dark.sun.direction.z(), 0.1);
}

TEST(ShadingTest, YawTurnsTheLight) {
  EnvironmentLight dark = UniformLight(Vector3f::Zero());
  dark.sun.direction = Vector3f::UnitX();
  const LightInW light(dark, {.yaw = std::numbers::pi_v<float> / 2});
  EXPECT_LT((light.to_sun - Vector3f::UnitY()).norm(), 1e-6);
  EXPECT_LT((light.ToA(light.to_sun) - Vector3f::UnitX()).norm(), 1e-6);
}

TEST(ShadingTest, FilmAndSrgbAtKnownPoints) {
  EXPECT_NEAR(FilmCurve(Vector3f::Constant(0.18F)).x(), 0.2669, 1e-4);  // 0.18 x 0.4818 / (0.18 x 1.0274 + 0.14)
  EXPECT_EQ(FilmCurve(Vector3f::Constant(100)).x(), 1);
  EXPECT_NEAR(SrgbFromLinear(0.002F), 0.02584, 1e-6);
  EXPECT_NEAR(SrgbFromLinear(0.21404F), 0.5, 1e-4);
  for (const float srgb : {0.0F, 0.03F, 0.5F, 1.0F}) EXPECT_NEAR(SrgbFromLinear(LinearFromSrgb(srgb)), srgb, 1e-5);
  EXPECT_EQ(Develop(Vector3f::Zero(), 1), (Eigen::Matrix<uint8_t, 3, 1>::Zero()));
  EXPECT_EQ(Develop(Vector3f::Constant(50), 2).x(), 255);
}

}  // namespace
}  // namespace porter::render
