// Our kinematics against the simulator's, on our model: places of all links, sites and the camera, and Jacobians of
// links, at random floating configurations; and our table of motors against the model's.
#include <gtest/gtest.h>
#include <mujoco/mujoco.h>

#include "porter/core/random.h"
#include "porter/physics/handles.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"

namespace porter::tests {
namespace {

using Eigen::Matrix3d;
using Eigen::MatrixXd;
using Eigen::Vector3d;
using math::Transform3;
using RowMatrix3 = Eigen::Matrix<double, 3, 3, Eigen::RowMajor>;
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// both sides do the same sums in another order, over a chain of at most twelve links
constexpr double kTolerance = 1e-9;

class KinematicsVsMujoco : public testing::Test {
 protected:
  void SetUp() override {
    char error[500] = "";
    model_.reset(mj_loadXML("models/g1/g1.xml", nullptr, error, sizeof(error)));
    ASSERT_TRUE(model_) << error;
    data_.reset(mj_makeData(model_.get()));
    for (const robot::JointSpec& joint : robot::G1().joints) {
      joints_.push_back(mj_name2id(model_.get(), mjOBJ_JOINT, std::string(joint.name).c_str()));
      ASSERT_GE(joints_.back(), 0) << joint.name;
    }
  }

  // a random floating configuration, the same on both sides
  void Draw(core::Random& random, robot::RobotState& state) {
    for (int i = 0; i < 3; ++i) state.p_WB[i] = data_->qpos[i] = random.Uniform(-3, 3);
    state.R_WB = Eigen::Quaterniond(random.Normal(), random.Normal(), random.Normal(), random.Normal()).normalized();
    const double wxyz[] = {state.R_WB.w(), state.R_WB.x(), state.R_WB.y(), state.R_WB.z()};
    std::copy_n(wxyz, 4, data_->qpos + 3);
    for (size_t j = 0; j < joints_.size(); ++j) {
      const robot::JointSpec& joint = robot::G1().joints[j];
      const double angle = random.Uniform(joint.lower, joint.upper);
      state.q[static_cast<int>(j)] = data_->qpos[model_->jnt_qposadr[joints_[j]]] = angle;
    }
    mj_forward(model_.get(), data_.get());
  }

  void ExpectPose(const Transform3& ours, const double* position, const double* matrix, const char* name) {
    EXPECT_LT((ours.translation() - Eigen::Map<const Vector3d>(position)).norm(), kTolerance) << name;
    EXPECT_LT((ours.rotation() - Eigen::Map<const RowMatrix3>(matrix)).norm(), kTolerance) << name;
  }

  // MuJoCo's columns (floating base, then its own joint order) in ours
  MatrixXd Reorder(const RowMatrix& theirs) const {
    MatrixXd ours(6, 6 + robot::kG1NumJoints);
    ours.leftCols(6) = theirs.leftCols(6);
    for (size_t j = 0; j < joints_.size(); ++j) {
      ours.col(6 + static_cast<int>(j)) = theirs.col(model_->jnt_dofadr[joints_[j]]);
    }
    return ours;
  }

  physics::ModelPtr model_;
  physics::DataPtr data_;
  std::vector<int> joints_;  // MuJoCo's joint ids in our order
  robot::Kinematics ours_ = robot::Kinematics::Of(robot::G1());
};

TEST_F(KinematicsVsMujoco, PosesAndJacobiansAgree) {
  core::Random random(11, 0, 0, 0);
  robot::RobotState state(robot::kG1NumJoints);
  robot::LinkPoses poses = ours_.MakePoses();
  MatrixXd jacobian(6, 6 + robot::kG1NumJoints);
  RowMatrix theirs(6, model_->nv);
  ASSERT_EQ(ours_.num_links(), model_->nbody - 1);
  for (int trial = 0; trial < 1000; ++trial) {
    Draw(random, state);
    ours_.Forward(state, poses);
    for (int b = 1; b < model_->nbody; ++b) {
      const char* name = mj_id2name(model_.get(), mjOBJ_BODY, b);
      ExpectPose(ours_.FramePose(poses, ours_.FrameId(name)), data_->xpos + 3 * b, data_->xmat + 9 * b, name);
    }
    for (int s = 0; s < model_->nsite; ++s) {
      const char* name = mj_id2name(model_.get(), mjOBJ_SITE, s);
      ExpectPose(ours_.FramePose(poses, ours_.FrameId(name)), data_->site_xpos + 3 * s, data_->site_xmat + 9 * s, name);
    }
    const int body = 1 + static_cast<int>(random.Below(static_cast<uint32_t>(model_->nbody - 1)));
    mj_jacBody(model_.get(), data_.get(), theirs.data(), theirs.data() + 3 * model_->nv, body);
    ours_.Jacobian(poses, ours_.FrameId(mj_id2name(model_.get(), mjOBJ_BODY, body)), jacobian);
    EXPECT_LT((jacobian - Reorder(theirs)).cwiseAbs().maxCoeff(), kTolerance) << body;
  }
}

TEST_F(KinematicsVsMujoco, CamerasAreTurnedToYDown) {
  core::Random random(12, 0, 0, 0);
  robot::RobotState state(robot::kG1NumJoints);
  robot::LinkPoses poses = ours_.MakePoses();
  Draw(random, state);
  ours_.Forward(state, poses);
  const Transform3 X_WC = ours_.FramePose(poses, ours_.FrameId("d435"));
  const Matrix3d theirs = Eigen::Map<const RowMatrix3>(data_->cam_xmat);
  EXPECT_LT((X_WC.translation() - Eigen::Map<const Vector3d>(data_->cam_xpos)).norm(), kTolerance);
  EXPECT_LT((X_WC.rotation().col(0) - theirs.col(0)).norm(), kTolerance) << "x right on both sides";
  EXPECT_LT((X_WC.rotation().col(1) + theirs.col(1)).norm(), kTolerance) << "y down against y up";
  EXPECT_LT((X_WC.rotation().col(2) + theirs.col(2)).norm(), kTolerance) << "z forward against z back";
}

// the file's motors are the table's: same order, gains, limits and control range; MuJoCo inherits a range by its
// middle and half width, which rounds
TEST_F(KinematicsVsMujoco, MotorsAreTheTablesMotors) {
  ASSERT_EQ(model_->nu, robot::kG1NumJoints);
  for (int j = 0; j < model_->nu; ++j) {
    const robot::JointSpec& joint = robot::G1().joints[static_cast<size_t>(j)];
    const double* bias = model_->actuator_biasprm + mjNBIAS * j;
    EXPECT_EQ(model_->actuator_trnid[2 * j], joints_[static_cast<size_t>(j)]) << joint.name;
    EXPECT_EQ(-bias[1], joint.gains.kp) << joint.name;
    EXPECT_EQ(-bias[2], joint.gains.kd) << joint.name;
    EXPECT_EQ(model_->actuator_forcerange[2 * j + 1], joint.motor.effort) << joint.name;
    EXPECT_NEAR(model_->actuator_ctrlrange[2 * j], joint.lower, kTolerance) << joint.name;
    EXPECT_NEAR(model_->actuator_ctrlrange[2 * j + 1], joint.upper, kTolerance) << joint.name;
  }
}

}  // namespace
}  // namespace porter::tests
