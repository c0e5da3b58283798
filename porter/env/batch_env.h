// A task in many simulated worlds at once, as the learner sees it (learn::VecEnv). Step is the table of contents:
// actions to joint targets, physics with judging and looking on its workers, new episodes where one ended.
#pragma once

#include <memory>
#include <vector>

#include "porter/env/task.h"

namespace porter::env {

class BatchEnv : public learn::VecEnv {
 public:
  BatchEnv(physics::BatchSim sim, std::unique_ptr<Task> task);

  const learn::EnvSpec& spec() const override { return task_->spec(); }
  void Reset(uint64_t seed, const learn::Observations& out) override;
  void Step(core::Span2<const float> action, const learn::StepOutput& out) noexcept override;
  std::vector<learn::Statistic> TakeStatistics() override;
  std::vector<uint8_t> SaveState() const override;
  void RestoreState(std::span<const uint8_t> state) override;

  // where the time of Step went since the last call, s of wall clock
  struct Times {
    double physics = 0;   // stepping and reading out
    double terms = 0;     // judging, looking, actions to joint targets
    double restarts = 0;  // new episodes
  };
  Times TakeTimes();

  const physics::BatchSim& sim() const { return sim_; }
  Task& task() { return *task_; }

 private:
  void Restart(bool first, const learn::Observations& out);

  physics::BatchSim sim_;
  std::unique_ptr<Task> task_;
  TallyTable tallies_;
  Moment moment_{0, 0};
  std::vector<float> targets_;  // rad   [num_envs, num_joints]
  std::vector<Ending> ending_;  // of the last step   [num_envs]
  std::vector<int> ended_;      // environments that start anew, ascending
  std::vector<double> looked_;  // time that workers spent judging and looking, s   [num_envs]
  Times times_;
};

}  // namespace porter::env
