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

TEST_F(LimbTest, RefusesLinksThatAreNoLimb) {
  EXPECT_THROW(Limb(robot::G1(), LimbModel(), "pelvis", "left_wing"), core::Error);
  EXPECT_THROW(Limb(robot::G1(), LimbModel(), "torso_link", "left_ankle_roll_link"), core::Error);
}

}  // namespace
}  // namespace porter::wbc
