#include "porter/wbc/policy_io.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/error.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/g1.h"

namespace porter::wbc {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr size_t kNumJoints = robot::kG1NumJoints;
constexpr size_t kNumActions = 15;

// all of the feed-forward at work
constexpr Gait kSteppingGait{.stride = 1, .capture = 0.15, .sway = 0.025, .load = 1};

class PolicyIoTest : public ::testing::Test {
 protected:
  PolicyIoTest() {
    const robot::RobotSpec& g1 = robot::G1();
    for (size_t j = 0; j < kNumJoints; ++j) {
      q_[j] = g1.joints[j].default_position + 0.01 * static_cast<double>(j);
      qd_[j] = static_cast<double>(j);
    }
    for (size_t i = 0; i < kNumActions; ++i) action_[i] = 0.1f * static_cast<float>(i) - 0.7f;
  }

  // the posture's table takes its time: one for all tests
  static PolicyIo& Io() {
    static PolicyIo io({.history = 3, .gait = kSteppingGait}, robot::G1(),
                       robot::LoadMjcf(std::string(robot::G1().model)), 2);
    io.Reset(0);
    io.Reset(1);
    return io;
  }

  static PolicyIo WithCapture(double capture) {
    PolicyIoConfig config{.gait = kSteppingGait};
    config.gait.capture = capture;
    PolicyIo io(config, robot::G1(), robot::LoadMjcf(std::string(robot::G1().model)), 1);
    io.Reset(0);
    return io;
  }

  // first of the angular velocity tells frames apart
  ControlInput Input(double wx = 1) const {
    return {.w_WB_B = {wx, 2, 3}, .gravity_B = {0.1, 0.2, -0.9}, .q = q_, .qd = qd_, .command = {}};
  }

  static std::vector<float> Network(const PolicyIo& io, size_t env) {
    std::vector<float> input(io.input_width());
    io.WriteInput(env, input);
    return input;
  }

