#include "porter/tasks/locomotion/rewards.h"

#include <gtest/gtest.h>

#include <cmath>

#include "porter/robot/g1/g1.h"

namespace porter::tasks {
namespace {

constexpr size_t kKnee = 3, kArm = 15;  // one joint that the policy drives, and one that it does not

// a robot that stands just as it is told, and the numbers that its view points to
struct Standing {
  std::vector<double> q, qd, tau, last_qd, lower, upper;
  std::vector<float> action, last, last_but_one;
  std::vector<size_t> driven{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14}, splayed{1, 2, 7, 8};
  LocomotionView view{};

  Standing() {
    for (auto* numbers : {&q, &qd, &tau, &last_qd, &lower, &upper}) numbers->resize(robot::kG1NumJoints);
    for (auto* numbers : {&action, &last, &last_but_one}) numbers->resize(15);
    lower.assign(lower.size(), -1);
    upper.assign(upper.size(), 1);
    view.height = view.command.height;
    view.gravity_B = {0, 0, -1};
    view.v_H = view.w_B = view.mean_velocity = view.mean_error = view.torso_error = Eigen::Vector3d::Zero();
    view.stands = true;
    view.swing_height = 0.06;
    for (const size_t side : {0, 1}) {
      view.feet[side] = {.p_H = {0, side == 0 ? 0.13 : -0.13, 0}, .v_H = Eigen::Vector3d::Zero(), .force = 170};
    }
    view.q = q;
    view.qd = qd;
    view.tau = tau;
    view.last_qd = last_qd;
    view.lower = lower;
    view.upper = upper;
    view.action = action;
    view.last = last;
    view.last_but_one = last_but_one;
    view.driven = driven;
    view.splayed = splayed;
  }

