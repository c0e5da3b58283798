#include "porter/robot/kinematics.h"

#include <gmock/gmock.h>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/math/mirror.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/robot_state.h"

namespace porter::robot {
namespace {

using Eigen::Matrix3d;
using Eigen::MatrixXd;
using Eigen::Vector3d;
using math::Transform3;
using testing::HasSubstr;

// two links of 1 m and 0.5 m in the x-z plane; positive angles turn x toward -z. The second hinge sits 0.2 m beside its
// link's origin, which must not matter for the angle, only for the lever.
constexpr const char* kArm = R"(<mujoco><worldbody><body name="base"><freejoint/>
  <body name="upper" pos="0 0 2"><joint name="shoulder" axis="0 1 0"/>
    <body name="lower" pos="1 0 0"><joint name="elbow" axis="0 1 0"/>
      <site name="tip" pos="0.5 0 0"/>
      <body name="tool"><joint name="drill" axis="1 0 0" pos="0 0.2 0"/></body>
    </body>
  </body></body></worldbody></mujoco>)";

const std::vector<std::string> kArmJoints{"elbow", "drill", "shoulder"};  // not the order of the file

RobotState RandomState(core::Random& random) {
  RobotState state(kG1NumJoints);
  state.p_WB = Vector3d(random.Normal(), random.Normal(), random.Normal());
  state.R_WB = Eigen::Quaterniond(random.Normal(), random.Normal(), random.Normal(), random.Normal()).normalized();
  for (int j = 0; j < kG1NumJoints; ++j) {
    const JointSpec& joint = G1().joints[static_cast<size_t>(j)];
    state.q[j] = random.Uniform(joint.lower, joint.upper);
  }
  return state;
}

LinkPoses PosesOf(const Kinematics& kinematics, const RobotState& state) {
  LinkPoses poses = kinematics.MakePoses();
  kinematics.Forward(state, poses);
  return poses;
}

Vector3d Linear(const MatrixXd& jacobian, int column) {
  return jacobian.col(column).head<3>();
}
Vector3d Angular(const MatrixXd& jacobian, int column) {
  return jacobian.col(column).tail<3>();
}

TEST(Kinematics, TwoLinkArmByHand) {
  const Kinematics arm(ParseMjcf(kArm, "arm.xml"), kArmJoints);
  LinkPoses poses = arm.MakePoses();
  const double shoulder = 0.3, elbow = -0.8;
  arm.Forward(Transform3(Matrix3d::Identity(), Vector3d(10, 0, 0)), std::vector{elbow, 0.4, shoulder}, poses);
  const double both = shoulder + elbow;
  const Vector3d tip(10 + std::cos(shoulder) + 0.5 * std::cos(both), 0, 2 - std::sin(shoulder) - 0.5 * std::sin(both));
  EXPECT_TRUE(arm.FramePose(poses, arm.FrameId("tip")).translation().isApprox(tip, 1e-14));

  MatrixXd jacobian(6, 9);
  arm.Jacobian(poses, arm.FrameId("tip"), jacobian);
  const Vector3d by_elbow(-0.5 * std::sin(both), 0, -0.5 * std::cos(both));
  EXPECT_TRUE(Linear(jacobian, 6).isApprox(by_elbow, 1e-14));
  EXPECT_TRUE(Angular(jacobian, 6).isApprox(Vector3d::UnitY()));
  EXPECT_TRUE(Linear(jacobian, 8).isApprox(by_elbow + Vector3d(-std::sin(shoulder), 0, -std::cos(shoulder)), 1e-14));
  EXPECT_TRUE(jacobian.col(7).isZero()) << "the drill does not move the tip";
  EXPECT_TRUE(jacobian.leftCols(3).topRows(3).isIdentity());

  // the drill's anchor stays where it was: 0.2 m beside the end of the upper arm
  const Vector3d anchor = arm.FramePose(poses, arm.FrameId("tool")) * Vector3d(0, 0.2, 0);
  EXPECT_TRUE(anchor.isApprox(arm.FramePose(poses, arm.FrameId("lower")) * Vector3d(0, 0.2, 0), 1e-14));
}

TEST(Kinematics, JacobianIsTheDerivativeOfThePose) {
  const Kinematics g1 = Kinematics::Of(G1());
  core::Random random(3, 0, 0, 0);
  const double h = 1e-6;
  for (const char* name : {"left_palm", "d435", "right_ankle_roll_link", "pelvis", "left_hand_thumb_2_link"}) {
    const int frame = g1.FrameId(name);
    const RobotState state = RandomState(random);
    MatrixXd jacobian(6, 6 + kG1NumJoints);
    g1.Jacobian(PosesOf(g1, state), frame, jacobian);
    for (int column = 0; column < jacobian.cols(); ++column) {
      const auto moved = [&](double step) {
        RobotState s = state;
        if (column < 3) s.p_WB[column] += step;
        if (column >= 3 && column < 6) s.R_WB = s.R_WB * Eigen::AngleAxisd(step, Vector3d::Unit(column - 3));
        if (column >= 6) s.q[column - 6] += step;
        return g1.FramePose(PosesOf(g1, s), frame);
      };
      const Transform3 plus = moved(h), minus = moved(-h);
      const Eigen::AngleAxisd turn(Matrix3d(plus.rotation() * minus.rotation().transpose()));
      // central differences of step 1e-6 in double precision: rounding 1e-16 / 1e-6
      EXPECT_TRUE(((plus.translation() - minus.translation()) / (2 * h) - Linear(jacobian, column)).isZero(1e-8));
      EXPECT_TRUE((turn.axis() * turn.angle() / (2 * h) - Angular(jacobian, column)).isZero(1e-8)) << name << column;
    }
  }
}

TEST(Kinematics, TheMirroredRobotIsTheMirrorImageOfTheRobot) {
  const Kinematics g1 = Kinematics::Of(G1());
  const math::SignedPermutation joints = MirrorOf(G1(), JointNames(G1()));
  core::Random random(4, 0, 0, 0);
  const auto partner = [](std::string name) {
    if (name.starts_with("left_")) return "right_" + name.substr(5);
    return name.starts_with("right_") ? "left_" + name.substr(6) : name;
  };
  for (int trial = 0; trial < 20; ++trial) {
    const RobotState state = RandomState(random);
    RobotState image(kG1NumJoints);
    MirrorState(joints, state, image);
    const LinkPoses poses = PosesOf(g1, state), image_poses = PosesOf(g1, image);
    for (int link = 0; link < g1.num_links(); ++link) {
      const Transform3 expected = math::MirrorPose(g1.FramePose(poses, link));
      const Transform3 found = g1.FramePose(image_poses, g1.FrameId(partner(g1.LinkName(link))));
      // Unitree's shoulders differ by 0.01 mm between left and right, and six digits of a quaternion are given
      EXPECT_LT((found.translation() - expected.translation()).norm(), 3e-5) << g1.LinkName(link);
      EXPECT_LT((found.rotation() - expected.rotation()).norm(), 1e-5) << g1.LinkName(link);
    }
  }
}

TEST(Kinematics, FramesStandWherePublished) {
  const Kinematics g1 = Kinematics::Of(G1());
  const LinkPoses poses = PosesOf(g1, RobotState(kG1NumJoints));
  const Transform3 X_TC =
      g1.FramePose(poses, g1.FrameId("torso_link")).Inverse() * g1.FramePose(poses, g1.FrameId("d435"));
  EXPECT_TRUE(X_TC.translation().isApprox(Vector3d(0.0576235, 0.05253, 0.41987)));
  // x right, y down, z forward and 0.8908 rad down (facts/viral.md 9)
  const double pitch = 0.8307767 + 0.060;
  EXPECT_TRUE(X_TC.rotation().col(2).isApprox(Vector3d(std::cos(pitch), 0, -std::sin(pitch)), 1e-8));
  EXPECT_TRUE(X_TC.rotation().col(0).isApprox(Vector3d(0, -1, 0), 1e-8));
  const Transform3 X_WyPalm =
      g1.FramePose(poses, g1.FrameId("right_wrist_yaw_link")).Inverse() * g1.FramePose(poses, g1.FrameId("right_palm"));
  EXPECT_TRUE(X_WyPalm.translation().isApprox(Vector3d(0.0415, -0.003, 0)));
}

TEST(Kinematics, NothingAllocatesOnceBuilt) {
  const Kinematics g1 = Kinematics::Of(G1());
  const RobotState state(kG1NumJoints);
  LinkPoses poses = g1.MakePoses();
  MatrixXd jacobian(6, 6 + kG1NumJoints);
  const int frame = g1.FrameId("left_palm");
  const core::AllocationGuard guard;
  g1.Forward(state, poses);
  g1.Jacobian(poses, frame, jacobian);
  EXPECT_EQ(guard.Count(), 0);
}

TEST(Kinematics, OtherJointsAndFramesAreErrors) {
  const MjcfModel model = ParseMjcf(kArm, "arm.xml");
  const auto message = [](const auto& action) {
    try {
      action();
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  const std::vector<std::string> two{"shoulder", "elbow"};
  EXPECT_THAT(message([&] { Kinematics(model, two); }), HasSubstr("only in 'arm.xml': drill"));
  const Kinematics arm(model, kArmJoints);
  EXPECT_THAT(message([&] { arm.FrameId("upperr"); }), HasSubstr("did you mean 'upper'?"));
  MjcfModel twice = model;
  twice.frames[0].name = "lower";
  EXPECT_THAT(message([&] { Kinematics(twice, kArmJoints); }), HasSubstr("'lower' twice"));
}

}  // namespace
}  // namespace porter::robot
