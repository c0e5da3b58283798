// Hand-computed pictures. Expected values are those of the definitions (torchvision) worked out on paper.
#include "porter/render/effects/colour.h"

#include <gmock/gmock.h>

namespace porter::render {
namespace {

constexpr float kRounding = 1e-6F;  // of a few float operations on values up to 1

auto Are(const std::vector<float>& values) {
  return testing::Pointwise(testing::FloatNear(kRounding), values);
}

FloatImage Pixels(std::vector<float> values) {
  return {.width = int(values.size() / 3), .height = 1, .values = std::move(values)};
}

TEST(ColourTest, BytesAndBack) {
  const core::Image image{.width = 2, .height = 1, .channels = 3, .pixels = {0, 51, 255, 1, 2, 254}};
  const FloatImage floats = FromBytes(image);
  EXPECT_THAT(floats.values, Are({0, 0.2F, 1, 1 / 255.F, 2 / 255.F, 254 / 255.F}));
  EXPECT_EQ(ToBytes(floats), image);
  EXPECT_EQ(ToBytes(Pixels({0.4F / 255, 0.6F / 255, 1})).pixels, (std::vector<uint8_t>{0, 1, 255}));
}

TEST(ColourTest, BrightnessMultipliesAndCuts) {
  const FloatImage out = AdjustBrightness(Pixels({0.1F, 0.4F, 0.8F}), 1.5F);
  EXPECT_THAT(out.values, Are({0.15F, 0.6F, 1.0F}));
}

TEST(ColourTest, SaturationMovesFromThePixelsGrey) {
  // grey of (1, 0, 0) is 0.2989: 0.2989 + 0.5 (1 - 0.2989) = 0.64945, 0.2989 / 2 = 0.14945
  const FloatImage half = AdjustSaturation(Pixels({1, 0, 0}), 0.5F);
  EXPECT_THAT(half.values, Are({0.64945F, 0.14945F, 0.14945F}));
  // grey of (0.2, 0.4, 0.6): 0.05978 + 0.2348 + 0.0684 = 0.36298; doubled distances 0.03702, 0.43702, 0.83702
  const FloatImage twice = AdjustSaturation(Pixels({0.2F, 0.4F, 0.6F}), 2);
  EXPECT_THAT(twice.values, Are({0.03702F, 0.43702F, 0.83702F}));
}

TEST(ColourTest, ContrastMovesFromThePicturesMeanGrey) {
  // greys 0.2989 and 0.5 x 0.9999 = 0.49995: mean 0.399425; half way to it: 1 to 0.6997125, 0 to 0.1997125, 0.5 to
  // 0.4497125
  const FloatImage out = AdjustContrast(Pixels({1, 0, 0, 0.5F, 0.5F, 0.5F}), 0.5F);
  EXPECT_THAT(out.values, Are({0.6997125F, 0.1997125F, 0.1997125F, 0.4497125F, 0.4497125F, 0.4497125F}));
  const FloatImage cut = AdjustContrast(Pixels({1, 1, 1, 0, 0, 0}), 3);
  EXPECT_THAT(cut.values, Are({1, 1, 1, 0, 0, 0}));
}

TEST(ColourTest, HueTurnsRedToYellowGreenAndMagenta) {
  const FloatImage red = Pixels({1, 0, 0});
  EXPECT_THAT(AdjustHue(red, 1.F / 6).values, Are({1, 1, 0}));
  EXPECT_THAT(AdjustHue(red, 1.F / 3).values, Are({0, 1, 0}));
  EXPECT_THAT(AdjustHue(red, 0.5F).values, Are({0, 1, 1}));
  EXPECT_THAT(AdjustHue(red, -1.F / 6).values, Are({1, 0, 1}));
}

TEST(ColourTest, HueKeepsMaximumMinimumAndGrey) {
  // (0.2, 0.6, 0.4): max 0.6 green, chroma 0.4, hue 2 + (0.4 - 0.2) / 0.4 = 2.5 sixths; 0.1 turns more is 3.1: blue is
  // the largest, red the smallest, green 0.6 - 0.4 x 0.1 = 0.56
  EXPECT_THAT(AdjustHue(Pixels({0.2F, 0.6F, 0.4F}), 0.1F).values, Are({0.2F, 0.56F, 0.6F}));
  EXPECT_THAT(AdjustHue(Pixels({0.3F, 0.3F, 0.3F}), 0.1F).values, Are({0.3F, 0.3F, 0.3F}));
}

}  // namespace
}  // namespace porter::render
