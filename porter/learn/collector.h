// Drives the environments with the policy for the steps of one rollout and keeps what belongs to running episodes
// between rollouts.
#pragma once

#include <cstdint>
#include <vector>

#include "porter/learn/agent.h"
#include "porter/learn/ppo_config.h"
#include "porter/learn/rollout.h"
#include "porter/learn/step_buffers.h"

namespace porter::learn {

// of the episodes that ended in one rollout
struct EpisodeReport {
  int64_t episodes = 0;
  double mean_return = 0;        // 0 when none ended
  double mean_length = 0;        // steps
  int64_t cut_observations = 0;  // values beyond the normaliser's clip, over all steps
  double env_seconds = 0;        // in VecEnv::Step
  double policy_seconds = 0;     // in everything else
};

class Collector {
 public:
  // resets the environments; `seed` is this rank's
  Collector(const PpoConfig& config, uint64_t seed, VecEnv& env);

  // Fills all of `rollout` but advantages and targets. `iteration` counts rollouts from 0.
  EpisodeReport Collect(int64_t iteration, Agent& agent, Rollout& rollout);

  // samples since the last call, as the environments gave them
  nn::Moments TakeObservationMoments();
  nn::Moments TakeCriticMoments();

  // observations, running episodes and the environments; Load throws Error when they do not fit
  void Save(nn::CheckpointWriter& out) const;
  void Load(const nn::CheckpointReader& in);

 private:
  void Observe(const Agent& agent, size_t step, EpisodeReport& report, Rollout& rollout);
  void Draw(uint64_t global_step, size_t step, std::span<const float> log_std, Rollout& rollout);
  void Count(size_t step, double gamma, EpisodeReport& report, Rollout& rollout);

  const PpoConfig& config_;
  const uint64_t seed_;
  VecEnv& env_;
  StepBuffers now_;
  Table<float> normalised_, critic_normalised_;  // what is seen, normalised        [num_envs, width]
  Table<float> mean_;                            // of the step                     [num_envs, action_width]
  std::vector<float> value_;                     // of the step                     [num_envs]
  std::vector<double> return_, length_;          // of the running episodes         [num_envs]
  nn::Moments moments_, critic_moments_;         // since the last Take
};

}  // namespace porter::learn
