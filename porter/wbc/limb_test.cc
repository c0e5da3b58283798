#include "porter/wbc/limb.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"

namespace porter::wbc {
namespace {

const robot::MjcfModel& LimbModel() {
  static const robot::MjcfModel model = robot::LoadMjcf(std::string(robot::G1().model));
  return model;
}

class LimbTest : public ::testing::Test {
 protected:
  LimbTest() : kinematics_(robot::Kinematics::Of(robot::G1())), poses_(kinematics_.MakePoses()) {
    core::Random random(1, 0, 0, 0);
    for (size_t j = 0; j < robot::kG1NumJoints; ++j) {
      q_[j] = j < 29 ? random.Uniform(-0.5, 0.5) : 0;
      qd_[j] = j < 29 ? random.Normal() : 0;
    }
    kinematics_.Forward(math::Transform3{}, q_, poses_);
  }

  const math::Transform3& Pose(const char* link) const {
    return poses_.X_WL[static_cast<size_t>(kinematics_.FrameId(link))];
  }

  const robot::Kinematics kinematics_;
  robot::LinkPoses poses_;
  std::array<double, robot::kG1NumJoints> q_, qd_;
};

TEST_F(LimbTest, TheEndOfALegIsAndMovesWhereTheWholeRobotsKinematicsSays) {
  for (const char* foot : {"left_ankle_roll_link", "right_ankle_roll_link"}) {
    const Limb leg(robot::G1(), LimbModel(), "pelvis", foot);
    const Eigen::Vector3d point(0.035, 0.01, -0.03);
    const Limb::Motion motion = leg.MotionOf(point, q_, qd_);
    EXPECT_LT((motion.p - Pose(foot) * point).norm(), 1e-12);
    Eigen::MatrixXd jacobian(6, 6 + robot::kG1NumJoints);
    kinematics_.Jacobian(poses_, kinematics_.FrameId(foot), jacobian);
    const Eigen::Map<const Eigen::VectorXd> qd(qd_.data(), robot::kG1NumJoints);
    const Eigen::VectorXd twist = jacobian.rightCols<robot::kG1NumJoints>() * qd;
    const Eigen::Vector3d w = twist.tail<3>(), arm = Pose(foot).rotation() * point;
    EXPECT_LT((motion.v - (twist.head<3>() + w.cross(arm))).norm(), 1e-12);
  }
}

TEST_F(LimbTest, ALegReachesAStepThatIsNear) {
  const Limb leg(robot::G1(), LimbModel(), "pelvis", "left_ankle_roll_link");
  ASSERT_EQ(leg.joints().size(), 6);
  EXPECT_EQ(leg.joints()[3], 3) << "the knee";
  // hip pitch, roll, yaw, knee, ankle pitch, roll: bent, as a stretched knee would reach no further
  std::ranges::copy(std::array{-0.4, 0.05, -0.1, 0.8, -0.35, 0.02}, q_.begin());
  const math::Transform3 from = leg.PoseOf(q_);
  for (const Eigen::Vector3d& by : {Eigen::Vector3d(0.1, 0, 0), {-0.1, 0.03, 0}, {0, 0.08, 0.02}, {0, 0, -0.03}}) {
    for (const double turn : {-0.2, 0.0, 0.2}) {
      const Eigen::Matrix3d R = Eigen::AngleAxisd(turn, Eigen::Vector3d::UnitZ()).toRotationMatrix();
      const math::Transform3 wanted(R * from.rotation(), from.translation() + by);
      std::array<double, robot::kG1NumJoints> q = q_;
      leg.Reach(wanted, q);
      const math::Transform3 reached = leg.PoseOf(q);
      EXPECT_LT((reached.translation() - wanted.translation()).norm(), 0.002) << by.transpose() << ", " << turn;
      EXPECT_LT(Eigen::AngleAxisd(reached.rotation() * wanted.rotation().transpose()).angle(), 0.01);
      for (size_t j = 0; j < q.size(); ++j) EXPECT_TRUE(j < 6 || q[j] == q_[j]) << j;
    }
  }
}

TEST_F(LimbTest, AStretchedLegStopsShort) {
  const Limb leg(robot::G1(), LimbModel(), "pelvis", "left_ankle_roll_link");
  std::array<double, robot::kG1NumJoints> q = {};
  const math::Transform3 from = leg.PoseOf(q);
  leg.Reach({from.rotation(), from.translation() + Eigen::Vector3d(0, 0, -0.1)}, q);
  for (size_t j = 0; j < 6; ++j) EXPECT_LT(std::abs(q[j]), 0.6) << j;
}

TEST_F(LimbTest, TheMomentOfAnArmIsTheSumOverItsLinks) {
  const Limb arm(robot::G1(), LimbModel(), "torso_link", "left_wrist_yaw_link");
  const math::Transform3 X_TW = Pose("torso_link").Inverse();
  Eigen::Vector3d sum = Eigen::Vector3d::Zero();
  int links = 0;
  for (size_t b = 0; b < LimbModel().bodies.size(); ++b) {
    const robot::MjcfBody& body = LimbModel().bodies[b];
    const bool arms = body.name.starts_with("left_shoulder") || body.name.starts_with("left_elbow") ||
                      body.name.starts_with("left_wrist") || body.name.starts_with("left_hand");
    if (!arms || !body.inertial) continue;
    ++links;
    sum += body.inertial->mass * (X_TW * (poses_.X_WL[b] * body.inertial->p_LM));
  }
  EXPECT_GT(links, 10) << "fingers count";
  EXPECT_LT((arm.Moment(q_) - sum).norm(), 1e-12);
  EXPECT_GT(sum.norm(), 0.1);
}

TEST_F(LimbTest, TheJacobianOfAnArmIsTheDerivativeOfItsPose) {
  const Limb arm(robot::G1(), LimbModel(), "torso_link", "right_wrist_yaw_link");
  Eigen::Matrix<double, 6, Eigen::Dynamic> jacobian(6, 7);
  arm.Jacobian(q_, jacobian);
  constexpr double kStep = 1e-6;
  for (Eigen::Index l = 0; l < 7; ++l) {
    std::array<double, robot::kG1NumJoints> up = q_, down = q_;
    up[arm.joints()[static_cast<size_t>(l)]] += kStep;
    down[arm.joints()[static_cast<size_t>(l)]] -= kStep;
    const math::Transform3 a = arm.PoseOf(up), b = arm.PoseOf(down);
    const Eigen::AngleAxisd turn(a.rotation() * b.rotation().transpose());
    EXPECT_LT((jacobian.col(l).head<3>() - (a.translation() - b.translation()) / (2 * kStep)).norm(), 1e-8) << l;
    EXPECT_LT((jacobian.col(l).tail<3>() - turn.angle() * turn.axis() / (2 * kStep)).norm(), 1e-6) << l;
  }
}

// the torque that holds is the slope of potential energy
TEST_F(LimbTest, GravityTorqueIsTheSlopeOfPotentialEnergy) {
  const Limb arm(robot::G1(), LimbModel(), "torso_link", "right_wrist_yaw_link");
  const Eigen::Vector3d gravity(1, -2, -9);
  const Limb::Load load{.mass = 0.3, .p_tip = {0.1, 0.05, -0.02}};
  const auto energy = [&](std::span<const double> q) {
    return -gravity.dot(arm.Moment(q) + load.mass * (arm.PoseOf(q) * load.p_tip));
  };
  std::array<double, 7> torque;
  arm.GravityTorque(q_, gravity, load, torque);
  constexpr double kStep = 1e-5;
  for (size_t l = 0; l < torque.size(); ++l) {
    std::array<double, robot::kG1NumJoints> up = q_, down = q_;
    up[arm.joints()[l]] += kStep;
    down[arm.joints()[l]] -= kStep;
    EXPECT_NEAR(torque[l], (energy(up) - energy(down)) / (2 * kStep), 1e-8) << l;
  }
  EXPECT_GT(std::abs(torque[0]), 0.5);
}

TEST_F(LimbTest, RefusesLinksThatAreNoLimb) {
  EXPECT_THROW(Limb(robot::G1(), LimbModel(), "pelvis", "left_wing"), core::Error);
  EXPECT_THROW(Limb(robot::G1(), LimbModel(), "torso_link", "left_ankle_roll_link"), core::Error);
}

}  // namespace
}  // namespace porter::wbc
