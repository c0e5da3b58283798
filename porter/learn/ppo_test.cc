// PPO on tasks whose answer is known: a pendulum that must stand, an arm that must touch its goal.
#include <gtest/gtest.h>

#include "porter/core/clock.h"
#include "porter/io/network_file.h"
#include "porter/learn/test_envs.h"
#include "porter/learn/train.h"

namespace porter::learn {
namespace {

PpoConfig PendulumConfig() {
  PpoConfig config;
  config.steps = 40;
  config.epochs = 5;
  config.minibatches = 4;
  config.gamma = 0.95;
  config.lambda = 0.95;
  config.entropy = config.final_entropy = 0;
  config.learning_rate = 1e-3;
  config.critic_learning_rate = 2e-3;
  config.min_learning_rate = 1e-4;
  config.value_clip = 0;
  config.actor = config.critic = {.hidden = {64, 64}, .activation = io::Activation::kTanh};
  config.output_gain = 0.1;
  config.initial_std = {1};
  return config;
}

PpoConfig ReacherConfig() {
  PpoConfig config = PendulumConfig();
  config.steps = 20;
  config.gamma = 0.9;
  config.kl_target = 0.02;
  config.actor.activation = config.critic.activation = io::Activation::kElu;
  config.initial_std = {0.7};
  return config;
}

struct Outcome {
  Evaluation evaluation;
  double seconds;
};

// trains on the task, then lets the mean action act in 256 fresh environments
template <class Env>
Outcome Solve(const PpoConfig& config, int iterations) {
  Env env(256), fresh(256);
  nn::SingleWorld world;
  PpoTrainer trainer(config, env, world);
  const double start = core::NowSeconds();
  for (int i = 0; i < iterations; ++i) {
    const IterationReport report = trainer.Iterate();
    EXPECT_EQ(report.update.skipped, 0);
  }
  return {Evaluate(trainer.agent(), fresh, {600, 1000}), core::NowSeconds() - start};
}

// mean cosine of the angle in the second halves of the episodes: 1 stands, 0 lies
double Upright(const PpoConfig& config) {
  const Outcome outcome = Solve<Pendulum>(config, 40);
  EXPECT_LT(outcome.seconds, 60);
  return outcome.evaluation.At("figure");
}

PpoConfig With(nn::Precision precision, Symmetry symmetry) {
  PpoConfig config = PendulumConfig();
  config.precision = precision;
  config.symmetry = symmetry;
  return config;
}

TEST(Ppo, SwingsThePendulumUp) {
  EXPECT_GT(Upright(PendulumConfig()), 0.95);
}

TEST(Ppo, ReachesWithTwoJoints) {
  const Outcome outcome = Solve<Reacher>(ReacherConfig(), 60);
  EXPECT_LT(outcome.evaluation.At("figure"), 0.05);  // m; starts near 0.9
  EXPECT_LT(outcome.seconds, 60);
}

TEST(Ppo, TheCriticMayLearnAloneAtFirstAndStatisticsMayStay) {
  PpoConfig config = PendulumConfig();
  config.initial_std = {0.25};
  config.critic_first = 2;
  config.keep_normaliser = true;
  Pendulum env(16);
  nn::SingleWorld world;
  PpoTrainer trainer(config, env, world);
  Agent& agent = trainer.agent();
  const std::vector<float> seen = {0.5F, -0.3F, 0.8F};
  const auto mean = [&] {
    float action = 0;
    agent.MeanOf({seen.data(), 1, 3}, {&action, 1, 1});
    return action;
  };
  const auto value = [&] {
    float v = 0;
    agent.ValueOf({seen.data(), 1, 3}, {&v, 1});
    return v;
  };
  agent.StartExploring(config);
  EXPECT_FLOAT_EQ(agent.log_std()[0], std::log(0.25F));
  const float mean_before = mean(), value_before = value();
  trainer.Iterate();
  const double samples = agent.observation_normaliser.count();
  EXPECT_GT(samples, 0) << "there was nothing to keep yet";
  trainer.Iterate();
  EXPECT_EQ(mean(), mean_before);
  EXPECT_NE(value(), value_before);
  EXPECT_FLOAT_EQ(agent.log_std()[0], std::log(0.25F));
  trainer.Iterate();
  EXPECT_NE(mean(), mean_before);
  EXPECT_EQ(agent.observation_normaliser.count(), samples);
}

TEST(Ppo, SlowBf16AndFloat32ReachTheSameWithEverySymmetry) {
  for (const Symmetry symmetry : {Symmetry::kNone, Symmetry::kEquivariant, Symmetry::kMirroredCopies}) {
    const double exact = Upright(With(nn::Precision::kFp32, symmetry));
    EXPECT_GT(exact, 0.95);
    EXPECT_NEAR(Upright(With(nn::Precision::kBf16, symmetry)), exact, 0.03);  // a seed's worth of difference
  }
}

}  // namespace
}  // namespace porter::learn
