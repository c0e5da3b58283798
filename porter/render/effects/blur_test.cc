#include "porter/render/effects/blur.h"

#include <gmock/gmock.h>

#include <cmath>

namespace porter::render {
namespace {

using testing::ElementsAre;
using testing::FloatNear;

FloatImage WhiteDot(int x, int y) {
  FloatImage image{5, 7, std::vector<float>(105, 0.F)};
  for (size_t c = 0; c < 3; ++c) image.values[3 * (size_t(y) * 5 + x) + c] = 1;
  return image;
}

TEST(BlurTest, WeightsByHand) {
  // exp(-1/4.5) = 0.800737, exp(-4/4.5) = 0.411112; sum 1 + 2 (0.800737 + 0.411112) = 3.423698
  EXPECT_THAT(GaussianWeights<2>(1.5F),
              ElementsAre(FloatNear(0.292082F, 1e-6F), FloatNear(0.233881F, 1e-6F), FloatNear(0.120078F, 1e-6F)));
  EXPECT_THAT(GaussianWeights<1>(0.1F), ElementsAre(1, FloatNear(0, 1e-20F))) << "the facts' sigma does not reach";
  EXPECT_THAT(GaussianWeights<1>(0), ElementsAre(1, 0));
}

TEST(BlurTest, ADotBecomesTheKernel) {
  const FloatImage out = Blur(WhiteDot(2, 3), 1, 1.5F);
  const double a = std::exp(-0.5), across[] = {1 / (1 + 2 * a), a / (1 + 2 * a), 0};
  const double down[] = {0.292082, 0.233881, 0.120078, 0};
  for (int y = 0; y < 7; ++y)
    for (int x = 0; x < 5; ++x)
      for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(out.values[3 * (y * 5 + x) + c], across[std::abs(x - 2)] * down[std::abs(y - 3)], 1e-6);
}

TEST(BlurTest, EdgesAreMirrored) {
  // a dot in row 1 is seen again in row -1 and so counts twice for row 0
  const FloatImage out = Blur(WhiteDot(2, 1), 0, 1.5F);
  const auto at = [&](int y) { return out.values[3 * (y * 5 + 2)]; };
  EXPECT_NEAR(at(0), 2 * 0.233881, 1e-6);
  EXPECT_NEAR(at(1), 0.292082 + 0.120078, 1e-6);  // row -1 is two away from row 1
  EXPECT_NEAR(at(2), 0.233881, 1e-6);
  EXPECT_NEAR(at(3), 0.120078, 1e-6);
}

}  // namespace
}  // namespace porter::render
