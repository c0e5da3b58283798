#include "porter/tasks/locomotion/locomotion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/tasks/locomotion/test_robots.h"

namespace porter::tasks {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

constexpr size_t kFewRobots = 8;

// a few robots that act at random, and all that a learner sees of them
class Walkers {
 public:
  explicit Walkers(LocomotionConfig config = SmallLocomotion(kFewRobots))
      : env_(MakeLocomotion(config)),
        policy_(kFewRobots * static_cast<size_t>(env_->spec().observation_width)),
        critic_(kFewRobots * static_cast<size_t>(env_->spec().critic_observation_width)),
        action_(kFewRobots * 15),
        reward(kFewRobots),
        done(kFewRobots),
        time_out(kFewRobots) {}

  void Reset(uint64_t seed) { env_->Reset(seed, observations()); }

  void Step(uint64_t step) {
    core::Random random(8, 1, 0, step);
    for (float& action : action_) action = static_cast<float>(random.Uniform(-1, 1));
    env_->Step({action_.data(), kFewRobots, 15}, {observations(), reward, done, time_out});
  }

  std::vector<float> Walk(uint64_t from, uint64_t to) {
    std::vector<float> seen;
    for (uint64_t step = from; step < to; ++step) {
      Step(step);
      for (const auto* values : {&policy_, &critic_, &reward}) seen.insert(seen.end(), values->begin(), values->end());
      seen.insert(seen.end(), done.begin(), done.end());
      ends += static_cast<int>(std::ranges::count(done, 1));
    }
    return seen;
  }

  env::BatchEnv& env() { return *env_; }
  Locomotion& task() { return static_cast<Locomotion&>(env_->task()); }

 private:
  learn::Observations observations() {
    return {{policy_.data(), kFewRobots, policy_.size() / kFewRobots},
            {critic_.data(), kFewRobots, critic_.size() / kFewRobots}};
  }

  std::unique_ptr<env::BatchEnv> env_;
  std::vector<float> policy_, critic_, action_;

 public:
  std::vector<float> reward;
  std::vector<uint8_t> done, time_out;
  int ends = 0;
};

TEST(Locomotion, SameBitsForAnyNumberOfThreads) {
  const auto run = [](int threads) {
    LocomotionConfig config = SmallLocomotion(kFewRobots);
    config.threads = threads;
    Walkers walkers(config);
    walkers.Reset(4);
    std::vector<float> seen = walkers.Walk(0, 100);
    EXPECT_GT(walkers.ends, 0) << "robots that act at random fall";
    return std::pair(std::move(seen), walkers.env().sim().StateHash());
  };
  const auto one = run(1);
  EXPECT_TRUE(run(2) == one);
}

TEST(Locomotion, ARestoredStateContinuesBitForBit) {
  Walkers walkers;
  walkers.Reset(4);
  walkers.Walk(0, 30);
  const std::vector<uint8_t> state = walkers.env().SaveState();
  const std::vector<float> expected = walkers.Walk(30, 90);
  Walkers fresh;
  fresh.env().RestoreState(state);
  EXPECT_TRUE(fresh.Walk(30, 90) == expected);
  EXPECT_EQ(fresh.env().sim().StateHash(), walkers.env().sim().StateHash());
  try {
    Walkers().env().RestoreState(std::span(state).first(state.size() - 1));
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("not a state of this task"));
  }
}

TEST(Locomotion, ResetBeginsTheSameRunAgain) {
  LocomotionConfig config = SmallLocomotion(kFewRobots);
  config.curriculum.lift = -1;  // lifted high enough from the start: swing_clearance pays less with every iteration
  Walkers walkers(config);
  walkers.Reset(4);
  const std::vector<float> expected = walkers.Walk(0, 60);
  for (int iteration = 0; iteration < 30; ++iteration) walkers.env().TakeStatistics();
  walkers.Reset(4);
  EXPECT_TRUE(walkers.Walk(0, 60) == expected);
}

TEST(Locomotion, StepAllocatesNothingNotEvenForNewEpisodes) {
  LocomotionConfig config = SmallLocomotion(kFewRobots);
  config.threads = 2;
  Walkers walkers(config);
  walkers.Reset(4);
  const core::AllocationGuard guard;
  for (uint64_t step = 0; step < 100; ++step) {
    walkers.Step(step);
    walkers.ends += static_cast<int>(std::ranges::count(walkers.done, 1));
  }
  EXPECT_EQ(guard.Count(), 0);
  EXPECT_GT(walkers.ends, 0);
}

TEST(Locomotion, AFallCostsAndIsNoTimeOut) {
  LocomotionConfig config = SmallLocomotion(kFewRobots);
  config.rewards = {{"alive", 3}};
  Walkers walkers(config);
  walkers.Reset(4);
  walkers.Step(0);
  EXPECT_THAT(walkers.reward, Each(0.06f)) << "rewards are per second";
  config.fall_height = 2;
  Walkers fallen(config);
  fallen.Reset(4);
  fallen.Step(0);
  EXPECT_THAT(fallen.reward, Each(0.06f - 2));
  EXPECT_THAT(fallen.done, Each(1));
  EXPECT_THAT(fallen.time_out, Each(0));
}

TEST(Locomotion, DifficultyMovesWithTheBars) {
  LocomotionConfig config = SmallLocomotion(kFewRobots);
  config.curriculum = {.start = 0.5, .rise = 0.1, .fall = 0.04, .contact = -1, .velocity = -1, .length = 0};
  Walkers good(config);
  good.Reset(4);
  EXPECT_EQ(good.task().difficulty(), 0.5);
  good.Walk(0, 3);
  for (const double expected : {0.6, 0.7, 0.8, 0.9, 1.0, 1.0}) {
    good.env().TakeStatistics();
    EXPECT_NEAR(good.task().difficulty(), expected, 1e-12);
  }
  config.curriculum.length = 1e6;
  Walkers bad(config);
  bad.env().RestoreState(good.env().SaveState());
  for (int i = 1; i < 20; ++i) {
    bad.env().TakeStatistics();
    EXPECT_NEAR(bad.task().difficulty(), std::max(0.5, 1 - 0.04 * i), 1e-12);
  }
}

TEST(Locomotion, NamesARewardThatDoesNotExist) {
  LocomotionConfig config = SmallLocomotion(1);
  config.rewards = {{"track_velocities", 1}};
  try {
    MakeLocomotion(config);
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'track_velocity'?"));
  }
}

}  // namespace
}  // namespace porter::tasks
