#include "porter/tasks/locomotion/arms.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace porter::tasks {
namespace {

constexpr uint64_t kGoalSteps = 50;  // a second between goals
constexpr double kRounding = 1e-5;   // of 50 sums of floats up to 3, rad

using Arms = std::array<float, kArmJoints>;

// one robot's arms for 20 s: targets of every step, and the goal that each step had
struct ArmWalk {
  std::vector<Arms> targets, goals;

  ArmWalk(const DisturbanceConfig& config, double difficulty, size_t env = 3) {
    ArmMotion motion{};
    std::array<float, robot::kG1NumJoints> joints;
    joints.fill(7);
    for (uint64_t step = 1; step <= 20 * kGoalSteps; ++step) {
      motion.Advance({config, wbc::kControlPeriod, difficulty}, env, {11, step}, joints);
      targets.emplace_back();
      std::copy_n(joints.begin() + 15, kArmJoints, targets.back().begin());
      goals.push_back(motion.goal);
    }
    EXPECT_EQ(joints[14], 7) << "the waist is not an arm";
    EXPECT_EQ(joints[15 + kArmJoints], 7) << "nor is a finger";
  }

  double FastestStep() const {
    double fastest = 0;
    for (size_t t = 1; t < targets.size(); ++t) {
      for (size_t j = 0; j < kArmJoints; ++j)
        fastest = std::max<double>(fastest, std::abs(targets[t][j] - targets[t - 1][j]));
    }
    return fastest;
  }
};

// where goals of arm joint `j` lie: the box of the settings, mirrored for the right arm
std::pair<double, double> Bounds(size_t j) {
  const DisturbanceConfig config;
  const robot::JointSpec& joint = robot::G1().joints[15 + j];
  const double lower = config.arm_lower[j % 7], upper = config.arm_upper[j % 7];
  const bool flips = joint.limb == robot::Limb::kRightArm && joint.turn != robot::Turn::kPitch;
  return flips ? std::pair(-upper, -lower) : std::pair(lower, upper);
}

TEST(ArmMotion, IsNeverFasterThanAllowed) {
  const ArmWalk walk({.arm_speed = 2, .arm_still = 0}, 1);
  EXPECT_LE(walk.FastestStep(), 2 * wbc::kControlPeriod + kRounding);
  EXPECT_GT(walk.FastestStep(), 2 * wbc::kControlPeriod - kRounding) << "goals lie far enough to need it";
}

TEST(ArmMotion, ReachesItsGoalAsTheNextOneComes) {
  const ArmWalk walk({.arm_speed = 100, .arm_still = 0}, 1);
  for (size_t goal = 1; goal <= 20; ++goal) {
    const size_t last = goal * kGoalSteps - 1;
    for (size_t j = 0; j < kArmJoints; ++j) {
      EXPECT_NEAR(walk.targets[last][j], walk.goals[last][j], kRounding) << goal;
      const double half = 0.5 * (walk.targets[last - 20][j] + walk.targets[last - 10][j]);
      EXPECT_NEAR(walk.targets[last - 15][j], half, kRounding) << "on a straight line";
    }
    if (goal > 1) {
      EXPECT_NE(walk.goals[last], walk.goals[last - kGoalSteps]);
    }
  }
}

TEST(ArmMotion, StaysWithinItsBoxOnBothSides) {
  const ArmWalk walk({.arm_still = 0}, 1);
  for (size_t j = 0; j < kArmJoints; ++j) {
    const robot::JointSpec& joint = robot::G1().joints[15 + j];
    const auto [lower, upper] = Bounds(j);
    EXPECT_GE(lower, joint.lower) << joint.name;
    EXPECT_LE(upper, joint.upper) << joint.name;
    float lowest = 0, highest = 0;
    for (const Arms& arms : walk.targets) {
      EXPECT_GE(arms[j], lower - kRounding);
      EXPECT_LE(arms[j], upper + kRounding);
      lowest = std::min(lowest, arms[j]);
      highest = std::max(highest, arms[j]);
    }
    EXPECT_LT(lowest, 0.3 * lower) << joint.name;  // 20 goals, half of them to this side, uniform
    EXPECT_GT(highest, 0.3 * upper) << joint.name;
  }
}

TEST(ArmMotion, GoalsAreNearWhileItIsEasyAndRestIsTheDefaultPose) {
  const ArmWalk easy({.arm_still = 0}, 0), rest({.arm_still = 1}, 1);
  double sum = 0;
  for (const Arms& goal : easy.goals) {
    for (size_t j = 0; j < kArmJoints; ++j) {
      const auto [lower, upper] = Bounds(j);
      sum += goal[j] / (goal[j] > 0 ? upper : lower);
    }
  }
  const double mean = sum / static_cast<double>(easy.goals.size() * kArmJoints);
  EXPECT_NEAR(mean, 0.05, 0.012);  // 1/20; four standard deviations of 20 x 14 exponential draws
  EXPECT_EQ(rest.FastestStep(), 0);
  EXPECT_EQ(rest.targets.back(), Arms{});  // the arms' default angles are zero
}

TEST(ArmMotion, RobotsMoveEachInTheirOwnWay) {
  EXPECT_EQ(ArmWalk({}, 1, 2).targets, ArmWalk({}, 1, 2).targets);
  EXPECT_NE(ArmWalk({}, 1, 2).targets, ArmWalk({}, 1, 1).targets);
}

}  // namespace
}  // namespace porter::tasks
