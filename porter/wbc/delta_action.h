// Delta actions: a policy puts out increments of a command, not the command (VIRAL 3.1, facts/viral.md 3). The sum over
// time is kept here, per environment and for training and robot alike; every clamp on the way is counted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "porter/policy/layout.h"
#include "porter/wbc/command.h"

namespace porter::wbc {

// whether the velocity command follows its sum, or is zero for now while the sum is kept (the standing stages)
enum class VelocityRule { kFollow, kStand };

class DeltaAction {
 public:
  // delta: what each output adds (scale) and how far its sum may go (bounds); command: where the sums end up, by the
  // name of the term, and the bounds of each command. Throws core::Error when a term of delta is not a term of command.
  DeltaAction(policy::ActionLayout delta, policy::ActionLayout command, int num_envs);

  int action_width() const { return delta_.width(); }
  int command_width() const { return command_.width(); }
  // where nothing has been added yet: 0, and the pelvis at its default height   [command_width]
  std::span<const float> default_command() const { return default_command_; }

  // all sums of an environment to zero
  void Reset(size_t env) noexcept;
  // The sums as if the policy had led to this command (a demonstration's state); terms that no output drives are left
  // out.   [command_width]
  void ResetTo(size_t env, std::span<const float> command) noexcept;

  // sums that were taken from here   [action_width]
  void Restore(size_t env, std::span<const float> sums) noexcept;

  // One control step of one environment; different environments may run on different threads.
  // action: outputs of the policy   [action_width]; command: filled   [command_width]
  void Accumulate(size_t env, std::span<const float> action, VelocityRule rule, std::span<float> command) noexcept;

  std::span<const float> sums(size_t env) const noexcept;  // unclamped by the command's bounds   [action_width]

  // how often each command, and each sum before it, was cut at its bounds, over all environments
  struct ClampCount {
    std::string term;
    int64_t command = 0;
    int64_t sum = 0;
  };
  std::vector<ClampCount> ClampCounts() const;

 private:
  struct Column {
    size_t command;  // its column there
    float scale;     // added per unit of output
    float sum_lower, sum_upper;
    float lower, upper;  // of the command
    bool velocity;
  };

  policy::ActionLayout delta_;
  policy::ActionLayout command_;
  std::vector<Column> columns_;         // of each output   [action_width]
  std::vector<float> default_command_;  // [command_width]
  std::vector<float> sums_;             // [num_envs, action_width]
  std::vector<uint32_t> command_cuts_;  // [num_envs, action_width]
  std::vector<uint32_t> sum_cuts_;      // [num_envs, action_width]
};

// the controller's part of a command row, found by the names of its terms
class WbcColumns {
 public:
  explicit WbcColumns(const policy::ActionLayout& command);
  WbcCommand Read(std::span<const float> command) const noexcept;

 private:
  size_t velocity_, yaw_rate_, height_, torso_;
};

}  // namespace porter::wbc
