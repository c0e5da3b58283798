#include "porter/scene/skies.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <set>

#include "porter/render/panorama.h"
#include "porter/render/shading.h"

namespace porter::scene {
namespace {

class Skies : public testing::TestWithParam<int> {
 protected:
  const Sky sky_ = static_cast<Sky>(GetParam());
};

INSTANTIATE_TEST_SUITE_P(All, Skies, testing::Range(0, kNumSkies),
                         [](const auto& i) { return std::string(EnumNames(Sky{})[static_cast<size_t>(i.param)]); });

TEST_P(Skies, AreFunctionsOfTheirSeed) {
  EXPECT_EQ(MakeSky(sky_, 1).pixels, MakeSky(sky_, 1).pixels);
  EXPECT_NE(MakeSky(sky_, 1).pixels, MakeSky(sky_, 2).pixels);
}

TEST_P(Skies, AreRadiance) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const core::FloatImage image = MakeSky(sky_, seed);
    ASSERT_EQ(image.pixels.size(), size_t{3} * 2 * kSkyHeight * kSkyHeight);
    for (const float value : image.pixels) ASSERT_TRUE(std::isfinite(value) && value >= 0);
  }
}

// seen from a table: harmonics of the rest and the sun on what faces up
TEST_P(Skies, BringAsMuchLightOntoATable) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const render::EnvironmentLight light = render::MakeEnvironmentLight(MakeSky(sky_, seed));
    const render::LightInW in_W(light, {});
    const Eigen::Vector3f up = Eigen::Vector3f::UnitZ();
    const Eigen::Vector3f all = render::DiffuseLight(in_W, up) + light.sun.irradiance *
                                                                     std::max(0.0F, light.sun.direction.z()) /
                                                                     std::numbers::pi_v<float>;
    const double bright = all.dot(Eigen::Vector3f(0.2126F, 0.7152F, 0.0722F));
    const double expected = sky_ == Sky::kNight ? kTableLight / 3 : kTableLight;
    EXPECT_NEAR(bright, expected, 0.15 * expected) << "nine harmonics do not hold small lamps exactly";
  }
}

TEST_P(Skies, HaveNoSeam) {
  const core::FloatImage image = MakeSky(sky_, 3);
  const auto row_change = [&](int x, int next) {
    double sum = 0;
    for (int y = 0; y < image.height; ++y) {
      const auto at = [&](int column) { return image.pixels[3 * (static_cast<size_t>(y) * image.width + column)]; };
      sum += std::min(1.0F, std::abs(at(x) - at(next)));
    }
    return sum;
  };
  std::multiset<double> changes;
  for (int x = 0; x + 1 < image.width; ++x) changes.insert(row_change(x, x + 1));
  EXPECT_LE(row_change(image.width - 1, 0), *changes.rbegin()) << "no larger than anywhere else";
}

TEST(Skies, OfAClearDayHaveASunThatCastsShadows) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    const render::Sun clear = render::SplitSun(MakeSky(Sky::kClear, seed)).sun;
    EXPECT_GT(clear.irradiance.y() * clear.direction.z(), 0.8F) << "more than a third of pi x 0.8";
    EXPECT_GT(clear.direction.z(), std::sin(0.4F));
    EXPECT_LT(clear.angular_radius, 0.06F);
    EXPECT_TRUE(render::SplitSun(MakeSky(Sky::kCloudy, seed)).sun.irradiance.isZero());
  }
}

}  // namespace
}  // namespace porter::scene
