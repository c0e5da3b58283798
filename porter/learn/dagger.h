// Dataset aggregation (Ross et al. 2011): a policy learns by cloning what an expert would do in the states that the
// policy itself leads to. Rounds of driving and cloning; what was seen in earlier rounds is learned again. Policy and
// expert take turns in short blocks, so that what is seen are errors on the way, not what comes long after a failure.
#pragma once

#include <cstdint>
#include <functional>

#include "porter/core/span2.h"
#include "porter/learn/agent.h"
#include "porter/learn/cloning.h"
#include "porter/learn/vec_env.h"
#include "porter/nn/world.h"

namespace porter::learn {

struct DaggerConfig {
  static constexpr std::string_view kConfigName = "dagger";

  int rounds = 10;
  int first_steps = 900;
  int steps = 300;
  int keep_every = 2;
  int block = 50;
  double expert_share = 0.3;
  double noise = 0.1;
  int64_t capacity = 600000;
  double final_learning_rate = 2e-4;
  uint64_t seed = 1;
  CloningConfig cloning{.epochs = 4, .batch = 2048};

  void Fields(auto&& f) {
    f(rounds, {.name = "rounds", .doc = "of driving and cloning; 0: no warm start", .min = 0});
    f(first_steps, {.name = "first_steps", .doc = "control steps of the first round, all by the expert", .min = 1});
    f(steps, {.name = "steps", .doc = "control steps of the others", .min = 1});
    f(keep_every, {.name = "keep_every", .doc = "of so many control steps one is stored", .min = 1});
    f(block, {.name = "block", .doc = "control steps before another one may drive", .min = 1});
    f(expert_share, {.name = "expert_share",
                     .doc = "blocks that the expert drives in the last round; 1 in the first, between by equal steps",
                     .min = 0,
                     .max = 1});
    f(noise, {.name = "noise", .doc = "standard deviation of what is added to the outputs of who drives", .min = 0});
    f(capacity, {.name = "capacity", .doc = "steps that are stored; then old ones go by chance", .min = 1});
    f(final_learning_rate, {.name = "final_learning_rate", .doc = "cloning.learning_rate falls to it", .min = 0});
    f(seed, {.name = "seed", .doc = "of episodes and noise"});
    f(cloning, {.name = "cloning", .doc = "in each round"});
  }
};

struct DaggerRound {
  int round = 0;                      // from 0
  int64_t samples = 0;                // control steps of this process so far
  double error = 0;                   // Clone's
  std::vector<Statistic> statistics;  // of the task, over the round
};

struct DaggerHooks {
  // what the expert would put out now, in the environments' present state   actions [num_envs, action_width]
  std::function<void(uint64_t step, core::Span2<float> actions)> label;
  std::function<void(const DaggerRound&)> on_round;  // may be empty
};

// Resets the environments, and leaves them in the middle of episodes. Returns the control steps of this process.
int64_t Dagger(const DaggerConfig& config, VecEnv& env, const DaggerHooks& hooks, Agent& agent, nn::World& world);

}  // namespace porter::learn
