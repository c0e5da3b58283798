#include "porter/tasks/place_pick/place_pick.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/tasks/place_pick/expert.h"

namespace porter::tasks {
namespace {

using ::testing::HasSubstr;

PlacePickConfig Small(int num_envs) {
  PlacePickConfig config;
  config::Load(config, "porter/tasks/place_pick/place_pick.toml");
  config.num_envs = num_envs;
  config.threads = 2;
  config.scene.objects = {"can", "bottle"};
  config.variety.smallest_friction = 0.6;
  return config;
}

// a few robots that the expert drives, and all that a learner sees of them
class Carriers {
 public:
  explicit Carriers(const PlacePickConfig& config, double noise = 0.05)
      : envs_(static_cast<size_t>(config.num_envs)),
        env_(MakePlacePick(config)),
        expert_(task(), robot::LoadMjcf(robot::G1().model), ExpertConfig{.noise = noise}),
        policy_(envs_ * 226),
        critic_(envs_ * 226),
        action_(envs_ * 11),
        reward_(envs_),
        done_(envs_),
        time_out_(envs_) {
    task().SetListener([this](const CycleReport& report) { reports.push_back(report); });
  }

  void Reset(uint64_t seed) {
    moment_ = {seed, 0};
    env_->Reset(seed, seen());
  }

  // actions of the expert
  void Choose() { expert_.Act(moment_, {action_.data(), envs_, 11}); }

  void Step() {
    env_->Step({action_.data(), envs_, 11}, {seen(), reward_, done_, time_out_});
    ++moment_.step;
  }

  void Work(int steps) {
    for (int step = 0; step < steps; ++step) {
      Choose();
      Step();
    }
  }

  // what is seen and earned in steps with the same actions again
  std::vector<float> Repeat(const std::vector<std::vector<float>>& actions) {
    std::vector<float> trace;
    for (const std::vector<float>& action : actions) {
      action_ = action;
      Step();
      trace.insert(trace.end(), policy_.begin(), policy_.end());
      trace.insert(trace.end(), reward_.begin(), reward_.end());
    }
    return trace;
  }

  // actions of the expert in steps from here on
  std::vector<std::vector<float>> Record(int steps) {
    std::vector<std::vector<float>> actions;
    for (int step = 0; step < steps; ++step) {
      Choose();
      actions.push_back(action_);
      Step();
    }
    return actions;
  }

  env::BatchEnv& env() { return *env_; }
  PlacePick& task() { return TaskOf(*env_); }
  const std::vector<uint8_t>& done() const { return done_; }

  std::vector<CycleReport> reports;

 private:
  learn::Observations seen() { return {{policy_.data(), envs_, 226}, {critic_.data(), envs_, 226}}; }

