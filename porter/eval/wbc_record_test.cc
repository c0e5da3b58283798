#include "porter/eval/wbc_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "porter/robot/g1/g1.h"

namespace porter::eval {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Optional;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
const WbcRowConfig kStand{.name = "stand"}, kPushed{.name = "pushes", .push = 0.5}, kWalk{.name = "vx", .vx = {0, 1}};

// one robot that does what a test writes, second by second
class Robot {
 public:
  explicit Robot(const WbcRowConfig& row) : record(row) {
    view.height = view.command.height;
    view.gravity_B = {0, 0, -1};
    view.v_H = view.w_B = view.torso_error = Eigen::Vector3d::Zero();
    for (tasks::FootView& foot : view.feet)
      foot = {.p_H = Eigen::Vector3d::Zero(), .v_H = Eigen::Vector3d::Zero(), .force = 170};
    view.tau = tau;
    view.driven = driven_;
  }

  void Live(double seconds) {
    for (long i = std::lround(seconds / wbc::kControlPeriod); i > 0; --i) Step();
  }
  void Step() {
    time += wbc::kControlPeriod;
    record.Add(view, p_WB, yaw, targets);
  }
  // moves at this speed for some seconds, then not at all
  void Stagger(double speed, double moving, double resting) {
    view.v_H.x() = speed;
    Live(moving);
    view.v_H.x() = 0;
    Live(resting);
  }
  void Walk(float vx) {
    view.command.vx = vx;
    record.Command(vx == 0);
  }

  tasks::LocomotionView view{};
  std::array<double, robot::kG1NumJoints> tau{};
  std::array<double, 2> p_WB{};
  double yaw = 0, time = 0;
  std::array<float, 15> targets{};
  WbcRecord record;

