// Many environments of one task behind one seam: what the learner knows of the world. An implementation writes straight
// into the caller's buffers and does its own threading. No simulator, no file, no tensor here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "porter/core/span2.h"
#include "porter/math/permutation.h"

namespace porter::learn {

// left-right mirror of what the learner sees, from the layouts' mirror data
struct EnvMirror {
  math::SignedPermutation observation;
  math::SignedPermutation critic_observation;
  math::SignedPermutation action;
};

struct EnvSpec {
  int num_envs = 0;
  int observation_width = 0;         // what the policy sees
  int critic_observation_width = 0;  // what the critic sees
  int action_width = 0;
  std::optional<EnvMirror> mirror = {};  // absent: the task has no left and right
};

struct Observations {
  core::Span2<float> policy;  // [num_envs, observation_width]
  core::Span2<float> critic;  // [num_envs, critic_observation_width]
};

struct StepOutput {
  Observations observations;    // after the step; of the new episode where one ended
  std::span<float> reward;      // of the step                                    [num_envs]
  std::span<uint8_t> done;      // 1: the episode ended with this step            [num_envs]
  std::span<uint8_t> time_out;  // 1: it ended by its length alone; done is 1 too [num_envs]
};

struct Statistic {
  std::string name;  // "tracking_error"
  double value;      // mean
};

class VecEnv {
 public:
  virtual ~VecEnv() = default;

  virtual const EnvSpec& spec() const = 0;

  // Starts an episode everywhere. From here on all chance is a function of the seed, the environment and the step.
  virtual void Reset(uint64_t seed, const Observations& out) = 0;

  // one control step of every environment; those that end start anew at once   action: [num_envs, action_width]
  virtual void Step(core::Span2<const float> action, const StepOutput& out) noexcept = 0;

  // means since the last call, of whatever the task finds worth watching; always the same names
  virtual std::vector<Statistic> TakeStatistics() = 0;

  // All that the future depends on, curricula included: after Restore the same actions give the same results, bit for
  // bit. Restore throws Error for bytes that are not of this environment.
  virtual std::vector<uint8_t> SaveState() const = 0;
  virtual void RestoreState(std::span<const uint8_t> state) = 0;
};

}  // namespace porter::learn
