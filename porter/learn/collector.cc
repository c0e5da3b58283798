#include "porter/learn/collector.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/clock.h"
#include "porter/core/random.h"

namespace porter::learn {
namespace {

constexpr uint32_t kActionStream = 4;
const double kHalfLog2Pi = 0.5 * std::log(2 * std::numbers::pi);

void CopyRow(std::span<const float> from, std::span<float> to) {
  std::ranges::copy(from, to.begin());
}

}  // namespace

Collector::Collector(const PpoConfig& config, uint64_t seed, VecEnv& env)
    : config_(config),
      seed_(seed),
      env_(env),
      now_(env.spec()),
      normalised_(now_.observation),
      critic_normalised_(now_.critic),
      mean_(now_.action),
      value_(now_.reward),
      return_(value_.size()),
      length_(value_.size()),
      moments_(normalised_.view().cols()),
      critic_moments_(critic_normalised_.view().cols()) {
  now_.Reset(seed_, env_);
}

EpisodeReport Collector::Collect(int64_t iteration, Agent& agent, Rollout& rollout) {
  EpisodeReport report;
  const double start = core::NowSeconds();
  std::ranges::copy(agent.log_std(), rollout.log_std.begin());
  for (size_t step = 0; step < rollout.steps; ++step) {
    Observe(agent, step, report, rollout);
    agent.MeanOf(normalised_.view(), mean_.view());
    agent.ValueOf(critic_normalised_.view(), value_);
    Draw(static_cast<uint64_t>(iteration) * rollout.steps + step, step, rollout.log_std, rollout);
    const double before = core::NowSeconds();
    now_.Step(env_);
    report.env_seconds += core::NowSeconds() - before;
    Count(step, config_.gamma, report, rollout);
  }
  agent.critic_normaliser.Apply(now_.critic.view(), critic_normalised_.view());
  agent.ValueOf(critic_normalised_.view(), rollout.last_value);
  if (report.episodes > 0) {
    report.mean_return /= static_cast<double>(report.episodes);
    report.mean_length /= static_cast<double>(report.episodes);
  }
  report.policy_seconds = core::NowSeconds() - start - report.env_seconds;
  return report;
}

void Collector::Observe(const Agent& agent, size_t step, EpisodeReport& report, Rollout& rollout) {
  moments_.Add(now_.observation.view());
  critic_moments_.Add(now_.critic.view());
  const size_t cut = agent.observation_normaliser.Apply(now_.observation.view(), normalised_.view()) +
                     agent.critic_normaliser.Apply(now_.critic.view(), critic_normalised_.view());
  report.cut_observations += static_cast<int64_t>(cut);
  for (size_t env = 0; env < rollout.num_envs; ++env) {
    CopyRow(normalised_.view()[env], rollout.observation.view()[rollout.Row(env, step)]);
    CopyRow(critic_normalised_.view()[env], rollout.critic_observation.view()[rollout.Row(env, step)]);
  }
}

void Collector::Draw(uint64_t global_step, size_t step, std::span<const float> log_std, Rollout& rollout) {
  for (size_t env = 0; env < rollout.num_envs; ++env) {
    core::Random random(seed_, kActionStream, static_cast<uint32_t>(env), global_step);
    const std::span<const float> mean = mean_.view()[env];
    const std::span<float> action = now_.action.view()[env];
    double log_prob = 0;
    for (size_t i = 0; i < mean.size(); ++i) {
      const double z = random.Normal();
      action[i] = static_cast<float>(mean[i] + z * std::exp(static_cast<double>(log_std[i])));
      log_prob -= 0.5 * z * z + log_std[i] + kHalfLog2Pi;
    }
    rollout.log_prob.view()(env, step) = static_cast<float>(log_prob);
    rollout.value.view()(env, step) = value_[env];
    CopyRow(mean, rollout.mean.view()[rollout.Row(env, step)]);
    CopyRow(action, rollout.action.view()[rollout.Row(env, step)]);
  }
}

void Collector::Count(size_t step, double gamma, EpisodeReport& report, Rollout& rollout) {
  for (size_t env = 0; env < rollout.num_envs; ++env) {
    return_[env] += now_.reward[env];
    length_[env] += 1;
    const double beyond = now_.time_out[env] != 0 ? gamma * value_[env] : 0;  // as if the episode went on
    rollout.reward.view()(env, step) = static_cast<float>(now_.reward[env] + beyond);
    rollout.done.view()(env, step) = now_.done[env];
    if (now_.done[env] == 0) continue;
    ++report.episodes;
    report.mean_return += return_[env];
    report.mean_length += length_[env];
    return_[env] = length_[env] = 0;
  }
}

nn::Moments Collector::TakeObservationMoments() {
  return std::exchange(moments_, nn::Moments(moments_.sum.size()));
}

nn::Moments Collector::TakeCriticMoments() {
  return std::exchange(critic_moments_, nn::Moments(critic_moments_.sum.size()));
}

void Collector::Save(nn::CheckpointWriter& out) const {
  const auto all = [](const Table<float>& table) {
    return std::span<const float>(table.view().data(), table.view().size());
  };
  out.Add("env.observation", all(now_.observation));
  out.Add("env.critic_observation", all(now_.critic));
  out.Add("env.return", std::span<const double>(return_));
  out.Add("env.length", std::span<const double>(length_));
  const std::vector<uint8_t> state = env_.SaveState();
  out.Add("env.state", std::span<const uint8_t>(state));
}

void Collector::Load(const nn::CheckpointReader& in) {
  const auto all = [](Table<float>& table) { return std::span<float>(table.view().data(), table.view().size()); };
  in.Read("env.observation", all(now_.observation));
  in.Read("env.critic_observation", all(now_.critic));
  in.Read("env.return", std::span<double>(return_));
  in.Read("env.length", std::span<double>(length_));
  const std::span<const std::byte> state = in.Bytes("env.state");
  env_.RestoreState({reinterpret_cast<const uint8_t*>(state.data()), state.size()});
}

}  // namespace porter::learn
