#include "porter/render/effects/noise.h"

#include <gmock/gmock.h>

#include <cmath>

namespace porter::render {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;

TEST(NoiseTest, NormalPairByHand) {
  // low bits 0xFFFF: u = 65535.5 / 65536, radius sqrt(-2 ln u) = 0.0039062575; angle bits 0x2000: (8192.5 / 16384 -
  // 0.5) quarter turns = 4.794e-5 rad, all but along x
  constexpr double kRadius = 3.9062575e-3;
  EXPECT_THAT(NormalPair(0x2000FFFF), ElementsAre(DoubleNear(kRadius, 1e-9), DoubleNear(kRadius * 4.794e-5, 1e-10)));
  EXPECT_THAT(NormalPair(0x6000FFFF), ElementsAre(DoubleNear(kRadius * 4.794e-5, 1e-10), DoubleNear(kRadius, 1e-9)));
  EXPECT_THAT(NormalPair(0xA000FFFF), ElementsAre(DoubleNear(-kRadius, 1e-9), DoubleNear(0, 1e-6)));
  // low bits 0: the longest radius, sqrt(2 x 17 ln 2) = 4.8546
  EXPECT_NEAR(std::hypot(NormalPair(0)[0], NormalPair(0)[1]), std::sqrt(34 * std::log(2)), 1e-9);
}

struct Moments {
  double mean, deviation, kurtosis;
};

Moments MomentsOf(const std::vector<float>& values, float middle) {
  double sum = 0, squares = 0, fourths = 0;
  for (const float value : values) sum += value - middle;
  const double count = double(values.size()), mean = sum / count;
  for (const float value : values) {
    const double square = std::pow(value - middle - mean, 2);
    squares += square, fourths += square * square;
  }
  return {mean, std::sqrt(squares / count), fourths / count / std::pow(squares / count, 2)};
}

TEST(NoiseTest, IsGaussianOfTheGivenDeviation) {
  const FloatImage grey{192, 108, std::vector<float>(size_t{192} * 108 * 3, 0.5F)};
  const Moments moments = MomentsOf(AddNoise(grey, 0.1F, {.seed = 3, .env = 4, .step = 5}).values, 0.5F);
  // 62,208 values: standard errors 0.0004, 0.0003 and 0.02; five of them
  EXPECT_NEAR(moments.mean, 0, 0.002);
  EXPECT_NEAR(moments.deviation, 0.1, 0.0015);
  EXPECT_NEAR(moments.kurtosis, 3, 0.1);
}

TEST(NoiseTest, IsAFunctionOfItsKey) {
  const FloatImage grey{7, 5, std::vector<float>(105, 0.5F)};
  const NoiseKey key{.seed = 1, .env = 2, .step = 3};
  const std::vector<float> noise = AddNoise(grey, 0.1F, key).values;
  EXPECT_EQ(AddNoise(grey, 0.1F, key).values, noise);
  for (const NoiseKey& other : {NoiseKey{2, 2, 3}, NoiseKey{1, 3, 3}, NoiseKey{1, 2, 4}})
    EXPECT_NE(AddNoise(grey, 0.1F, other).values, noise);
  for (size_t i = 1; i < noise.size(); ++i) EXPECT_NE(noise[i], noise[0]) << "numbers are used once: " << i;
}

TEST(NoiseTest, ValuesStayWithinZeroAndOne) {
  const FloatImage white{8, 8, std::vector<float>(192, 1.F)};
  EXPECT_THAT(AddNoise(white, 1, {}).values, testing::Each(testing::AllOf(testing::Ge(0), testing::Le(1))));
}

}  // namespace
}  // namespace porter::render
