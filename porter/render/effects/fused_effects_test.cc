// The fast effects against the slow ones, on every instruction set that this machine has.
#include "porter/render/effects/fused_effects.h"

#include <gmock/gmock.h>
#include <hwy/targets.h>

#include "porter/core/allocation_guard.h"
#include "porter/core/random.h"
#include "porter/render/effects/sequence.h"

namespace porter::render {
namespace {

core::Image RandomPicture(int width, int height, uint32_t number) {
  core::Random random(1, 0, number, 0);
  core::Image image{.width = width, .height = height, .channels = 3, .pixels = {}};
  for (int i = 0; i < 3 * width * height; ++i) image.pixels.push_back(uint8_t(random.Below(256)));
  for (size_t i = 0; i + 30 < image.pixels.size(); i += 90)
    std::fill_n(image.pixels.begin() + long(i), 30, 77);  // grey
  return image;
}

ImageEffects Everything() {
  return {.brightness = 1.3F,
          .saturation = 1.6F,
          .hue = 0.08F,
          .contrast = 0.7F,
          .noise = 0.1F,
          .blur_x = 0.8F,
          .blur_y = 1.5F};
}

// no round factors: 0.7 x 5 is half way between two bytes
std::vector<ImageEffects> Cases() {
  const ImageEffects all = Everything();
  return {{},
          {.brightness = 2},
          {.brightness = 0.7123F, .hue = -0.1F},
          {.saturation = 0.5F},
          {.saturation = 2},
          {.hue = 0.5F},
          {.contrast = 1.5F},
          {.noise = 0.15F},
          {.blur_x = 0.1F, .blur_y = 1.5F},
          {.blur_x = 2},
          all};
}

void ExpectTwins(int width, int height) {
  FusedEffects fused(width, height);
  uint32_t number = 0;
  for (const ImageEffects& effects : Cases()) {
    const core::Image picture = RandomPicture(width, height, ++number);
    const NoiseKey key{.seed = 0x123456789ABCDEF, .env = number, .step = uint64_t{77} << 33};
    const core::Image slow = ApplyInSequence(picture, effects, key);
    std::vector<uint8_t> fast = picture.pixels;
    fused.Apply(effects, key, fast);
    size_t different = 0;
    for (size_t i = 0; i < fast.size(); ++i) {
      ASSERT_NEAR(fast[i], slow.pixels[i], 1) << "case " << number << ", byte " << i;
      different += fast[i] != slow.pixels[i];
    }
    // only values within float rounding of a half come out differently
    EXPECT_LE(double(different), 0.001 * double(fast.size()) + 1) << "case " << number;
  }
}

TEST(FusedEffectsTest, EqualsTheSequenceOnEveryInstructionSet) {
  for (const int64_t target : hwy::SupportedAndGeneratedTargets()) {
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::GetChosenTarget().Update(target);
    ExpectTwins(3, 3);
    ExpectTwins(37, 11);
    ExpectTwins(192, 108);
  }
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

// more than 2^16 blocks of random numbers: their number's higher bits count
TEST(FusedEffectsTest, LargePicturesHaveOneNoise) {
  ExpectTwins(640, 300);
}

TEST(FusedEffectsTest, NoEffectChangesNothing) {
  const core::Image picture = RandomPicture(20, 10, 0);
  std::vector<uint8_t> rgb = picture.pixels;
  FusedEffects(20, 10).Apply({.delay = 3}, {}, rgb);
  EXPECT_EQ(rgb, picture.pixels);
}

TEST(FusedEffectsTest, AllocatesNothing) {
  FusedEffects fused(192, 108);
  std::vector<uint8_t> rgb = RandomPicture(192, 108, 0).pixels;
  fused.Apply(Everything(), {}, rgb);
  const core::AllocationGuard guard;
  fused.Apply(Everything(), {}, rgb);
  EXPECT_EQ(guard.Count(), 0);
}

}  // namespace
}  // namespace porter::render
