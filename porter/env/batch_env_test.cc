#include "porter/env/batch_env.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/physics/test_worlds.h"

namespace porter::env {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Ge;
using ::testing::HasSubstr;
using ::testing::Le;

constexpr double kTooFar = 0.1, kStartSpread = 0.05;  // rad

// A motor that is told where to go. Its reward says when and where it was given; episodes last `length` steps (the
// first one of environment e: 1 + e) and end early where the angle is too far.
class ServoTask : public Task {
 public:
  ServoTask(int num_envs, int64_t length)
      : spec_{.num_envs = num_envs, .observation_width = 2, .critic_observation_width = 1, .action_width = 1},
        length_(length),
        robots_(static_cast<size_t>(num_envs)) {}

  const learn::EnvSpec& spec() const override { return spec_; }
  std::vector<std::string> figures() const override { return {"step", "age_at_end"}; }
  void Prepare(const Moment&, physics::BatchSim&) override {}

  void Start(int env, bool first, const Moment& moment, physics::BatchSim& sim) override {
    core::Random random(moment.seed, 1, static_cast<uint32_t>(env), moment.step);
    robots_[static_cast<size_t>(env)] = {0, first ? 1 + env : length_, 0};
    sim.qpos(env)[0] = random.Uniform(-kStartSpread, kStartSpread);
  }

  // not a number: the world breaks. The angle is fed back, so that what is read out decides the future.
  void Act(const Moment&, core::Span2<const float> actions, physics::BatchSim& sim,
           core::Span2<float> joint_targets) noexcept override {
    for (size_t e = 0; e < actions.rows(); ++e) {
      const float action = actions(e, 0);
      robots_[e].action = action;
      if (std::isnan(action)) sim.qvel(static_cast<int>(e))[0] = std::numeric_limits<double>::quiet_NaN();
      joint_targets(e, 0) = action - 0.5f * static_cast<float>(sim.state().joint_position[e]);
    }
  }

  Judgement Judge(const Sight& sight, std::span<Tally> tallies) noexcept override {
    Robot& robot = robots_[sight.env()];
    ++robot.age;
    tallies[0].Add(static_cast<double>(sight.moment.step));
    const bool fell = std::abs(sight.state.joint_position[sight.env()]) > kTooFar;
    const bool over = robot.age >= robot.length;
    if (fell || over) tallies[1].Add(static_cast<double>(robot.age));
    return {.reward = static_cast<double>(10 * sight.moment.step + sight.env()) + 0 * robot.action,
            .ending = fell ? Ending::kTerminated : (over ? Ending::kTimeOut : Ending::kNone)};
  }

  void Observe(const Sight& sight, std::span<float> policy, std::span<float> critic) noexcept override {
    policy[0] = static_cast<float>(sight.state.joint_position[sight.env()]);
    policy[1] = static_cast<float>(robots_[sight.env()].age);
    critic[0] = static_cast<float>(sight.state.joint_velocity[sight.env()]);
  }

  void Adapt(std::vector<learn::Statistic>& figures) override { figures.push_back({"adapted", 1}); }

  std::vector<uint8_t> SaveState() const override {
    std::vector<uint8_t> bytes(robots_.size() * sizeof(Robot));
    std::memcpy(bytes.data(), robots_.data(), bytes.size());
    return bytes;
  }
  void RestoreState(std::span<const uint8_t> state) override {
    if (state.size() != robots_.size() * sizeof(Robot)) throw core::Error("not a state of the servo");
    std::memcpy(robots_.data(), state.data(), state.size());
  }

 private:
  struct Robot {
    int64_t age, length;
    double action;
  };
  learn::EnvSpec spec_;
  int64_t length_;
  std::vector<Robot> robots_;
};

// servos with room for what they show
class Servos {
 public:
  struct Size {
    int num_envs = 4, threads = 1;
    int64_t length = 3;
  };
  explicit Servos(Size size)
      : env_(physics::BatchSim(physics::Model::FromXml(physics::kServo),
                               {.num_envs = size.num_envs, .num_threads = size.threads, .substeps = 4}),
             std::make_unique<ServoTask>(size.num_envs, size.length)),
        n_(static_cast<size_t>(size.num_envs)),
        action(n_),
        policy(2 * n_),
        critic(n_),
        reward(n_),
        done(n_),
        time_out(n_) {}

  void Reset(uint64_t seed) { env_.Reset(seed, observations()); }
  void Step() { env_.Step({action.data(), n_, 1}, {observations(), reward, done, time_out}); }

