#include "porter/eval/film.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/allocation_guard.h"
#include "porter/eval/wbc_eval.h"

namespace porter::eval {
namespace {

using ::testing::ElementsAre;

// holds the default pose, and remembers what each step showed of one robot
class Statue : public wbc::WholeBodyController {
 public:
  explicit Statue(size_t watched) : watched_(watched) { seen.reserve(1000); }

  const std::vector<wbc::ControlledJoint>& joints() const override { return joints_; }
  void Reset(size_t) noexcept override {}
  void Observe(size_t env, const wbc::ControlInput& input) noexcept override {
    if (env == watched_) seen.emplace_back(input.q.begin(), input.q.end());
  }
  void Act(core::Span2<float> joint_target) noexcept override {
    for (const int j : robot::JointsOf(robot::G1(), robot::kLegsAndWaist)) {
      const auto joint = static_cast<size_t>(j);
      for (size_t env = 0; env < joint_target.rows(); ++env)
        joint_target(env, joint) = static_cast<float>(robot::G1().joints[joint].default_position);
    }
  }

  size_t MemorySize() const noexcept override { return 0; }
  void Save(size_t, std::span<double>) const noexcept override {}
  void Restore(size_t, std::span<const double>) noexcept override {}

  std::vector<std::vector<double>> seen;  // rad   [1 + steps, joints]

 private:
  size_t watched_;
  std::vector<wbc::ControlledJoint> joints_;
};

TEST(Moments, LieInTheMiddleOfACommand) {
  // the command of seconds 10 to 15: around 12.5 s, step 625, 9 x 5 steps long
  EXPECT_THAT(Moments({.name = "vx", .vx = {-0.5, 0.5}, .hold = 5}, 20),
              ElementsAre(603, 608, 613, 618, 623, 628, 633, 638, 643, 648));
}

TEST(Moments, OfAPostureAreSlowAndSeeItChange) {
  // around the new command of second 10, 9 x 25 steps long
  EXPECT_THAT(Moments({.name = "height", .height = {0.45, 0.75}, .hold = 5}, 20),
              ElementsAre(388, 413, 438, 463, 488, 513, 538, 563, 588, 613));
}

TEST(Moments, OfAStopSeeIt) {
  // the robot is told to stop at 4 s, 12 s and 20 s
  const std::vector<uint64_t> steps = Moments({.name = "stop", .vx = {0.5, 0.5}, .hold = 4, .stops = true}, 20);
  EXPECT_EQ(steps.front(), 488u);
  EXPECT_EQ(steps.back(), 713u);
}

TEST(Moments, SeeAPush) {
  const std::vector<uint64_t> steps = Moments({.name = "pushes", .push = 0.5}, 20);  // at 10 s
  EXPECT_EQ(steps.front(), 478u);
  EXPECT_EQ(steps.back(), 523u);
}

TEST(Moments, FitIntoTheShortestTrial) {
  for (const WbcRowConfig& row : {WbcRowConfig{}, WbcRowConfig{.pitch = {0, 0.5}}, WbcRowConfig{.stops = true}}) {
    const std::vector<uint64_t> steps = Moments(row, 3);
    EXPECT_GE(steps.front(), 1u);
    EXPECT_LE(steps.back(), 150u);
    EXPECT_EQ(steps.size(), 10u);
  }
  EXPECT_EQ(Moments({.pitch = {0, 0.5}}, 3)[1] - Moments({.pitch = {0, 0.5}}, 3)[0], 15u);
}

TEST(Film, KeepsItsMomentsAndDrawsThem) {
  WbcEvalConfig config{.robots = 2, .seconds = 3};
  config.model = {.fingers = physics::Fingers::kWelded, .floor = physics::Floor::kFeet};
  config.disturbances.joint_noise = 0;
  config.rows = {{.name = "stand"}, {.name = "walk", .vx = {0.3, 0.3}}};
  Statue statue(1);
  Film film(1);
  EvaluateWbc(config, statue, {.film = &film});
  ASSERT_EQ(film.reels().size(), 2u);
  EXPECT_EQ(film.reels()[1].row, "walk");
  ASSERT_EQ(statue.seen.size(), 2 * 151u);  // the start and 150 steps, twice
  for (const size_t row : {0, 1}) {
    const std::vector<Shot>& shots = film.reels()[row].shots;
    ASSERT_EQ(shots.size(), 10u);
    for (const Shot& shot : shots) {
      const std::vector<double> q(shot.q.begin(), shot.q.end());
      EXPECT_EQ(q, statue.seen[row * 151 + shot.step]);
      EXPECT_EQ(shot.command.vx, row == 0 ? 0.f : 0.3f);
      EXPECT_GT(shot.X_WB.translation().z(), 0.2);
    }
  }
  const core::Image sheet = DrawFilm(film.reels(), RobotSketch(robot::G1(), "."));
  EXPECT_EQ(sheet.width, 8 + 10 * (210 + 8));                 // ten pictures and the gaps between them
  EXPECT_EQ(sheet.height, 8 + 2 * (300 + 5 + 3 * (11 + 5)));  // two of them and their lines of small letters
}

// a trial of 20 s in which the robot falls at this step; 0: never
Reel TrialWithFall(uint64_t fall) {
  Film film;
  film.Begin({.name = "vx", .vx = {-0.5, 0.5}, .hold = 5}, 20);
  const core::AllocationGuard guard;
  for (uint64_t step = 1; step <= 1000; ++step) film.Keep({.step = step, .fallen = fall != 0 && step >= fall});
  EXPECT_EQ(guard.Count(), 0);
  film.End();
  return film.reels()[0];
}

TEST(Film, ShowsAFallThatComesBeforeItsMoments) {
  EXPECT_EQ(TrialWithFall(0).shots.back().step, 648u);
  EXPECT_EQ(TrialWithFall(700).shots.back().step, 648u);
  const Reel reel = TrialWithFall(300);
  EXPECT_EQ(reel.shots.front().step, 255u);
  EXPECT_EQ(reel.shots.back().step, 300u);
  EXPECT_TRUE(reel.shots.back().fallen);
  EXPECT_FALSE(reel.shots[8].fallen);
  EXPECT_EQ(TrialWithFall(20).shots.front().step, 2u);  // closer together where the trial was short
  EXPECT_EQ(TrialWithFall(20).shots.back().step, 20u);
  EXPECT_EQ(TrialWithFall(1).shots.front().step, 1u);
  EXPECT_EQ(TrialWithFall(1).shots.back().step, 10u);
}

}  // namespace
}  // namespace porter::eval
