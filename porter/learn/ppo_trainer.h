// Proximal policy optimisation of one task: collect, judge, update, again. One call of Iterate is one iteration; Save
// and Load between two of them continue a run bit for bit on the same machine, build and number of threads.
#pragma once

#include <filesystem>

#include "porter/learn/agent.h"
#include "porter/learn/collector.h"
#include "porter/learn/ppo_config.h"
#include "porter/learn/ppo_update.h"
#include "porter/learn/rollout.h"
#include "porter/nn/world.h"

namespace porter::learn {

struct IterationReport {
  int64_t iteration = 0;  // from 0
  int64_t samples = 0;    // control steps of all ranks so far
  EpisodeReport episodes;
  UpdateReport update;
  double update_seconds = 0;          // advantages and update
  std::vector<Statistic> statistics;  // of the task
};

class PpoTrainer {
 public:
  // resets the environments; throws Error when the settings do not fit them. `env` and `world` outlive this.
  PpoTrainer(const PpoConfig& config, VecEnv& env, nn::World& world);

  IterationReport Iterate();

  int64_t iteration() const { return iteration_; }  // done so far
  int64_t samples() const;                          // control steps of all ranks so far
  double seconds() const { return seconds_; }       // wall clock of this trainer's iterations; no part of a checkpoint
  Agent& agent() { return agent_; }

  // Everything that the future of the run depends on. Load throws Error for a checkpoint of other settings, and names
  // them.
  void Save(const std::filesystem::path& path) const;
  void Load(const std::filesystem::path& path);

 private:
  const PpoConfig config_;
  VecEnv& env_;
  nn::World& world_;
  Agent agent_;
  Collector collector_;
  Rollout rollout_;
  int64_t iteration_ = 0;
  double seconds_ = 0;
};

}  // namespace porter::learn
