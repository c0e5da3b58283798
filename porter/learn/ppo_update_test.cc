#include "porter/learn/ppo_update.h"

#include <gtest/gtest.h>

#include <barrier>
#include <cmath>
#include <mutex>
#include <thread>

#include "porter/learn/cloning.h"
#include "porter/learn/test_rollouts.h"

namespace porter::learn {
namespace {

// two ranks as threads of one process
class ThreadWorld : public nn::World {
 public:
  struct Shared {
    std::barrier<> barrier{2};
    std::mutex mutex;
    std::vector<double> sum;
  };
  ThreadWorld(int rank, Shared& shared) : rank_(rank), shared_(shared) {}
  int rank() const override { return rank_; }
  int size() const override { return 2; }
  void Sum(std::span<float> values) override { Reduce(values); }
  void Sum(std::span<double> values) override { Reduce(values); }

 private:
  template <class T>
  void Reduce(std::span<T> values) {
    if (rank_ == 0) shared_.sum.assign(values.size(), 0);
    shared_.barrier.arrive_and_wait();
    {
      const std::lock_guard lock(shared_.mutex);
      for (size_t i = 0; i < values.size(); ++i) shared_.sum[i] += values[i];
    }
    shared_.barrier.arrive_and_wait();
    for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<T>(shared_.sum[i]);
    shared_.barrier.arrive_and_wait();
  }

  int rank_;
  Shared& shared_;
};

TEST(PpoUpdate, TwoRanksWithHalfTheEnvironmentsGiveTheGradientOfOne) {
  PpoConfig config = SmallConfig();
  config.epochs = config.minibatches = 1;
  config.max_gradient_norm = 0;
  const EnvSpec spec = Reacher(12).spec();
  Agent whole(config, spec);
  Rollout rollout = CollectOne(config, 12, whole);
  Rollout halves[2] = {Part(rollout, 0, 6), Part(rollout, 6, 12)};
  nn::SingleWorld one;
  NormaliseAdvantages(rollout, one);
  const UpdateReport expected = UpdatePpo(config, nullptr, rollout, 0, whole, one);

  ThreadWorld::Shared shared;
  Agent agents[2] = {{config, spec}, {config, spec}};
  UpdateReport reports[2];
  const auto work = [&](int rank) {
    ThreadWorld world(rank, shared);
    NormaliseAdvantages(halves[rank], world);
    reports[rank] = UpdatePpo(config, nullptr, halves[rank], 0, agents[rank], world);
  };
  std::thread other(work, 1);
  work(0);
  other.join();

  const std::vector<float> gradient = Gradients(whole);
  for (Agent& agent : agents) {
    const std::vector<float> shared_gradient = Gradients(agent);
    for (size_t i = 0; i < gradient.size(); ++i) EXPECT_NEAR(shared_gradient[i], gradient[i], 1e-6);
  }
  EXPECT_EQ(Gradients(agents[0]), Gradients(agents[1]));
  EXPECT_NEAR(reports[0].kl, expected.kl, 1e-9);
}

TEST(PpoUpdate, AdvantagesAreNormalised) {
  const PpoConfig config = SmallConfig();
  Agent agent(config, Reacher(6).spec());
  Rollout rollout = CollectOne(config, 6, agent);
  nn::SingleWorld world;
  NormaliseAdvantages(rollout, world);
  double sum = 0, square = 0;
  const core::Span2<float> a = rollout.advantage.view();
  for (size_t i = 0; i < a.size(); ++i) {
    sum += a.data()[i];
    square += a.data()[i] * a.data()[i];
  }
  EXPECT_NEAR(sum / static_cast<double>(a.size()), 0, 1e-6);
  EXPECT_NEAR(square / static_cast<double>(a.size()), 1, 1e-5);
}

TEST(PpoUpdate, StartsFromTheRolloutsPolicyAndMovesActionsTowardsAdvantage) {
  PpoConfig config = SmallConfig();
  config.epochs = config.minibatches = 1;
  config.kl_target = 0;
  config.symmetry = Symmetry::kNone;
  Agent agent(config, Reacher(8).spec());
  Rollout rollout = CollectOne(config, 8, agent);
  for (size_t row = 0; row < rollout.num_envs * rollout.steps; ++row) {
    // what went further at the first joint was good
    rollout.advantage.view().data()[row] = rollout.action.view()(row, 0) - rollout.mean.view()(row, 0);
  }
  nn::SingleWorld world;
  const UpdateReport report = UpdatePpo(config, nullptr, rollout, 0, agent, world);
  EXPECT_NEAR(report.kl, 0, 1e-6);  // before the only step
  EXPECT_EQ(report.clipped, 0);
  Table<float> mean(rollout.num_envs * rollout.steps, 2);
  agent.MeanOf(rollout.observation.view(), mean.view());
  double moved = 0;
  for (size_t row = 0; row < mean.view().rows(); ++row) moved += mean.view()(row, 0) - rollout.mean.view()(row, 0);
  EXPECT_GT(moved / static_cast<double>(mean.view().rows()), 1e-3);
}

TEST(PpoUpdate, MirroredCopiesTellAnEquivariantNetworkNothingNew) {
  PpoConfig config = SmallConfig();
  config.epochs = config.minibatches = 1;
  config.max_gradient_norm = 0;
  const EnvSpec spec = Reacher(8).spec();
  Agent plain(config, spec), copies(config, spec);
  const Rollout rollout = CollectOne(config, 8, plain);
  nn::SingleWorld world;
  const UpdateReport expected = UpdatePpo(config, nullptr, rollout, 0, plain, world);
  const UpdateReport report = UpdatePpo(config, &*spec.mirror, rollout, 0, copies, world);
  EXPECT_NEAR(report.policy_loss, expected.policy_loss, 1e-5);
  EXPECT_NEAR(report.value_loss, expected.value_loss, 1e-5);
  const std::vector<float> a = Gradients(plain), b = Gradients(copies);
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-5 + 1e-5 * std::abs(a[i])) << i;
}

TEST(Agent, AsksForMirrorDataOnlyWhenItNeedsThem) {
  EnvSpec spec = Reacher(4).spec();
  spec.mirror.reset();
  PpoConfig config = SmallConfig();
  try {
    const Agent agent(config, spec);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_EQ(error.parts().found, "symmetry = \"equivariant\"");
  }
  config.symmetry = Symmetry::kNone;
  EXPECT_NO_THROW(Agent(config, spec));
}

TEST(Cloning, LearnsStoredActions) {
  PpoConfig config = SmallConfig();
  config.actor.hidden = {64, 64};
  Agent agent(config, Reacher(1).spec());
  constexpr size_t kSteps = 2000;
  Table<float> seen(kSteps, 10), done(kSteps, 2);
  core::Random random(3, 0, 0, 0);
  for (size_t i = 0; i < kSteps; ++i) {
    for (float& x : seen.view()[i]) x = static_cast<float>(random.Normal());
    done.view()(i, 0) = seen.view()(i, 9);  // mirrors as action does
    done.view()(i, 1) = std::sin(seen.view()(i, 2)) * seen.view()(i, 0);
  }
  nn::SingleWorld world;
  const double before = Clone({.epochs = 1, .learning_rate = 0}, {seen.view(), done.view()}, agent, world);
  const double after =
      Clone({.epochs = 60, .batch = 100, .learning_rate = 2e-3}, {seen.view(), done.view()}, agent, world);
  EXPECT_GT(before, 0.5);
  EXPECT_LT(after, 0.02);
}

}  // namespace
}  // namespace porter::learn
