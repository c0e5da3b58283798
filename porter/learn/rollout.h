// What one iteration saw and did, environment by environment: each one's steps lie together, so that a minibatch of
// whole environments is copied in long rows. Allocated once.
#pragma once

#include <cstdint>
#include <vector>

#include "porter/learn/table.h"
#include "porter/learn/vec_env.h"

namespace porter::learn {

struct Rollout {
  size_t num_envs, steps;

  Table<float> observation;         // normalised           [num_envs * steps, observation_width]
  Table<float> critic_observation;  // normalised           [num_envs * steps, critic_observation_width]
  Table<float> action;              // as drawn             [num_envs * steps, action_width]
  Table<float> mean;                // of the policy then   [num_envs * steps, action_width]
  Table<float> log_prob;            // of the action        [num_envs, steps]
  Table<float> reward;              // time-outs added      [num_envs, steps]
  Table<float> value;               // before the step      [num_envs, steps]
  Table<uint8_t> done;              // after the step       [num_envs, steps]
  Table<float> advantage;           //                      [num_envs, steps]
  Table<float> target;              // of the value         [num_envs, steps]
  std::vector<float> last_value;    // after the last step  [num_envs]
  std::vector<float> log_std;       // of the policy then   [action_width]

  Rollout(const EnvSpec& spec, size_t steps_per_env);

  size_t Row(size_t env, size_t step) const { return env * steps + step; }
};

}  // namespace porter::learn
