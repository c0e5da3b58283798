// How good a policy is: its mean action in fresh episodes, one an environment.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "porter/learn/agent.h"
#include "porter/learn/vec_env.h"

namespace porter::learn {

struct EvaluationOptions {
  int steps = 1000;   // control steps of each environment; episodes longer than that count as far as they went
  uint64_t seed = 0;  // of the episodes
};

struct Evaluation {
  double mean_return = 0;             // of the first episode of each environment
  double mean_length = 0;             // steps
  double terminated = 0;              // share of environments whose first episode ended, but not by its length alone
  std::vector<Statistic> statistics;  // of the task, over all steps

  // "return", "length", "terminated" or a statistic's name; throws Error with the nearest name for others
  double At(const std::string& name) const;
};

Evaluation Evaluate(Agent& agent, VecEnv& env, const EvaluationOptions& options);

}  // namespace porter::learn
