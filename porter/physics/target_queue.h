// Joint targets on their way to the motors: a short ring per environment, so that a target can arrive a number of
// physics steps late (communication and motor delay, facts/viral.md 8).
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "porter/core/check.h"

namespace porter::physics {

class TargetQueue {
 public:
  TargetQueue(size_t num_envs, size_t num_joints, int max_delay, int substeps)
      : joints_(num_joints),
        substeps_(substeps),
        depth_(1 + static_cast<size_t>((max_delay + substeps - 1) / substeps)),
        ring_(num_envs * depth_ * joints_),
        head_(num_envs),
        delay_(num_envs) {}

  // a new control step of this environment begins with these targets, rad   [num_joints]
  void Push(size_t env, std::span<const float> target) noexcept {
    head_[env] = (head_[env] + 1) % depth_;
    std::copy(target.begin(), target.end(), Row(env, 0).begin());
  }

  // all past and present targets become these
  void Fill(size_t env, std::span<const float> target) noexcept {
    for (size_t age = 0; age < depth_; ++age) std::copy(target.begin(), target.end(), Row(env, age).begin());
  }

  // targets that the motors follow in this physics step of the current control step   [num_joints]
  std::span<const float> At(size_t env, int substep) const noexcept { return ConstRow(env, Age(env, substep)); }

  // how many control steps old the targets are that At returns
  size_t Age(size_t env, int substep) const noexcept {
    const int late = std::max(0, delay_[env] - substep);
    return static_cast<size_t>((late + substeps_ - 1) / substeps_);
  }

  void SetDelay(size_t env, int physics_steps) noexcept { delay_[env] = physics_steps; }

  size_t SnapshotSize() const noexcept { return 1 + depth_ * joints_; }

  // delay, then the targets from newest to oldest, without the `skip` newest (the oldest is repeated instead)
  void Save(size_t env, std::span<double> snapshot, size_t skip = 0) const noexcept {
    snapshot[0] = delay_[env];
    for (size_t age = 0; age < depth_; ++age) {
      const std::span<const float> row = ConstRow(env, std::min(age + skip, depth_ - 1));
      std::copy(row.begin(), row.end(), snapshot.begin() + static_cast<ptrdiff_t>(1 + age * joints_));
    }
  }

  void Load(size_t env, std::span<const double> snapshot) noexcept {
    delay_[env] = static_cast<int>(snapshot[0]);
    for (size_t age = 0; age < depth_; ++age) {
      std::span<float> row = Row(env, age);
      for (size_t j = 0; j < joints_; ++j) row[j] = static_cast<float>(snapshot[1 + age * joints_ + j]);
    }
  }

 private:
  size_t Offset(size_t env, size_t age) const noexcept {
    return (env * depth_ + (head_[env] + depth_ - age) % depth_) * joints_;
  }
  std::span<float> Row(size_t env, size_t age) noexcept { return {ring_.data() + Offset(env, age), joints_}; }
  std::span<const float> ConstRow(size_t env, size_t age) const noexcept {
    return {ring_.data() + Offset(env, age), joints_};
  }

  size_t joints_;
  int substeps_;
  size_t depth_;              // targets kept per environment
  std::vector<float> ring_;   // rad   [num_envs, depth, num_joints]
  std::vector<size_t> head_;  // ring position of the newest targets   [num_envs]
  std::vector<int> delay_;    // physics steps   [num_envs]
};

}  // namespace porter::physics