 private:
  std::vector<size_t> driven_{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14};
};

TEST(WbcRecord, ARobotThatIsTooFast) {
  Robot robot(kWalk);
  robot.Walk(0.5f);
  for (int step = 0; step < 300; ++step) {  // sways with its steps, 40 of them a gait cycle
    robot.view.v_H = {0.6 + 0.3 * std::sin(2 * std::numbers::pi * step / 40), 0.02, 0};
    robot.view.w_B = {1, 2, -0.05};
    robot.Step();
  }
  EXPECT_NEAR(robot.record.vx.value(), 0.1, 1e-12);
  EXPECT_NEAR(robot.record.vy.value(), 0.02, 1e-12);
  EXPECT_NEAR(robot.record.wz.value(), 0.05, 1e-12);
}

TEST(WbcRecord, VelocitiesCountAfterASecondAndAGaitCycle) {
  Robot robot(kWalk);
  robot.Walk(0.5f);
  robot.Live(1.7);
  EXPECT_EQ(robot.record.vx.count, 0);
  robot.view.v_H.x() = 0.5;
  robot.Live(1);
  EXPECT_GT(robot.record.vx.value(), 0.01) << "the mean still holds some of the start";
  robot.Walk(0.8f);
  robot.view.v_H.x() = 0.8;
  const Mean before = robot.record.vx;
  robot.Live(3);
  EXPECT_NEAR(robot.record.vx.sum, before.sum, 1e-6) << "0.8 is a float";
  EXPECT_NEAR((robot.record.vx.count - before.count) * wbc::kControlPeriod, 3 - 1.8, 0.021) << "to the step";
}

// 5 mm/s and 0.01 rad/s from second 2 to 10
TEST(WbcRecord, DriftIsWhatAStandingRobotHasMovedAfterItSettled) {
  Robot robot(kStand);
  robot.record.Command(true);
  for (int step = 0; step < 500; ++step) {
    robot.p_WB = {1 + 0.003 * robot.time, 0.004 * robot.time};
    robot.yaw = std::remainder(std::numbers::pi - 0.05 + 0.01 * robot.time, 2 * std::numbers::pi);  // over the seam
    robot.Step();
  }
  robot.record.Finish();
  const double step = 0.02;  // of a second: when the first and last places are taken
  EXPECT_THAT(robot.record.drift, Optional(DoubleNear(0.005 * 8, 0.005 * 1.01 * step)));
  EXPECT_THAT(robot.record.drift_yaw, Optional(DoubleNear(0.01 * 8, 0.01 * 1.01 * step)));
  EXPECT_NEAR(robot.record.pelvis_std, 0.005 * 8 / std::sqrt(12), 0.005 * step) << "of an even motion";
}

TEST(WbcRecord, WalkersAndPushedRobotsDoNotDrift) {
  for (const WbcRowConfig* row : {&kWalk, &kPushed}) {
    Robot robot(*row);
    robot.Live(5);
    robot.record.Finish();
    EXPECT_EQ(robot.record.drift, std::nullopt);
  }
}

TEST(WbcRecord, NothingCountsAfterAFall) {
  Robot low(kStand), tilted(kStand), bent(kStand);
  low.view.height = 0.3;
  tilted.view.gravity_B = {0.5, -0.5, -std::sqrt(0.5)};
  bent.view.torso_tilt = 1.1;
  for (Robot* robot : {&low, &tilted, &bent}) {
    robot->Step();
    EXPECT_TRUE(robot->record.fallen());
    robot->view.feet[0].v_H.x() = 9;
    const double before = robot->record.slip.count;
    robot->Live(4);
    robot->record.Finish();
    EXPECT_EQ(robot->record.slip.count, before);
    EXPECT_EQ(robot->record.drift, std::nullopt);
  }
}

TEST(WbcRecord, RecoveryLastsUntilTheRobotStandsStillOnBothFeet) {
  Robot robot(kPushed);
  robot.record.Command(true);
  robot.Live(1);
  robot.record.Push();
  robot.Stagger(0.3, 0.5, 4.5);
  robot.record.Push();
  robot.view.feet[1].force = 0;  // steps, though slowly
  robot.Stagger(0.05, 0.8, 0);
  robot.view.feet[1].force = 170;
  robot.Live(4.2);
  robot.record.Push();
  robot.Live(0.4);  // too short to tell
  robot.record.Finish();
  EXPECT_THAT(robot.record.recovery_s, ElementsAre(DoubleNear(0.5, 1e-9), DoubleNear(0.8, 1e-9)));
}

TEST(WbcRecord, WhoNeverStandsStillDoesNotRecover) {
  Robot robot(kPushed);
  robot.record.Command(true);
  robot.record.Push();
  for (int i = 0; i < 8; ++i) robot.Stagger(0.3, 0.1, 0.4);  // never half a second on end
  robot.record.Finish();
  EXPECT_THAT(robot.record.recovery_s, ElementsAre(kInfinity));
}

TEST(WbcRecord, WhoFallsDoesNotRecover) {
  Robot robot(kPushed);
  robot.record.Command(true);
  robot.record.Push();
  robot.Stagger(0.3, 0.5, 0);
  robot.view.height = 0.2;
  robot.Live(4);
  robot.record.Push();  // those that lie are pushed, too
  robot.Live(5);
  robot.record.Finish();
  EXPECT_THAT(robot.record.recovery_s, ElementsAre(kInfinity));
  EXPECT_EQ(Summarise(kPushed, {robot.record}).recovered, 0);
}

TEST(WbcRecord, WalkersDoNotComeToRestAfterAPush) {
  Robot robot(kWalk);
  robot.Walk(0.5f);
  robot.record.Push();
  robot.Live(1);
  robot.Walk(0.3f);
  robot.Live(4);
  robot.record.Finish();
  EXPECT_THAT(robot.record.recovery_s, IsEmpty());
}

TEST(WbcRecord, StoppingLastsUntilThePelvisStaysSlow) {
  Robot robot(kWalk);
  robot.Walk(0.5f);
  robot.view.v_H.x() = 0.5;
  robot.Live(4);
  EXPECT_EQ(robot.record.stop_s.count, 0);
  robot.Walk(0);
  robot.view.feet[0].force = 0;  // may still set its feet
  robot.Stagger(0.3, 0.6, 0.2);
  robot.Stagger(0.2, 0.1, 3);
  robot.Walk(0.5f);
  robot.Stagger(0.5, 4, 0);
  robot.Walk(0);  // the trial ends with it
  robot.record.Finish();
  EXPECT_EQ(robot.record.stop_s.count, 1);
  EXPECT_NEAR(robot.record.stop_s.value(), 0.9, 1e-9);
}

TEST(WbcRecord, FiguresOfARow) {
  Robot calm(kStand), restless(kStand), fallen(kStand);
  calm.record.Command(true);
  restless.record.Command(true);
  calm.view.height += 0.02;
  calm.view.torso_error = {0, 0.03, 0.04};
  calm.tau[3] = -0.95 * robot::G1().joints[3].motor.effort;  // the knee works hard: one of 15 joints
  restless.view.feet[0].v_H = {0.3, 0.4, 5};
  restless.view.feet[1].force = 2;  // in the air
  for (int step = 0; step < 250; ++step) {
    restless.targets.fill(step % 2 == 0 ? 0.1f : 0.f);
    calm.Step();
    restless.Step();
  }
  fallen.view.height = 0.1;
  fallen.Live(1);
  std::vector<WbcRecord> records;
  for (Robot* robot : {&calm, &restless, &fallen}) {
    robot->record.Finish();
    records.push_back(robot->record);
  }
  const WbcRow row = Summarise(kStand, records);
  EXPECT_EQ(row.name, "stand");
  EXPECT_EQ(row.robots, 3);
  EXPECT_NEAR(row.falls, 1 / 3.0, 1e-12);
  EXPECT_NEAR(row.height_err, 0.01, 1e-12);  // of calm and restless
  EXPECT_NEAR(row.torso_err_deg, 0.025 * 180 / std::numbers::pi, 1e-9);
  EXPECT_EQ(row.stepping, 0.5);
  EXPECT_NEAR(row.target_change, std::sqrt(0.5) * 0.1, 1e-6);         // floats
  EXPECT_NEAR(row.saturated, 250.0 / (15 * (250 + 250 + 1)), 1e-12);  // who fell counts one step
  EXPECT_NEAR(row.slip, 0.5 * 250 / (2 * 250 + 250 + 2), 1e-12);      // over all feet that carry
  EXPECT_EQ(row.drift_m, 0);
  EXPECT_EQ(row.stop_s, 0);
}

}  // namespace
}  // namespace porter::eval