  size_t envs_;
  std::unique_ptr<env::BatchEnv> env_;
  PlacePickExpert expert_;
  std::vector<float> policy_, critic_, action_, reward_;
  std::vector<uint8_t> done_, time_out_;
  env::Moment moment_{0, 0};
};

TEST(PlacePick, EpisodesStartBetweenTheTablesWithAnObjectInTheHand) {
  Carriers robots(Small(32));
  robots.Reset(3);
  double lowest = 1, highest = 0;
  for (int env = 0; env < 32; ++env) {
    const PlacePickView& v = robots.task().view(env);
    const Eigen::Vector3d p = v.X_YB.translation();
    EXPECT_LE(p.head<2>().cwiseAbs().maxCoeff(), 0.3);
    EXPECT_LE(std::abs(math::Yaw(v.X_YB.rotation())), 0.35);
    EXPECT_NEAR((v.hold.middle - v.palm).norm(), 0.08, 0.04);
    EXPECT_NEAR(v.front.X_YO.translation().z(), v.X_YK.translation().z(), 1e-6) << "stands on the table";
    EXPECT_GT(v.front.middle.x(), 2);
    EXPECT_GT(v.X_YTray.translation().x(), 2);
    EXPECT_EQ(v.stage.stage, Stage::kApproach);
    lowest = std::min(lowest, v.X_YK.translation().z());
    highest = std::max(highest, v.X_YK.translation().z());
  }
  EXPECT_LT(lowest, 0.69);
  EXPECT_GT(highest, 0.74);
  robots.Work(50);
  int held = 0;
  for (int env = 0; env < 32; ++env)
    held += (robots.task().view(env).hold.middle - robots.task().view(env).palm).norm() < 0.12;
  EXPECT_GE(held, 31) << "after a second of walking";
}

TEST(PlacePick, ARestoredSnapshotRepeatsTheNextHundredStepsBitForBit) {
  Carriers robots(Small(3));
  robots.Reset(5);
  robots.Work(330);  // at the table, some with their hand at work
  const std::vector<uint8_t> state = robots.env().SaveState();
  const std::vector<std::vector<float>> actions = robots.Record(100);
  robots.env().RestoreState(state);
  const std::vector<float> once = robots.Repeat(actions);
  const auto hash = robots.env().sim().StateHash();
  Carriers fresh(Small(3));
  fresh.Reset(77);
  fresh.env().RestoreState(state);
  EXPECT_TRUE(fresh.Repeat(actions) == once);
  EXPECT_EQ(fresh.env().sim().StateHash(), hash);
  try {
    fresh.env().RestoreState(std::span(state).first(state.size() - 1));
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("not a state of this task"));
  }
}

TEST(PlacePick, SameBitsForAnyNumberOfThreads) {
  const auto run = [](int threads) {
    PlacePickConfig config = Small(4);
    config.threads = threads;
    Carriers robots(config);
    robots.Reset(9);
    robots.Work(60);
    return robots.env().sim().StateHash();
  };
  EXPECT_EQ(run(2), run(1));
}

TEST(PlacePick, CyclesGoOnAtTheOtherTableWithoutAReset) {
  PlacePickConfig config = Small(2);
  config.cycles = 3;
  Carriers robots(config);
  robots.Reset(2);
  const auto begun = robots.task().cycle(0).table;
  int ends = 0;
  for (int step = 0; step < 3 * 1200 && ends == 0; ++step) {
    robots.Work(1);
    ends += robots.done()[0];
    if (robots.task().cycle(0).number == 1 && robots.task().cycle(0).episode == 0) {
      EXPECT_TRUE(robots.task().cycle(0).table == begun) << "the tables stay";
    }
  }
  std::vector<CycleReport> own;
  for (const CycleReport& report : robots.reports) {
    if (report.env == 0 && report.episode == 0) own.push_back(report);
  }
  ASSERT_EQ(own.size(), 3);
  size_t table = 0;  // the same one again after a loss
  for (int c = 0; c < 3; ++c) {
    EXPECT_EQ(own[static_cast<size_t>(c)].cycle, c);
    EXPECT_NE(own[static_cast<size_t>(c)].outcome, Outcome::kNone);
    EXPECT_EQ(own[static_cast<size_t>(c)].table_height, begun[table][3]);
    if (own[static_cast<size_t>(c)].outcome == Outcome::kDone) table = 1 - table;
  }
  ASSERT_EQ(own[0].outcome, Outcome::kDone);
  EXPECT_EQ(own[1].hold_kind, own[0].front_kind) << "carries on what it took";
}

TEST(PlacePick, AfterALostCycleTheRobotStandsWhereItFellWithSomethingNew) {
  PlacePickConfig config = Small(1);
  config.cycles = 2;
  config.stages.fall_height = 2;  // counts as fallen at once
  Carriers robots(config);
  robots.Reset(2);
  robots.Work(1);
  EXPECT_EQ(robots.done()[0], 0);
  EXPECT_EQ(robots.task().cycle(0).outcome, Outcome::kFallen);
  const Eigen::Vector3d before = robots.task().view(0).X_YB.translation();
  robots.Work(1);
  EXPECT_EQ(robots.done()[0], 1) << "and lost again, the last one";
  ASSERT_EQ(robots.reports.size(), 2);
  EXPECT_EQ(robots.reports[0].outcome, Outcome::kFallen);
  EXPECT_EQ(robots.reports[1].cycle, 1);
  EXPECT_EQ(robots.reports[1].table_height, robots.reports[0].table_height) << "the same table again";
  EXPECT_LE(before.head<2>().norm(), 0.5);
}

TEST(PlacePick, ALostEpisodeCostsOnceAndIsNoTimeOut) {
  PlacePickConfig config = Small(1);
  config.rewards = {{"robot_distance_to_box", 0}};
  config.stages.fall_height = 2;
  std::unique_ptr<env::BatchEnv> env = MakePlacePick(config);
  std::vector<float> policy(226), critic(226), actions(11), reward(1);
  std::vector<uint8_t> done(1), time_out(1);
  const learn::Observations seen{{policy.data(), 1, 226}, {critic.data(), 1, 226}};
  env->Reset(1, seen);
  env->Step({actions.data(), 1, 11}, {seen, reward, done, time_out});
  EXPECT_EQ(reward[0], -40);
  EXPECT_EQ(done[0], 1);
  EXPECT_EQ(time_out[0], 0);
}

TEST(PlacePick, AMisspeltRewardIsNamed) {
  PlacePickConfig config = Small(1);
  config.rewards.push_back({"lift_x", 1});
  try {
    MakePlacePick(config);
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'lift_z'"));
  }
}

}  // namespace
}  // namespace porter::tasks