  double operator[](std::string_view term) const {
    for (const env::Term<LocomotionView>& known : LocomotionTerms()) {
      if (known.name == term) return known.value(view);
    }
    ADD_FAILURE() << "no term " << term;
    return NAN;
  }
};

// the left foot in the middle of its swing, at its height, the other one down
struct Walking : Standing {
  Walking() {
    view.walks = true;
    view.stands = false;
    view.command.vx = 0.5f;
    view.v_H = view.mean_velocity = {0.5, 0, 0};
    view.feet[0].swing = 0.5;
    view.feet[0].height = 0.06;
    view.feet[0].force = 0;
  }
};

TEST(LocomotionRewards, PerfectRobotsGetAllAndPayNothing) {
  const Standing stands;
  const Walking walks;
  for (const Standing* robot : {&stands, static_cast<const Standing*>(&walks)}) {
    for (const char* term : {"track_velocity", "track_yaw_rate", "track_height", "track_torso", "alive", "foot_height"})
      EXPECT_NEAR((*robot)[term], 1, 1e-12) << term;  // the height command is a float
    EXPECT_EQ((*robot)["contact_match"], 2);
    for (const char* cost :
         {"moving_feet_standing", "tilt", "vertical_velocity", "roll_pitch_rate", "action_rate", "action_acceleration",
          "action_size", "joint_acceleration", "joint_velocity", "power", "torque", "joint_limits", "slip", "foot_tilt",
          "foot_yaw", "stance_width", "stance_stagger", "hip_splay", "hard_landing"})
      EXPECT_EQ((*robot)[cost], 0) << cost;
  }
  EXPECT_EQ(stands["stand_still"], 1);
  EXPECT_EQ(walks["stand_still"], 0);
  EXPECT_EQ(stands["swing_clearance"], 0);
  EXPECT_EQ(walks["swing_clearance"], 1);
}

TEST(LocomotionRewards, ErrorsCostByTheirBells) {
  Standing robot;
  robot.view.mean_velocity = {0.3, -0.4, 0.5};
  EXPECT_NEAR(robot["track_velocity"], 0.5 * std::exp(-1) + 0.5 * std::exp(-6.25), 1e-12);
  EXPECT_NEAR(robot["track_yaw_rate"], 0.5 * std::exp(-1) + 0.5 * std::exp(-6.25), 1e-12);
  robot.view.torso_error = {0, 0.06, 0.08};
  EXPECT_NEAR(robot["track_torso"], 0.5 * std::exp(-1 / 3.0) + 0.5 * std::exp(-1), 1e-12);
  robot.view.height += 0.06;
  EXPECT_NEAR(robot["track_height"], 0.5 * std::exp(-0.5) + 0.5 * std::exp(-3.6), 1e-12);
  EXPECT_NEAR(VelocityScore(robot.view), robot["track_velocity"], 0);
}

// sin^2: half of the height at a quarter of the swing
TEST(LocomotionRewards, FeetFollowTheirSwing) {
  Walking robot;
  FootView& left = robot.view.feet[0];
  left.height = 0.03;
  EXPECT_NEAR(robot["swing_clearance"], 0.5, 1e-12);
  EXPECT_NEAR(robot["foot_height"], std::exp(-0.3), 1e-12);  // 0.03^2 / 0.003
  left.height = 0.1;
  EXPECT_NEAR(robot["swing_clearance"], 1, 1e-12) << "higher is not better";
  EXPECT_NEAR(robot["foot_height"], std::exp(-0.0016 / 0.003), 1e-12);
  left.swing = 0.25;
  left.height = 0.03;
  EXPECT_NEAR(robot["foot_height"], 1, 1e-12);
  EXPECT_NEAR(robot["swing_clearance"], 0.5, 1e-12);
  left.height = -0.01;
  EXPECT_EQ(robot["swing_clearance"], 0);
  robot.view.feet[1].height = 0.05;
  EXPECT_EQ(robot["swing_clearance"], 0) << "the other foot shall be down";
}

TEST(LocomotionRewards, ContactsFollowTheClock) {
  Walking robot;
  robot.view.feet[0].force = 100;
  EXPECT_EQ(robot["contact_match"], 1);
  robot.view.feet[1].force = 0;
  EXPECT_EQ(robot["contact_match"], 0);
  EXPECT_EQ(ContactScore(robot.view), 0);
}

TEST(LocomotionRewards, WhoStandsKeepsStill) {
  Standing robot;
  robot.view.v_H = {0.06, 0.08, 1};
  EXPECT_NEAR(robot["stand_still"], std::exp(-1), 1e-12);
  EXPECT_EQ(robot["vertical_velocity"], 1);
  robot.view.feet[0].v_H = {0.3, 0, 0.4};
  EXPECT_NEAR(robot["moving_feet_standing"], 0.5, 1e-12);
  EXPECT_NEAR(robot["slip"], 0.3, 1e-12);
  robot.view.feet[0].force = 0;
  EXPECT_NEAR(robot["moving_feet_standing"], 1.5, 1e-12);
  EXPECT_EQ(robot["stand_still"], 0);
  EXPECT_EQ(robot["slip"], 0) << "in the air";
  robot.view.walks = true;
  EXPECT_EQ(robot["moving_feet_standing"], 0);
}

TEST(LocomotionRewards, WhoShallStandBrakesWhileTheClockFinishesItsStep) {
  Standing robot;
  robot.view.v_H = {0.3, 0.4, 0};
  robot.view.w_B = {0, 0, -1};
  EXPECT_NEAR(robot["sway"], 0.5 + 0.3, 1e-12);
  robot.view.walks = true;
  EXPECT_NEAR(robot["sway"], 0.5 + 0.3, 1e-12);
  EXPECT_NEAR(robot["stand_still"], std::exp(-25), 1e-15);
  robot.view.stands = false;
  EXPECT_EQ(robot["sway"], 0);
  EXPECT_EQ(robot["stand_still"], 0);
}

TEST(LocomotionRewards, ThePelvisStandsWhereThePostureHasItOverTheFeet) {
  Standing robot;
  robot.view.soles_ahead = 0.02;
  for (FootView& foot : robot.view.feet) foot.p_H.x() = 0.02;
  EXPECT_EQ(robot["stand_place"], 1);
  for (FootView& foot : robot.view.feet) foot.p_H += Eigen::Vector3d(0.006, 0.008, 0);
  EXPECT_NEAR(robot["stand_place"], 0.5 * std::exp(-0.125) + 0.5 * std::exp(-1), 1e-12);
  robot.view.walks = true;
  EXPECT_EQ(robot["stand_place"], 0);
}

TEST(LocomotionRewards, ErrorsThatStayOverGaitCyclesCost) {
  Walking robot;
  EXPECT_EQ(robot["track_mean"], 1.5);
  robot.view.mean_error = {0.03, -0.04, 0.1};
  EXPECT_NEAR(robot["track_mean"], std::exp(-0.0025 / 0.006) + 0.5 * std::exp(-1), 1e-12);
}

TEST(LocomotionRewards, FeetStandApartAndSideBySide) {
  Standing robot;
  const auto width = [&](double metres) {
    robot.view.feet[0].p_H.y() = metres - 0.13;
    return robot["stance_width"];
  };
  EXPECT_NEAR(width(0.15), 0.05, 1e-12);
  EXPECT_EQ(width(0.21), 0);
  EXPECT_EQ(width(0.31), 0);
  EXPECT_NEAR(width(0.4), 0.08, 1e-12);
  EXPECT_NEAR(width(-0.1), 0.3, 1e-12) << "crossed legs";
  robot.view.feet[0].p_H.x() = 0.2;
  EXPECT_NEAR(robot["stance_stagger"], 0.04, 1e-12);
  robot.view.walks = true;
  EXPECT_EQ(robot["stance_stagger"], 0);
  robot.view.feet[1].yaw = -0.3;
  robot.view.feet[0].tilt = 0.02;
  EXPECT_NEAR(robot["foot_yaw"], 0.09, 1e-12);
  EXPECT_NEAR(robot["foot_tilt"], 0.02, 1e-12);
  robot.view.feet[0].force = 620;
  EXPECT_NEAR(robot["hard_landing"], 0.2, 1e-12);
}

TEST(LocomotionRewards, TheLeanThatAPostureAsksForIsFree) {
  Standing robot;
  robot.view.pelvis_pitch = 0.3;
  robot.view.gravity_B = {std::sin(0.3), 0, -std::cos(0.3)};
  EXPECT_NEAR(robot["tilt"], 0, 1e-12);
  robot.view.gravity_B.y() = 0.2;
  EXPECT_NEAR(robot["tilt"], 0.04, 1e-12);
  robot.view.w_B = {3, 4, 9};
  EXPECT_EQ(robot["roll_pitch_rate"], 25);
}

TEST(LocomotionRewards, JointsCostWhereThePolicyDrivesThem) {
  Standing robot;
  for (const size_t j : {kKnee, kArm}) {
    robot.q[j] = -1.2;
    robot.qd[j] = 0.5;
    robot.last_qd[j] = 0.4;
    robot.tau[j] = -20;
  }
  EXPECT_NEAR(robot["joint_limits"], 0.2, 1e-12);
  EXPECT_NEAR(robot["joint_acceleration"], 25, 1e-9);  // 0.1 rad/s in 0.02 s
  EXPECT_NEAR(robot["joint_velocity"], 0.25, 1e-12);
  EXPECT_NEAR(robot["power"], 10, 1e-12);
  EXPECT_NEAR(robot["torque"], 400, 1e-12);
  robot.q[kKnee] = 1.3;
  EXPECT_NEAR(robot["joint_limits"], 0.3, 1e-12);
  robot.q[7] = 0.5;  // right hip roll
  EXPECT_NEAR(robot["hip_splay"], 0.25, 1e-12);
}

TEST(LocomotionRewards, ActionsCostWhatTheyChange) {
  Standing robot;
  robot.action[4] = 0.5f;
  robot.last[4] = 0.25f;
  robot.last_but_one[4] = -0.5f;
  EXPECT_EQ(robot["action_rate"], 0.0625);
  EXPECT_EQ(robot["action_acceleration"], 0.25);  // 0.5 - 0.5 - 0.5
  EXPECT_EQ(robot["action_size"], 0.25);
}

}  // namespace
}  // namespace porter::tasks