  // steps with random actions; all that the learner sees on the way
  std::vector<float> Walk(uint64_t from, uint64_t to) {
    std::vector<float> seen;
    for (uint64_t step = from; step < to; ++step) {
      for (size_t e = 0; e < n_; ++e) {
        core::Random random(9, 2, static_cast<uint32_t>(e), step);
        action[e] = static_cast<float>(random.Uniform(-0.4, 0.4));
      }
      Step();
      for (const auto* values : {&policy, &critic, &reward}) seen.insert(seen.end(), values->begin(), values->end());
      for (const auto* values : {&done, &time_out}) seen.insert(seen.end(), values->begin(), values->end());
    }
    return seen;
  }

  BatchEnv& env() { return env_; }

 private:
  learn::Observations observations() { return {{policy.data(), n_, 2}, {critic.data(), n_, 1}}; }

  BatchEnv env_;
  size_t n_;

 public:
  std::vector<float> action, policy, critic, reward;
  std::vector<uint8_t> done, time_out;
};

TEST(BatchEnv, RewardsAndEndsComeFromTheTask) {
  Servos servos({.num_envs = 3, .threads = 2, .length = 3});
  servos.Reset(1);
  EXPECT_EQ(servos.policy[1], 0);
  servos.Step();
  EXPECT_THAT(servos.reward, ElementsAre(10, 11, 12));
  EXPECT_THAT(servos.done, ElementsAre(1, 0, 0)) << "first episodes of 1, 2, 3 steps";
  servos.Step();
  EXPECT_THAT(servos.reward, ElementsAre(20, 21, 22));
  EXPECT_THAT(servos.done, ElementsAre(0, 1, 0));
  servos.Step();
  EXPECT_THAT(servos.done, ElementsAre(0, 0, 1));
  EXPECT_EQ(servos.time_out, servos.done) << "they ended by their length alone";
  servos.Step();
  EXPECT_THAT(servos.done, ElementsAre(1, 0, 0)) << "later ones of 3 steps";
}

TEST(BatchEnv, AfterAnEndTheNewEpisodeIsSeen) {
  Servos servos({.num_envs = 2, .length = 100});
  servos.Reset(1);
  servos.Step();  // the first episode of environment 0 is over
  servos.action = {0, 9};
  const auto angle = [&] { return servos.env().sim().state().joint_position; };
  servos.Step();
  servos.Step();
  EXPECT_THAT(servos.policy, ElementsAre(static_cast<float>(angle()[0]), 2, static_cast<float>(angle()[1]), 1));
  int steps = 0;
  while (servos.done[1] == 0 && ++steps < 20) servos.Step();
  EXPECT_THAT(servos.done, ElementsAre(0, 1));
  EXPECT_THAT(servos.time_out, ElementsAre(0, 0)) << "it went too far";
  EXPECT_THAT(servos.policy[2], AllOf(Ge(-kStartSpread), Le(kStartSpread)));
  EXPECT_EQ(servos.policy[2], static_cast<float>(angle()[1]));
  EXPECT_EQ(servos.policy[3], 0);
  EXPECT_EQ(servos.critic[1], 0);
  EXPECT_GT(servos.policy[1], 2) << "the other one goes on";
}

TEST(BatchEnv, SameBitsForAnyNumberOfThreads) {
  const auto run = [](int threads) {
    Servos servos({.num_envs = 13, .threads = threads, .length = 9});
    servos.Reset(5);
    return std::pair(servos.Walk(0, 60), servos.env().sim().StateHash());
  };
  const auto one = run(1);
  EXPECT_EQ(run(2), one);
  EXPECT_EQ(run(3), one);
}

TEST(BatchEnv, TheSeedDecidesAndResetBeginsAnew) {
  Servos servos({});
  servos.Reset(5);
  const std::vector<float> first = servos.policy, walk = servos.Walk(0, 20);
  servos.Reset(6);
  EXPECT_NE(servos.policy, first);
  servos.Reset(5);
  EXPECT_EQ(servos.policy, first);
  EXPECT_EQ(servos.Walk(0, 20), walk);
}

TEST(BatchEnv, ARestoredStateContinuesBitForBit) {
  Servos servos({.num_envs = 5, .threads = 2, .length = 7});
  servos.Reset(5);
  servos.Walk(0, 17);  // in the midst of episodes
  const std::vector<uint8_t> state = servos.env().SaveState();
  const std::vector<float> expected = servos.Walk(17, 40);
  const std::string hash = servos.env().sim().StateHash();
  servos.env().RestoreState(state);
  EXPECT_EQ(servos.Walk(17, 40), expected);
  Servos fresh({.num_envs = 5, .threads = 1, .length = 7});
  fresh.env().RestoreState(state);
  EXPECT_EQ(fresh.Walk(17, 40), expected);
  EXPECT_EQ(fresh.env().sim().StateHash(), hash);
}

TEST(BatchEnv, RefusesBytesOfAnotherEnvironment) {
  Servos servos({.num_envs = 2}), twin({.num_envs = 2}), larger({.num_envs = 3});
  servos.Reset(5);
  twin.Reset(5);
  servos.Walk(0, 3);
  twin.Walk(0, 3);
  const auto error = [&](std::vector<uint8_t> state) -> std::string {
    try {
      servos.env().RestoreState(state);
    } catch (const core::Error& e) {
      return e.what();
    }
    return "no error";
  };
  EXPECT_THAT(error({}), HasSubstr("not a state of this environment; found 0 bytes; expected at least "));
  EXPECT_THAT(error(larger.env().SaveState()), HasSubstr("not a state of the servo"));
  std::vector<uint8_t> cut = twin.env().SaveState();
  cut.pop_back();
  EXPECT_THAT(error(cut), HasSubstr("not a state of the servo"));
  EXPECT_EQ(servos.Walk(3, 9), twin.Walk(3, 9)) << "nothing has changed";
}

TEST(BatchEnv, StatisticsAreMeansSinceTheyWereTaken) {
  Servos servos({.num_envs = 2, .length = 3});
  servos.Reset(1);
  for (int step = 0; step < 4; ++step) servos.Step();
  const std::vector<learn::Statistic> figures = servos.env().TakeStatistics();
  ASSERT_EQ(figures.size(), 3u);
  EXPECT_EQ(figures[0].name, "step");
  EXPECT_EQ(figures[0].value, 2.5);                // 1, 2, 3, 4
  EXPECT_EQ(figures[1].name, "age_at_end");        //
  EXPECT_EQ(figures[1].value, (1 + 2 + 3.0) / 3);  // ends after steps 1 and 4, and after step 2
  EXPECT_EQ(figures[2].name, "adapted");
  servos.Step();
  EXPECT_EQ(servos.env().TakeStatistics()[0].value, 5);
}

TEST(BatchEnv, ABrokenWorldEndsItsOwnEpisodeAlone) {
  Servos servos({.num_envs = 3, .threads = 2, .length = 100}), undisturbed({.num_envs = 3, .length = 100});
  for (Servos* s : {&servos, &undisturbed}) {
    s->Reset(1);
    s->Walk(0, 5);
  }
  servos.action[1] = std::numeric_limits<float>::quiet_NaN();
  servos.Step();
  undisturbed.Step();
  EXPECT_THAT(servos.done, ElementsAre(0, 1, 0));
  EXPECT_THAT(servos.time_out, ElementsAre(0, 0, 0));
  EXPECT_THAT(servos.reward, ElementsAre(60, 0, 62)) << "nothing is paid for a state that is lost";
  EXPECT_THAT(servos.policy, Each(AllOf(Ge(-100), Le(100)))) << "a new episode, with finite numbers";
  EXPECT_EQ(servos.policy[3], 0);
  for (const size_t e : {0, 2}) EXPECT_EQ(servos.policy[2 * e], undisturbed.policy[2 * e]);
  EXPECT_EQ(servos.env().sim().num_faults(), 1);
  servos.Walk(6, 9);
  EXPECT_THAT(servos.policy, Each(AllOf(Ge(-100), Le(100))));
}

TEST(BatchEnv, StepAllocatesNothingNotEvenForNewEpisodes) {
  Servos servos({.num_envs = 16, .threads = 2, .length = 4});
  servos.Reset(1);
  const core::AllocationGuard guard;
  for (int step = 0; step < 20; ++step) servos.Step();
  EXPECT_EQ(guard.Count(), 0);
}

TEST(BatchEnv, KnowsWhereItsTimeWent) {
  Servos servos({});
  servos.Reset(1);
  servos.Walk(0, 50);
  const BatchEnv::Times times = servos.env().TakeTimes();
  EXPECT_GT(times.physics, 0);
  EXPECT_GT(times.terms, 0);
  EXPECT_GT(times.restarts, 0);
  EXPECT_EQ(servos.env().TakeTimes().physics, 0);
}

}  // namespace
}  // namespace porter::env
