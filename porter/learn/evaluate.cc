#include "porter/learn/evaluate.h"

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/learn/rollout.h"

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
  Table<float> observation(n, static_cast<size_t>(env.spec().observation_width));
  Table<float> critic(n, static_cast<size_t>(env.spec().critic_observation_width));
  Table<float> action(n, static_cast<size_t>(env.spec().action_width));
  std::vector<float> reward(n);
  std::vector<uint8_t> done(n), time_out(n), over(n);
  env.Reset(options.seed, {observation.view(), critic.view()});
  env.TakeStatistics();
  Evaluation result;
  for (int step = 0; step < options.steps; ++step) {
    agent.Act(observation.view(), action.view());
    env.Step(action.view(), {{observation.view(), critic.view()}, reward, done, time_out});
    for (size_t i = 0; i < n; ++i) {
      if (over[i] != 0) continue;
      result.mean_return += reward[i];
      result.mean_length += 1;
      if (done[i] != 0 && time_out[i] == 0) result.terminated += 1;
      over[i] = done[i];
    }
  }
  for (double* mean : {&result.mean_return, &result.mean_length, &result.terminated}) *mean /= static_cast<double>(n);
  result.statistics = env.TakeStatistics();
  return result;
}

}  // namespace porter::learn
