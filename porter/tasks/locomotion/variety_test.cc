#include "porter/tasks/locomotion/variety.h"

#include <gtest/gtest.h>

#include <cmath>

#include "porter/tasks/locomotion/test_robots.h"

namespace porter::tasks {
namespace {

constexpr int kRobots = 20;
constexpr size_t kMotorWidth = 10;  // numbers of a motor in gain and bias

class VarietyTest : public ::testing::Test {
 protected:
  VarietyTest() : robots_(SmallLocomotion(kRobots)), usual_(SmallLocomotion(1)), variety_(config_, robots_.sim) {}

  physics::BatchSim& sim() { return robots_.sim; }
  std::span<const double> Usual(const char* parameter) { return usual_.sim.Parameter(parameter)[0]; }

  const DisturbanceConfig config_{
      .payload = 2, .smallest_friction = 0.4, .largest_friction = 1.3, .mass = 0.1, .gain = 0.12, .max_delay = 5};
  BareRobots robots_, usual_;  // the second one as the model has it
  Variety variety_;
};

TEST_F(VarietyTest, MassesVaryAndHandsCarryLoads) {
  const std::array hands{static_cast<size_t>(sim().model().BodyId("left_wrist_yaw_link")),
                         static_cast<size_t>(sim().model().BodyId("right_wrist_yaw_link"))};
  const std::span<const double> usual = Usual("body_mass");
  double least = 2, most = 0, lightest = 2, heaviest = 0;
  for (size_t e = 0; e < kRobots; ++e) {
    const std::array<double, 2> loads = variety_.DrawBody(e, {1, 0}, sim());
    EXPECT_NE(loads[0], loads[1]);
    for (const double load : loads) {
      lightest = std::min(lightest, load);
      heaviest = std::max(heaviest, load);
    }
    for (size_t b = 1; b < usual.size(); ++b) {  // 0 is the world
      double mass = sim().Parameter("body_mass")(e, b);
      for (size_t side = 0; side < 2; ++side) mass -= hands[side] == b ? loads[side] : 0;
      least = std::min(least, mass / usual[b]);
      most = std::max(most, mass / usual[b]);
    }
  }
  EXPECT_GE(least, 0.9 - 1e-12);
  EXPECT_LT(least, 0.91);
  EXPECT_LE(most, 1.1 + 1e-12);
  EXPECT_GT(most, 1.09);
  EXPECT_GE(lightest, 0);
  EXPECT_LT(lightest, 0.4);  // 40 uniform draws: none in a fifth of the range has a chance of 1e-4
  EXPECT_LE(heaviest, 2);
  EXPECT_GT(heaviest, 1.6);
}

TEST_F(VarietyTest, GainsAndFrictionVaryWithEachEpisode) {
  const size_t floor = 3 * static_cast<size_t>(sim().model().GeomId("floor"));
  const std::span<const double> gain = Usual("actuator_gainprm"), bias = Usual("actuator_biasprm");
  for (size_t e = 0; e < kRobots; ++e) {
    const double friction = variety_.DrawEpisode(e, {1, 5}, sim());
    EXPECT_GE(friction, 0.4);
    EXPECT_LE(friction, 1.3);
    EXPECT_EQ(sim().Parameter("geom_friction")(e, floor), friction);
    const std::span<double> kp = sim().Parameter("actuator_gainprm")[e], b = sim().Parameter("actuator_biasprm")[e];
    for (size_t at = 0; at < kp.size(); at += kMotorWidth) {
      EXPECT_NEAR(kp[at] / gain[at], 1, 0.12);
      EXPECT_DOUBLE_EQ(b[at + 1], -kp[at]) << "a position servo";
      EXPECT_NEAR(b[at + 2] / bias[at + 2], 1, 0.12);
      EXPECT_NE(b[at + 2] / bias[at + 2], kp[at] / gain[at]) << "stiffness and damping are drawn apart";
    }
  }
}

TEST_F(VarietyTest, IsAFunctionOfSeedRobotAndStep) {
  const auto friction = [&](size_t env, env::Moment moment) { return variety_.DrawEpisode(env, moment, sim()); };
  const double once = friction(3, {1, 5});
  EXPECT_NE(friction(4, {1, 5}), once);
  EXPECT_NE(friction(3, {2, 5}), once);
  EXPECT_NE(friction(3, {1, 6}), once);
  EXPECT_EQ(friction(3, {1, 5}), once);
}

// drawing again starts from the model, not from the last draw
TEST_F(VarietyTest, DoesNotWander) {
  for (uint64_t episode = 0; episode < 200; ++episode) variety_.DrawEpisode(0, {1, episode}, sim());
  for (int body = 0; body < 20; ++body) variety_.DrawBody(0, {static_cast<uint64_t>(body), 0}, sim());
  EXPECT_NEAR(sim().Parameter("actuator_gainprm")(0, 0) / Usual("actuator_gainprm")[0], 1, 0.12);
  EXPECT_NEAR(sim().Parameter("body_mass")(0, 1) / Usual("body_mass")[1], 1, 0.1);
}

}  // namespace
}  // namespace porter::tasks
