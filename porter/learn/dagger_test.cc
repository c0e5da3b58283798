// Dataset aggregation with an expert that is known: an arm pulled to its goal by the transposed Jacobian.
#include "porter/learn/dagger.h"

#include <gtest/gtest.h>

#include "porter/learn/evaluate.h"
#include "porter/learn/step_buffers.h"
#include "porter/learn/test_envs.h"

namespace porter::learn {
namespace {

constexpr int kArms = 64;

// the arm, and what is seen of it
class WatchedArm : public VecEnv {
 public:
  const EnvSpec& spec() const override { return arm_.spec(); }
  void Reset(uint64_t seed, const Observations& out) override {
    arm_.Reset(seed, out);
    Keep(out);
  }
  void Step(core::Span2<const float> action, const StepOutput& out) noexcept override {
    arm_.Step(action, out);
    Keep(out.observations);
  }
  std::vector<Statistic> TakeStatistics() override { return arm_.TakeStatistics(); }
  std::vector<uint8_t> SaveState() const override { return arm_.SaveState(); }
  void RestoreState(std::span<const uint8_t> state) override { arm_.RestoreState(state); }

  // what pulls the hand to the goal
  void Pull(core::Span2<float> actions) const {
    for (size_t env = 0; env < kArms; ++env) {
      const std::span<const float> o = seen_.view()[env];
      const double c1 = o[0], s1 = o[2], c12 = o[0] * o[1] - o[2] * o[3], s12 = o[2] * o[1] + o[0] * o[3];
      const double torque2 = 0.5 * (-s12 * o[8] + c12 * o[9]), torque1 = torque2 + 0.5 * (-s1 * o[8] + c1 * o[9]);
      actions(env, 0) = static_cast<float>(std::clamp(6 * torque1 - 0.3 * o[4], -1.0, 1.0));
      actions(env, 1) = static_cast<float>(std::clamp(6 * torque2 - 0.3 * o[5], -1.0, 1.0));
    }
  }

 private:
  void Keep(const Observations& out) {
    for (size_t env = 0; env < kArms; ++env) std::ranges::copy(out.policy[env], seen_.view()[env].begin());
  }

  Reacher arm_{kArms};
  Table<float> seen_{kArms, 10};
};

PpoConfig Learner() {
  PpoConfig config;
  config.actor = config.critic = {.hidden = {64, 64}, .activation = io::Activation::kElu};
  config.symmetry = Symmetry::kNone;
  return config;
}

double Distance(Agent& agent) {
  Reacher fresh(kArms);
  return Evaluate(agent, fresh, {600, 1000}).At("figure");
}

TEST(Dagger, APolicyComesToDoAsTheExpert) {
  WatchedArm env;
  StepBuffers now(env.spec());
  now.Reset(7, env);
  for (int step = 0; step < 600; ++step) {
    env.Pull(now.action.view());
    now.Step(env);
  }
  const double expert = env.TakeStatistics()[0].value;
  EXPECT_LT(expert, 0.15) << "m, mean over the second halves of the episodes";

  nn::SingleWorld world;
  const PpoConfig learner = Learner();
  Agent agent(learner, env.spec());
  EXPECT_GT(Distance(agent), 0.4) << "before anything is learned";
  const DaggerConfig config{.rounds = 6,
                            .first_steps = 120,
                            .steps = 60,
                            .keep_every = 1,
                            .capacity = 15000,
                            .cloning = {.epochs = 15, .batch = 256}};
  std::vector<DaggerRound> rounds;
  const int64_t samples = Dagger(config, env,
                                 {.label = [&](uint64_t, core::Span2<float> actions) { env.Pull(actions); },
                                  .on_round = [&](const DaggerRound& round) { rounds.push_back(round); }},
                                 agent, world);
  EXPECT_EQ(samples, kArms * (120 + 5 * 60));
  ASSERT_EQ(rounds.size(), 6);
  EXPECT_EQ(rounds.front().samples, kArms * 120);
  EXPECT_EQ(rounds.back().samples, samples);
  EXPECT_LT(rounds.back().error, 0.05) << "of the variance of the pull";
  EXPECT_LT(Distance(agent), expert + 0.03);
}

TEST(Dagger, WithoutRoundsNothingIsLearned) {
  WatchedArm env;
  nn::SingleWorld world;
  const PpoConfig learner = Learner();
  Agent agent(learner, env.spec());
  const double before = Distance(agent);
  EXPECT_EQ(Dagger({.rounds = 0}, env, {}, agent, world), 0);
  EXPECT_EQ(Distance(agent), before);
}

}  // namespace
}  // namespace porter::learn
