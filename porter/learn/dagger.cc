#include "porter/learn/dagger.h"

#include <algorithm>

#include "porter/core/random.h"
#include "porter/learn/step_buffers.h"

namespace porter::learn {
namespace {

constexpr uint32_t kNoiseStream = 6, kReplaceStream = 7;

// stored steps, at most so many
class Store {
 public:
  Store(int64_t capacity, const EnvSpec& spec, uint64_t seed)
      : capacity_(static_cast<size_t>(capacity)),
        observation_width_(static_cast<size_t>(spec.observation_width)),
        action_width_(static_cast<size_t>(spec.action_width)),
        seed_(seed) {}

  void Add(std::span<const float> observation, std::span<const float> action) {
    if (size() < capacity_) {
      observation_.insert(observation_.end(), observation.begin(), observation.end());
      action_.insert(action_.end(), action.begin(), action.end());
      return;
    }
    core::Random random(seed_, kReplaceStream, 0, replaced_++);
    const size_t row = random.Below(static_cast<uint32_t>(capacity_));
    std::ranges::copy(observation, observation_.begin() + static_cast<std::ptrdiff_t>(row * observation_width_));
    std::ranges::copy(action, action_.begin() + static_cast<std::ptrdiff_t>(row * action_width_));
  }

  size_t size() const { return action_.size() / action_width_; }
  Transitions view() const {
    return {{observation_.data(), size(), observation_width_}, {action_.data(), size(), action_width_}};
  }

 private:
  const size_t capacity_, observation_width_, action_width_;
  const uint64_t seed_;
  uint64_t replaced_ = 0;
  std::vector<float> observation_, action_;
};

}  // namespace

int64_t Dagger(const DaggerConfig& config, VecEnv& env, const DaggerHooks& hooks, Agent& agent, nn::World& world) {
  const EnvSpec& spec = env.spec();
  const auto envs = static_cast<size_t>(spec.num_envs), width = static_cast<size_t>(spec.action_width);
  const uint64_t seed = config.seed + static_cast<uint64_t>(world.rank());
  StepBuffers now(spec);
  Table<float> label(envs, width);
  Store store(config.capacity, spec, seed);
  now.Reset(seed, env);
  env.TakeStatistics();
  uint64_t step = 0;
  std::vector<uint8_t> by_expert(envs, 1);
  for (int round = 0; round < config.rounds; ++round) {
    const bool first = round == 0;
    const double share = Linear(1, config.expert_share, std::max(1, config.rounds - 1), round);
    for (int i = 0; i < (first ? config.first_steps : config.steps); ++i, ++step) {
      hooks.label(step, label.view());
      if (!first) agent.Act(now.observation.view(), now.action.view());
      for (size_t e = 0; e < envs; ++e) {
        core::Random random(seed, kNoiseStream, static_cast<uint32_t>(e), step);
        if (i % config.block == 0) by_expert[e] = random.Uniform() < share ? 1 : 0;
        if (step % static_cast<uint64_t>(config.keep_every) == 0) store.Add(now.observation.view()[e], label.view()[e]);
        const std::span<float> action = now.action.view()[e];
        if (by_expert[e] != 0) std::ranges::copy(label.view()[e], action.begin());
        for (float& a : action) a += static_cast<float>(config.noise * random.Normal());
      }
      now.Step(env);
    }
    CloningConfig cloning = config.cloning;
    cloning.seed = seed + static_cast<uint64_t>(round);
    cloning.learning_rate = Linear(cloning.learning_rate, config.final_learning_rate, config.rounds - 1, round);
    const double error = Clone(cloning, store.view(), agent, world);
    if (hooks.on_round) {
      hooks.on_round({round, static_cast<int64_t>(step * envs), error, env.TakeStatistics()});
    }
  }
  return static_cast<int64_t>(step * envs);
}

}  // namespace porter::learn
