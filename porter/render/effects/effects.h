// The effects of many environments' frames at once, on the frames that a Renderer has filled. Pixels are the same for
// any number of threads and any subset of environments: noise is counted, not drawn in turn.
#pragma once

#include <vector>

#include "porter/core/thread_pool.h"
#include "porter/render/effects/frame_delay.h"
#include "porter/render/effects/fused_effects.h"
#include "porter/render/effects/image_effects.h"
#include "porter/render/frames.h"

namespace porter::render {

struct EffectsConfig {
  int num_envs = 1;
  int width = 192, height = 108;  // px, at least 3
  int max_delay = 0;              // longest delay of a picture, frames
  int threads = 0;                // 0: as many as this process may use
};

struct EffectBatch {
  std::vector<ImageEffects> effects;  // [num_envs]
  uint64_t seed = 0;                  // of the noise
  uint64_t step = 0;                  // of the noise: number of the picture
};

class Effects {
 public:
  explicit Effects(const EffectsConfig& config);

  // Changes rgb and chw in place, those of `frames.envs`; chw stays the same as rgb (frames.h) and may be there alone.
  // Depth, ids and normals stay those of the newest picture. Allocates nothing.
  void Apply(const EffectBatch& batch, FrameBatch& frames) noexcept;

  FrameDelay& delay() { return delay_; }  // to reset, save and restore
  const EffectsConfig& config() const { return config_; }

 private:
  struct Worker {
    FusedEffects effects;
    std::vector<uint8_t> rgb;  // a frame, where the caller has none of bytes
  };

  void ApplyTo(int env, const EffectBatch& batch, FrameBatch& frames, Worker& worker) noexcept;

  EffectsConfig config_;
  size_t pixels_;
  FrameDelay delay_;
  core::ThreadPool pool_;
  std::vector<Worker> workers_;  // one a thread
};

}  // namespace porter::render
