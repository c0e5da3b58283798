// Rollouts of a small task and gradients on them, for tests of the update.
#pragma once

#include <algorithm>
#include <vector>

#include "porter/learn/collector.h"
#include "porter/learn/gae.h"
#include "porter/learn/ppo_update.h"
#include "porter/learn/test_envs.h"
#include "porter/nn/gaussian_actor_torch.h"

namespace porter::learn {

inline PpoConfig SmallConfig() {
  PpoConfig config;
  config.steps = 8;
  config.actor.hidden = config.critic.hidden = {16, 16};
  config.learning_rate = 1e-3;
  config.precision = nn::Precision::kFp32;
  config.threads = 1;
  return config;
}

inline Rollout CollectOne(const PpoConfig& config, int num_envs, Agent& agent) {
  Reacher env(num_envs);
  Rollout rollout(env.spec(), static_cast<size_t>(config.steps));
  Collector collector(config, 7, env);
  collector.Collect(0, agent, rollout);
  ComputeGae({rollout.reward.view(), rollout.value.view(), rollout.done.view(), rollout.last_value, config.gamma,
              config.lambda},
             rollout.advantage.view(), rollout.target.view());
  return rollout;
}

// the environments [begin, end) of a rollout
inline Rollout Part(const Rollout& all, int begin, int end) {
  Rollout part(Reacher(end - begin).spec(), all.steps);
  const auto copy = [&](const auto& from, auto& to) {
    const size_t per_env = from.view().size() / all.num_envs;
    std::copy_n(from.view().data() + static_cast<size_t>(begin) * per_env, to.view().size(), to.view().data());
  };
  copy(all.observation, part.observation);
  copy(all.critic_observation, part.critic_observation);
  copy(all.action, part.action);
  copy(all.mean, part.mean);
  copy(all.log_prob, part.log_prob);
  copy(all.value, part.value);
  copy(all.advantage, part.advantage);
  copy(all.target, part.target);
  part.log_std = all.log_std;
  return part;
}

inline std::vector<float> Gradients(Agent& agent) {
  const std::span<const float> actor = agent.actor().optimiser.buffer().gradients();
  const std::span<const float> critic = agent.critic_optimiser().buffer().gradients();
  std::vector<float> all(actor.begin(), actor.end());
  all.insert(all.end(), critic.begin(), critic.end());
  return all;
}

}  // namespace porter::learn