  std::array<double, kNumJoints> q_, qd_;
  std::array<float, kNumActions> action_;
};

TEST_F(PolicyIoTest, AFrameHasTheColumnsOfItsLayout) {
  PolicyIo& io = Io();
  std::array<float, kNumJoints> targets{};
  io.Act(0, action_, targets);
  io.Advance(0, {.vx = 0.3f, .vy = -0.2f, .wz = 0.4f, .height = 0.736f, .roll = 0.01f, .pitch = 0.02f, .yaw = -0.015f});
  io.SetClock(0, {0.125f});
  io.Observe(0, Input());
  const policy::ObsLayout layout = policy::ClockedWbcFrameLayout();
  const std::span<const float> frame = io.newest_frame(0);
  ASSERT_EQ(frame.size(), static_cast<size_t>(layout.width()));
  const auto column = [&](const char* term) { return layout.Slice(term).Of(frame); };
  const auto scale = [&](const char* term) { return layout.Find(term)->scale; };
  EXPECT_THAT(column("command"), ElementsAre(0.6f, -0.4f, 0.2f, 0.736f, 0.01f, 0.02f, -0.015f));
  EXPECT_THAT(column("base_ang_vel"), ElementsAre(0.5f, 1.f, 1.5f));
  EXPECT_THAT(column("projected_gravity"), ElementsAre(0.1f, 0.2f, -0.9f));
  for (size_t j = 0; j < 29; ++j) {
    EXPECT_NEAR(column("dof_pos")[j], 0.01 * static_cast<double>(j), 1e-6) << j;  // a float's rounding
    EXPECT_FLOAT_EQ(column("dof_vel")[j], static_cast<float>(scale("dof_vel") * static_cast<double>(j))) << j;
  }
  EXPECT_FLOAT_EQ(column("dof_vel")[20], 1.f);
  EXPECT_THAT(column("last_action"), ::testing::ElementsAreArray(action_));
  EXPECT_FLOAT_EQ(column("gait_clock")[0], std::sqrt(0.5f));
  EXPECT_FLOAT_EQ(column("gait_clock")[1], std::sqrt(0.5f));
}

TEST_F(PolicyIoTest, TheFirstFrameFillsTheHistoryAndTheOldestStandsFirst) {
  PolicyIo& io = Io();
  const size_t frame = static_cast<size_t>(io.frame().width());
  const auto at = static_cast<size_t>(io.frame().Slice("base_ang_vel").offset);
  const auto seen = [&](size_t env) {
    const std::vector<float> input = Network(io, env);
    EXPECT_EQ(input.size(), 3 * frame);
    return std::array{input[at], input[frame + at], input[2 * frame + at]};
  };
  io.Observe(0, Input(2));
  EXPECT_THAT(seen(0), ElementsAre(1, 1, 1));
  const std::vector<float> input = Network(io, 0);
  EXPECT_TRUE(std::equal(input.begin(), input.begin() + static_cast<ptrdiff_t>(2 * frame),
                         input.begin() + static_cast<ptrdiff_t>(frame)));
  io.Observe(0, Input(4));
  EXPECT_THAT(seen(0), ElementsAre(1, 1, 2));
  io.Observe(0, Input(6));
  EXPECT_THAT(seen(0), ElementsAre(1, 2, 3));
  io.Observe(0, Input(8));
  EXPECT_THAT(seen(0), ElementsAre(2, 3, 4));
  io.Observe(1, Input(20));
  EXPECT_THAT(seen(1), ElementsAre(10, 10, 10)) << "a robot of its own";
  io.Reset(0);
  io.Observe(0, Input(10));
  EXPECT_THAT(seen(0), ElementsAre(5, 5, 5)) << "the past is forgotten";
}

TEST_F(PolicyIoTest, HeightAndTorsoFollowTheirCommandAtTheirRates) {
  PolicyIo& io = Io();
  const WbcCommand command{.vx = 0.5f, .height = 0.7f, .roll = -0.03f, .pitch = 0.1f};
  io.Advance(0, command);
  EXPECT_EQ(io.command(0).vx, 0.5f) << "velocities are taken at once";
  EXPECT_NEAR(io.command(0).height, 0.74 - 0.3 * 0.02, 1e-6);
  EXPECT_NEAR(io.command(0).roll, -0.02, 1e-6);
  EXPECT_NEAR(io.command(0).pitch, 0.02, 1e-6);
  io.Advance(0, command);
  EXPECT_EQ(io.command(0).roll, -0.03f) << "there, and not beyond";
  for (int i = 0; i < 10; ++i) io.Advance(0, command);
  EXPECT_EQ(io.command(0).height, 0.7f);
  EXPECT_EQ(io.command(0).pitch, 0.1f);
}

TEST_F(PolicyIoTest, ASmallVelocityMeansStanding) {
  PolicyIo& io = Io();
  const auto walks = [&](WbcCommand command) {
    io.Reset(0);
    io.Advance(0, command);
    const bool moves = io.command(0).vx != 0 || io.command(0).vy != 0 || io.command(0).wz != 0;
    EXPECT_EQ(io.clock(0).walks(), moves);
    return moves;
  };
  EXPECT_FALSE(walks({.vx = 0.04f}));              // 2 x 0.04 = 0.08
  EXPECT_TRUE(walks({.vx = 0.06f}));               // 0.12
  EXPECT_FALSE(walks({.vy = -0.04f}));             //
  EXPECT_FALSE(walks({.wz = 0.19f}));              // 0.5 x 0.19 = 0.095
  EXPECT_TRUE(walks({.wz = -0.21f}));              // 0.105
  EXPECT_TRUE(walks({.vx = 0.04f, .wz = 0.13f}));  // norm(0.08, 0.065) = 0.103
}

TEST_F(PolicyIoTest, AWalkToTheLeftBeginsWithTheLeftFoot) {
  PolicyIo& io = Io();
  const auto first_up = [&](WbcCommand command) {
    io.Reset(0);
    do io.Advance(0, command);
    while (io.clock(0).BothDown(io.config().gait));
    return io.clock(0).SwingOf(Foot::kLeft, io.config().gait) > 0 ? Foot::kLeft : Foot::kRight;
  };
  EXPECT_EQ(first_up({.vy = 0.3f}), Foot::kLeft);
  EXPECT_EQ(first_up({.vy = -0.3f}), Foot::kRight);
}

// stance of 0.55 x 0.8 s, no odometry
TEST_F(PolicyIoTest, FeetStepAsFarAsTheWalkGoes) {
  PolicyIo io = WithCapture(0);
  const Gait& gait = io.config().gait;
  const WbcCommand walk{.vx = 0.4f, .vy = -0.2f, .wz = 0.5f};
  for (int i = 0; i < 80; ++i) io.Advance(0, walk);  // two cycles
  Eigen::Vector3d most = Eigen::Vector3d::Zero(), least = most;
  for (int i = 0; i < 40; ++i) {
    const auto before = io.steps(0);
    io.Advance(0, walk);
    const auto after = io.steps(0);
    for (size_t foot = 0; foot < 2; ++foot) {
      most = most.cwiseMax(after[foot]);
      least = least.cwiseMin(after[foot]);
      if (io.clock(0).SwingOf(static_cast<Foot>(foot), gait) > 0) continue;
      EXPECT_LT((after[foot] - before[foot] + 0.02 * Eigen::Vector3d(0.4, -0.2, 0.5)).norm(), 1e-6) << "stays in place";
    }
  }
  const Eigen::Vector3d half = 0.5 * 0.44 * Eigen::Vector3d(0.4, 0.2, 0.5);
  const Eigen::Vector3d sampling = 0.021 * Eigen::Vector3d(0.4, 0.2, 0.5);  // a control step
  EXPECT_TRUE(((most - half).array().abs() < sampling.array()).all()) << most.transpose();
  EXPECT_TRUE(((least + half).array().abs() < sampling.array()).all()) << least.transpose();
}

TEST_F(PolicyIoTest, AtRestFeetStayApartAndTheirMiddleComesUnderThePelvis) {
  PolicyIo io = WithCapture(0);
  const Gait& gait = io.config().gait;
  for (int i = 0; i < 50; ++i) io.Advance(0, {.vx = 0.4f});
  while (!io.clock(0).BothDown(gait)) io.Advance(0, {.vx = 0.4f});
  io.Advance(0, {});
  ASSERT_FALSE(io.clock(0).walks());
  const auto stopped = io.steps(0);
  for (int i = 0; i < 100; ++i) io.Advance(0, {});
  const auto rests = io.steps(0);
  EXPECT_GT(std::abs(stopped[0].x() - stopped[1].x()), 0.02);
  EXPECT_NEAR(rests[0].x() - rests[1].x(), stopped[0].x() - stopped[1].x(), 1e-5);
  EXPECT_NEAR(rests[0].x() + rests[1].x(), 0, 1e-4);
}

TEST_F(PolicyIoTest, AFootIsPutFurtherWhereThePelvisRunsAhead) {
  const auto landing = [&](double capture) {
    PolicyIo io = WithCapture(capture);
    double most = 0;
    for (int i = 0; i < 120; ++i) {
      io.Advance(0, {.vx = 0.4f});
      if (i >= 80) most = std::max({most, io.steps(0)[0].x(), io.steps(0)[1].x()});
    }
    return most;
  };
  EXPECT_NEAR(landing(0.1) - landing(0), 0.1 * (0 - 0.4), 1e-3) << "odometry says that it does not move: too slow";
}

TEST_F(PolicyIoTest, TargetsAreThePostureAndAQuarterOfTheAction) {
  PolicyIo& io = Io();
  io.Advance(0, {.vx = 0.5f, .height = 0.7f, .yaw = 0.3f});
  io.SetClock(0, {0.775f});  // the left foot in mid-swing
  std::array<float, kNumJoints> targets, posture;
  targets.fill(7);
  posture.fill(7);
  io.Act(0, action_, targets);
  // the first control step of a walk: both feet go back by 0.5 m/s for 0.02 s, and the pelvis sways with the clock
  const double sway = GaitClock{0.775f}.SwayAt(io.config().gait);
  io.posture().WriteTargets({.command = io.command(0),
                             .left_lift = 1,
                             .highest_lift = 0.07,
                             .left_load = 0,
                             .right_load = 1,
                             .left_step = {-0.01, -sway, 0},
                             .right_step = {-0.01, -sway, 0}},
                            posture);
  for (size_t j = 0; j < kNumJoints; ++j) {
    const float expected = j < kNumActions ? posture[j] + 0.25f * action_[j] : 7;  // arms and hands are moved by others
    EXPECT_NEAR(targets[j], expected, 1e-6) << j;                                  // the lift's sine is not quite 1
  }
  EXPECT_GT(posture[3], posture[9] + 0.2) << "the left knee is drawn up";
}

TEST_F(PolicyIoTest, TheContractCarriesEveryNumber) {
  const PolicyIoConfig config{
      .history = 5,
      .control_period = 0.01,
      .gait =
          {.period = 0.7, .stance_share = 0.6, .lift = 0.05, .stride = 0.8, .capture = 0.1, .sway = 0.01, .load = 0.7},
      .height_rate = 0.2,
      .torso_rate = 0.9,
      .smallest_velocity = 0.15};
  policy::Contract contract{.numbers = ToContract(config)};
  const PolicyIoConfig back = FromContract(contract, "walker");
  EXPECT_EQ(back.history, 5);
  EXPECT_EQ(back.control_period, 0.01);
  EXPECT_EQ(back.gait.period, 0.7);
  EXPECT_EQ(back.gait.stance_share, 0.6);
  EXPECT_EQ(back.gait.lift, 0.05);
  EXPECT_EQ(back.gait.stride, 0.8);
  EXPECT_EQ(back.gait.capture, 0.1);
  EXPECT_EQ(back.gait.sway, 0.01);
  EXPECT_EQ(back.gait.load, 0.7);
  EXPECT_EQ(back.height_rate, 0.2);
  EXPECT_EQ(back.torso_rate, 0.9);
  EXPECT_EQ(back.smallest_velocity, 0.15);
  for (size_t i = 0; i < ToContract(config).size(); ++i) {
    contract.numbers = ToContract(config);
    const std::string name = contract.numbers[i].name;
    contract.numbers.erase(contract.numbers.begin() + static_cast<ptrdiff_t>(i));
    try {
      FromContract(contract, "walker");
      FAIL() << "no error without " << name;
    } catch (const core::Error& error) {
      EXPECT_THAT(error.what(), AllOf(HasSubstr("walker"), HasSubstr("the number " + name)));
    }
  }
}

}  // namespace
}  // namespace porter::wbc
