#include "porter/motion/limb_ik.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <array>

#include "porter/core/allocation_guard.h"
#include "porter/core/random.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"

namespace porter::motion {
namespace {

using Eigen::Vector3d;
using math::Transform3;

constexpr size_t kFirst = 22;  // the right arm's joints in the robot's order
using Angles = std::array<double, robot::kG1NumJoints>;

class LimbIkTest : public ::testing::Test {
 protected:
  LimbIkTest()
      : model_(robot::LoadMjcf(std::string(robot::G1().model))),
        ik_(robot::G1(), model_, "torso_link", "right_wrist_yaw_link") {}

  // an arm in the middle of its ranges
  static Angles Somewhere(core::Random& random) {
    Angles q{};
    constexpr double kMiddle[] = {-0.6, -0.4, 0, 0.5, 0, 0, 0};
    for (size_t j = 0; j < 7; ++j) q[kFirst + j] = kMiddle[j] + random.Uniform(-0.5, 0.5);
    return q;
  }

  const robot::MjcfModel model_;
  const LimbIk ik_;
  const std::array<double, 7> posture_ = {-0.6, -0.4, 0, 0.5, 0, 0, 0};
};

TEST_F(LimbIkTest, ReachesWhatAnArmCanReach) {
  const Vector3d point(0.1, 0.04, -0.02);
  for (uint32_t trial = 0; trial < 200; ++trial) {
    core::Random random(3, 0, trial, 0);
    const Angles there = Somewhere(random);
    Angles q = there;
    for (size_t j = 0; j < 7; ++j) q[kFirst + j] += random.Uniform(-0.3, 0.3);
    const Transform3 X_RT = ik_.limb().PoseOf(there);
    const LimbIk::Error error = ik_.Solve({X_RT.rotation(), X_RT * point}, point, posture_, q);
    EXPECT_LT(error.position, 0.003) << trial;  // the pull towards the posture takes its share
    EXPECT_LT(error.turn, 0.05) << trial;
    const Transform3 reached = ik_.limb().PoseOf(q);
    EXPECT_NEAR((reached * point - X_RT * point).norm(), error.position, 1e-12);
    for (size_t j = 0; j < q.size(); ++j) {
      EXPECT_TRUE(j >= kFirst && j < kFirst + 7
                      ? q[j] > robot::G1().joints[j].lower && q[j] < robot::G1().joints[j].upper
                      : q[j] == there[j]);
    }
  }
}

TEST_F(LimbIkTest, AnUnweightedAxisIsFree) {
  LimbIkConfig config;
  config.axis_weight = {1, 1, 0};
  const LimbIk free(robot::G1(), model_, "torso_link", "right_wrist_yaw_link", config);
  core::Random random(4, 0, 0, 0);
  Angles q = Somewhere(random);
  const Transform3 X_RT = free.limb().PoseOf(q);
  const Eigen::Matrix3d turned = X_RT.rotation() * Eigen::AngleAxisd(1.2, Vector3d::UnitZ());
  const LimbIk::Error error = free.Solve({turned, X_RT.translation()}, Vector3d::Zero(), posture_, q);
  EXPECT_LT(error.position, 0.003);
}

TEST_F(LimbIkTest, StretchesTowardsWhatIsTooFar) {
  Angles q{};
  for (size_t j = 0; j < 7; ++j) q[kFirst + j] = posture_[j];
  const Transform3 far(Eigen::Matrix3d::Identity(), Vector3d(2, -0.2, 0.2));
  LimbIk::Error error{};
  double last = 10;
  for (int call = 0; call < 20; ++call) {
    error = ik_.Solve(far, Vector3d::Zero(), posture_, q);
    EXPECT_LT(error.position, last + 0.01) << "it does not swing";
    last = error.position;
  }
  const Vector3d shoulder(0.004, -0.1, 0.248);  // in the torso's frame: models/g1/g1.xml
  EXPECT_LT(error.position, (far.translation() - shoulder).norm() - 0.38);
  for (const double angle : q) EXPECT_TRUE(std::isfinite(angle));
}

TEST_F(LimbIkTest, AllocatesNothing) {
  core::Random random(5, 0, 0, 0);
  Angles q = Somewhere(random);
  const core::AllocationGuard guard;
  ik_.Solve({Eigen::Matrix3d::Identity(), Vector3d(0.3, -0.2, 0.1)}, Vector3d::Zero(), posture_, q);
  EXPECT_EQ(guard.Count(), 0);
}

}  // namespace
}  // namespace porter::motion
