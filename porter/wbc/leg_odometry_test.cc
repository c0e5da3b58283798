#include "porter/wbc/leg_odometry.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "porter/math/rotation.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"

namespace porter::wbc {
namespace {

using Eigen::Vector2d;
using Eigen::Vector3d;

constexpr double kPeriod = 0.02;
const char* const kFeet[] = {"left_ankle_roll_link", "right_ankle_roll_link"};

class LegOdometryTest : public ::testing::Test {
 protected:
  LegOdometryTest()
      : kinematics_(robot::Kinematics::Of(robot::G1())),
        odometry_(robot::G1(), robot::LoadMjcf(std::string(robot::G1().model))),
        poses_(kinematics_.MakePoses()) {
    for (size_t j = 0; j < q_.size(); ++j) q_[j] = robot::G1().joints[j].default_position;
  }

  ControlInput Input() const {
    return {.w_WB_B = w_, .gravity_B = math::ProjectedGravity(R_WB_), .q = q_, .qd = qd_, .command = {}};
  }

  // middle of a sole from the pelvis, in the heading frame
  Vector3d Sole(size_t side) {
    kinematics_.Forward({R_WB_, Vector3d::Zero()}, q_, poses_);
    const Vector3d sole(0.5 * (robot::kG1SoleHeel + robot::kG1SoleToe), 0, robot::kG1SoleZ);
    const Eigen::AngleAxisd back(-math::Yaw(R_WB_), Vector3d::UnitZ());
    return back * (poses_.X_WL[static_cast<size_t>(kinematics_.FrameId(kFeet[side]))] * sole);
  }

  const robot::Kinematics kinematics_;
  const LegOdometry odometry_;
  robot::LinkPoses poses_;
  Eigen::Matrix3d R_WB_ = Eigen::Matrix3d::Identity();
  Vector3d w_ = Vector3d::Zero();
  std::array<double, robot::kG1NumJoints> q_{}, qd_{};
};

TEST_F(LegOdometryTest, FeetAreWhereKinematicsPutsThemInTheHeadingFrame) {
  R_WB_ = (Eigen::AngleAxisd(1.2, Vector3d::UnitZ()) * Eigen::AngleAxisd(0.2, Vector3d::UnitY()) *
           Eigen::AngleAxisd(-0.1, Vector3d::UnitX()))
              .toRotationMatrix();
  q_[0] = -0.4;
  q_[7] = -0.2;
  Odometry o;
  odometry_.Update(Input(), true, kPeriod, o);
  const Vector2d left = Sole(0).head<2>(), right = Sole(1).head<2>();
  EXPECT_LT((o.feet_middle.cast<double>() - 0.5 * (left + right)).norm(), 1e-6);
  EXPECT_LT((o.feet_apart.cast<double>() - (left - right)).norm(), 1e-6);
}

// the lower foot stands; velocity by finite differences of where it is
TEST_F(LegOdometryTest, TheVelocityIsThatOfThePelvisOverTheLowerFoot) {
  q_[3] = 0.9;  // the left foot is drawn up
  w_ = {0.1, -0.2, 0.3};
  for (size_t j = 0; j < 12; ++j) qd_[j] = 0.3 * static_cast<double>(j % 5) - 0.5;
  Odometry o;
  odometry_.Update(Input(), true, kPeriod, o);
  constexpr double kStep = 1e-6;
  const Eigen::Matrix3d before = R_WB_;
  const auto at = [&](double t) -> Vector3d {  // the sole in the world's axes, from the pelvis
    R_WB_ = before * Eigen::AngleAxisd(t * w_.norm(), w_.normalized()).toRotationMatrix();
    for (size_t j = 0; j < q_.size(); ++j) q_[j] += t * qd_[j];
    const Vector3d sole = Eigen::AngleAxisd(math::Yaw(R_WB_), Vector3d::UnitZ()) * Sole(1);
    for (size_t j = 0; j < q_.size(); ++j) q_[j] -= t * qd_[j];
    return sole;
  };
  const Vector3d expected = -(at(kStep) - at(-kStep)) / (2 * kStep);
  EXPECT_LT((o.velocity.cast<double>() - expected.head<2>()).norm(), 1e-5);
  EXPECT_GT(expected.head<2>().norm(), 0.1);
}

TEST_F(LegOdometryTest, GravityAndVelocityAreSmoothed) {
  Odometry o;
  odometry_.Update(Input(), true, kPeriod, o);
  EXPECT_FLOAT_EQ(o.velocity.norm(), 0);
  for (const size_t hip : {0, 6}) qd_[hip] = 1;  // both legs swing back: the pelvis goes forward
  ControlInput input = Input();
  input.gravity_B = {0.1, 0, -1};
  Odometry once;
  odometry_.Update(Input(), true, kPeriod, once);
  odometry_.Update(input, false, kPeriod, o);
  EXPECT_NEAR(o.gravity_B.x(), Odometry::kGravityShare * 0.1, 1e-7);
  EXPECT_NEAR(o.velocity.x(), Odometry::kVelocityShare * once.velocity.x(), 0.01);
  EXPECT_GT(o.velocity.x(), 0.1);
}

TEST_F(LegOdometryTest, SmoothedGravityTurnsWithTheBodyAtOnce) {
  Odometry o;
  odometry_.Update(Input(), true, kPeriod, o);
  w_ = {0, 1, 0};
  for (int i = 1; i <= 10; ++i) {
    R_WB_ = Eigen::AngleAxisd(kPeriod * i, Vector3d::UnitY()).toRotationMatrix();
    odometry_.Update(Input(), false, kPeriod, o);
  }
  EXPECT_LT((o.gravity_B.cast<double>() - math::ProjectedGravity(R_WB_)).norm(), 2e-3) << "a plain mean lags by 0.08";
}

}  // namespace
}  // namespace porter::wbc
