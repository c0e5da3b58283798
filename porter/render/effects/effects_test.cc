#include "porter/render/effects/effects.h"

#include <gmock/gmock.h>

#include "porter/core/allocation_guard.h"
#include "porter/core/random.h"
#include "porter/render/effects/sequence.h"

namespace porter::render {
namespace {

constexpr int kEnvs = 7, kFewWide = 21, kFewHigh = 13;
constexpr size_t kFrameBytes = size_t{3} * kFewWide * kFewHigh;

std::vector<uint8_t> RandomPictures(uint32_t step) {
  core::Random random(5, 0, 0, step);
  std::vector<uint8_t> rgb(kEnvs * kFrameBytes);
  for (uint8_t& byte : rgb) byte = uint8_t(random.Below(256));
  return rgb;
}

EffectBatch Batch() {
  EffectBatch batch{.effects = std::vector<ImageEffects>(kEnvs), .seed = 9, .step = 4};
  for (int env = 0; env < kEnvs; ++env)
    batch.effects[size_t(env)] = {.brightness = 1 + 0.1F * float(env), .noise = 0.02F * float(env), .delay = env % 3};
  return batch;
}

EffectsConfig SmallConfig(int threads = 1, int max_delay = 2) {
  return {.num_envs = kEnvs, .width = kFewWide, .height = kFewHigh, .max_delay = max_delay, .threads = threads};
}

// three pictures one after another; the last as it is shown
std::vector<uint8_t> ShowThree(Effects& effects) {
  std::vector<uint8_t> rgb;
  for (uint32_t step = 0; step < 3; ++step) {
    rgb = RandomPictures(step);
    FrameBatch frames{.rgb = rgb};
    effects.Apply(Batch(), frames);
  }
  return rgb;
}

TEST(EffectsTest, EachFrameIsItsSequenceLate) {
  Effects effects(SmallConfig());
  const std::vector<uint8_t> shown = ShowThree(effects);
  const EffectBatch batch = Batch();
  for (int env = 0; env < kEnvs; ++env) {
    const ImageEffects& own = batch.effects[size_t(env)];
    const std::vector<uint8_t> before = RandomPictures(uint32_t(2 - own.delay));
    const auto from = before.begin() + long(env * kFrameBytes);
    const core::Image picture{kFewWide, kFewHigh, 3, {from, from + long(kFrameBytes)}};
    const core::Image slow = ApplyInSequence(picture, own, {.seed = 9, .env = uint32_t(env), .step = 4});
    for (size_t i = 0; i < kFrameBytes; ++i)
      ASSERT_NEAR(shown[env * kFrameBytes + i], slow.pixels[i], 1) << env << ' ' << i;
  }
}

TEST(EffectsTest, PixelsAreTheSameForAnyNumberOfThreads) {
  Effects one(SmallConfig(1)), four(SmallConfig(4));
  EXPECT_EQ(ShowThree(one), ShowThree(four));
}

TEST(EffectsTest, ASubsetGivesTheSamePixelsAndLeavesTheRest) {
  Effects all(SmallConfig(1, 0)), some(SmallConfig(2, 0));
  EffectBatch batch = Batch();
  for (ImageEffects& effects : batch.effects) effects.delay = 0;
  const std::vector<uint8_t> before = RandomPictures(0);
  std::vector<uint8_t> whole = before, part = before;
  FrameBatch frames{.rgb = whole};
  all.Apply(batch, frames);
  const std::vector<int> envs = {5, 2};
  frames = {.envs = envs, .rgb = part};
  some.Apply(batch, frames);
  for (size_t i = 0; i < part.size(); ++i) {
    const size_t env = i / kFrameBytes;
    ASSERT_EQ(part[i], env == 5 || env == 2 ? whole[i] : before[i]) << i;
  }
  EXPECT_NE(whole, before);
}

TEST(EffectsTest, FloatsAreTheBytesWithOrWithoutThem) {
  const std::vector<uint8_t> before = RandomPictures(0);
  constexpr size_t kPixels = kFrameBytes / 3;
  std::vector<float> planes(before.size());
  for (size_t env = 0; env < kEnvs; ++env)
    for (size_t i = 0; i < kFrameBytes; ++i)
      planes[env * kFrameBytes + i % 3 * kPixels + i / 3] = float(before[env * kFrameBytes + i]) / 255;
  std::vector<uint8_t> rgb = before;
  std::vector<float> both = planes, alone = planes;
  Effects first(SmallConfig()), second(SmallConfig());
  FrameBatch frames{.rgb = rgb, .chw = both};
  first.Apply(Batch(), frames);
  frames = {.chw = alone};
  second.Apply(Batch(), frames);
  EXPECT_EQ(both, alone);
  for (size_t env = 0; env < kEnvs; ++env)
    for (size_t i = 0; i < kFrameBytes; ++i)
      ASSERT_FLOAT_EQ(both[env * kFrameBytes + i % 3 * kPixels + i / 3], float(rgb[env * kFrameBytes + i]) / 255);
}

TEST(EffectsTest, AllocatesNothing) {
  Effects effects(SmallConfig(2));
  const EffectBatch batch = Batch();
  std::vector<uint8_t> rgb = RandomPictures(0);
  std::vector<float> chw(rgb.size());
  FrameBatch frames{.rgb = rgb, .chw = chw};
  effects.Apply(batch, frames);
  const core::AllocationGuard guard;
  effects.Apply(batch, frames);
  EXPECT_EQ(guard.Count(), 0);
}

}  // namespace
}  // namespace porter::render
