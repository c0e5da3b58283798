#include "porter/learn/rollout.h"

namespace porter::learn {

Rollout::Rollout(const EnvSpec& spec, size_t steps_per_env)
    : num_envs(static_cast<size_t>(spec.num_envs)),
      steps(steps_per_env),
      observation(num_envs * steps, static_cast<size_t>(spec.observation_width)),
      critic_observation(num_envs * steps, static_cast<size_t>(spec.critic_observation_width)),
      action(num_envs * steps, static_cast<size_t>(spec.action_width)),
      mean(num_envs * steps, static_cast<size_t>(spec.action_width)),
      log_prob(num_envs, steps),
      reward(num_envs, steps),
      value(num_envs, steps),
      done(num_envs, steps),
      advantage(num_envs, steps),
      target(num_envs, steps),
      last_value(num_envs),
      log_std(static_cast<size_t>(spec.action_width)) {}

}  // namespace porter::learn
