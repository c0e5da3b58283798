#include "porter/learn/evaluate.h"

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/learn/step_buffers.h"

namespace porter::learn {

double Evaluation::At(const std::string& name) const {
  std::vector<Statistic> all{{"return", mean_return}, {"length", mean_length}, {"terminated", terminated}};
  all.insert(all.end(), statistics.begin(), statistics.end());
  std::vector<std::string> names;
  for (const Statistic& statistic : all) {
    if (statistic.name == name) return statistic.value;
    names.push_back(statistic.name);
  }
  const std::string nearest = core::NearestName(name, names);
  throw core::Error({.what = "an evaluation has no such figure",
                     .found = core::Cat("'", name, "'"),
                     .expected = core::Join(names, ", "),
                     .hint = nearest.empty() ? "" : core::Cat("did you mean '", nearest, "'?")});
}

Evaluation Evaluate(Agent& agent, VecEnv& env, const EvaluationOptions& options) {
  const auto n = static_cast<size_t>(env.spec().num_envs);
  StepBuffers now(env.spec());
  std::vector<uint8_t> over(n);
  now.Reset(options.seed, env);
  env.TakeStatistics();
  Evaluation result;
  for (int step = 0; step < options.steps; ++step) {
    agent.Act(now.observation.view(), now.action.view());
    now.Step(env);
    for (size_t i = 0; i < n; ++i) {
      if (over[i] != 0) continue;
      result.mean_return += now.reward[i];
      result.mean_length += 1;
      if (now.done[i] != 0 && now.time_out[i] == 0) result.terminated += 1;
      over[i] = now.done[i];
    }
  }
  for (double* mean : {&result.mean_return, &result.mean_length, &result.terminated}) *mean /= static_cast<double>(n);
  result.statistics = env.TakeStatistics();
  return result;
}

}  // namespace porter::learn
