#include "porter/render/effects/effects.h"

#include <array>

#include "porter/core/check.h"

namespace porter::render {
namespace {

// planes of floats to bytes, which they are 1/255 of
void BytesOf(std::span<const float> chw, std::span<uint8_t> rgb) {
  const size_t pixels = rgb.size() / 3;
  const float *const red = chw.data(), *const green = red + pixels, *const blue = green + pixels;
  for (size_t i = 0; i < pixels; ++i) {
    rgb[3 * i] = uint8_t(int(red[i] * 255 + 0.5F));
    rgb[3 * i + 1] = uint8_t(int(green[i] * 255 + 0.5F));
    rgb[3 * i + 2] = uint8_t(int(blue[i] * 255 + 0.5F));
  }
}

constexpr std::array<float, 256> kFloatOfByte = [] {
  std::array<float, 256> floats;
  for (size_t byte = 0; byte < 256; ++byte) floats[byte] = float(byte) / 255;
  return floats;
}();

void FloatsOf(std::span<const uint8_t> rgb, std::span<float> chw) {
  const size_t pixels = rgb.size() / 3;
  float *const red = chw.data(), *const green = red + pixels, *const blue = green + pixels;
  for (size_t i = 0; i < pixels; ++i) {
    red[i] = kFloatOfByte[rgb[3 * i]];
    green[i] = kFloatOfByte[rgb[3 * i + 1]];
    blue[i] = kFloatOfByte[rgb[3 * i + 2]];
  }
}

}  // namespace

Effects::Effects(const EffectsConfig& config)
    : config_(config),
      pixels_(size_t(config.width) * config.height),
      delay_(config.num_envs, 3 * pixels_, config.max_delay),
      pool_(config.threads) {
  for (int thread = 0; thread < pool_.size(); ++thread)
    workers_.push_back({FusedEffects(config.width, config.height), std::vector<uint8_t>(3 * pixels_)});
}

void Effects::Apply(const EffectBatch& batch, FrameBatch& frames) noexcept {
  const auto num_envs = size_t(config_.num_envs);
  PORTER_CHECK(batch.effects.size() == num_envs, "environments of the effects");
  if (!frames.rgb.empty()) PORTER_CHECK(frames.rgb.size() == num_envs * 3 * pixels_, "rgb");
  if (!frames.chw.empty()) PORTER_CHECK(frames.chw.size() == num_envs * 3 * pixels_, "chw");
  for (const int env : frames.envs) PORTER_CHECK(env >= 0 && env < config_.num_envs, "environment of a frame");
  if (frames.rgb.empty() && frames.chw.empty()) return;
  auto job = [&](int i, int thread) {
    ApplyTo(frames.envs.empty() ? i : frames.envs[size_t(i)], batch, frames, workers_[size_t(thread)]);
  };
  pool_.Run(frames.envs.empty() ? config_.num_envs : int(frames.envs.size()), job);
}

void Effects::ApplyTo(int env, const EffectBatch& batch, FrameBatch& frames, Worker& worker) noexcept {
  const size_t size = 3 * pixels_, offset = size_t(env) * size;
  const ImageEffects& effects = batch.effects[size_t(env)];
  std::span<uint8_t> rgb = worker.rgb;
  if (!frames.rgb.empty())
    rgb = frames.rgb.subspan(offset, size);
  else
    BytesOf(frames.chw.subspan(offset, size), rgb);
  worker.effects.Apply(effects, {.seed = batch.seed, .env = uint32_t(env), .step = batch.step}, rgb);
  delay_.Exchange(env, effects.delay, rgb);
  if (!frames.chw.empty()) FloatsOf(rgb, frames.chw.subspan(offset, size));
}

}  // namespace porter::render
