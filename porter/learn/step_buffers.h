// What is needed to step environments: their output, and the actions they are given.
#pragma once

#include "porter/learn/table.h"
#include "porter/learn/vec_env.h"

namespace porter::learn {

struct StepBuffers {
  Table<float> observation;  // [num_envs, observation_width]
  Table<float> critic;       // [num_envs, critic_observation_width]
  Table<float> action;       // [num_envs, action_width]
  std::vector<float> reward;
  std::vector<uint8_t> done, time_out;

  explicit StepBuffers(const EnvSpec& spec)
      : observation(static_cast<size_t>(spec.num_envs), static_cast<size_t>(spec.observation_width)),
        critic(static_cast<size_t>(spec.num_envs), static_cast<size_t>(spec.critic_observation_width)),
        action(static_cast<size_t>(spec.num_envs), static_cast<size_t>(spec.action_width)),
        reward(static_cast<size_t>(spec.num_envs)),
        done(reward.size()),
        time_out(reward.size()) {}

  Observations seen() { return {observation.view(), critic.view()}; }

  void Reset(uint64_t seed, VecEnv& env) { env.Reset(seed, seen()); }
  void Step(VecEnv& env) noexcept { env.Step(action.view(), {seen(), reward, done, time_out}); }
};

}  // namespace porter::learn
