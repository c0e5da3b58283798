#include "porter/wbc/posture.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>

#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"

namespace porter::wbc {
namespace {

const Posture& G1Posture() {
  static const Posture posture(robot::G1(), robot::LoadMjcf(std::string(robot::G1().model)));
  return posture;
}

using Rotation = Eigen::AngleAxisd;
using Eigen::Vector3d;

// the posture's angles in the robot's kinematics: pelvis above the sole, sole and torso as they lean
TEST(Posture, StandsFlatAtTheHeightWithTheTorsoAsCommanded) {
  const robot::Kinematics kinematics = robot::Kinematics::Of(robot::G1());
  const std::vector<std::string> names = robot::JointNames(robot::G1());
  robot::LinkPoses poses = kinematics.MakePoses();
  for (const double height : {0.42, 0.5, 0.603, 0.74}) {
    for (const double pitch : {0.0, 0.23, 0.5}) {
      const SagittalPosture posture = G1Posture().At(height, pitch);
      std::vector<double> q(names.size());
      const char* const joints[] = {"hip_pitch", "knee", "ankle_pitch"};
      for (const std::string side : {"left_", "right_"}) {
        for (size_t j = 0; j < 3; ++j) {
          q[static_cast<size_t>(std::ranges::find(names, side + joints[j] + "_joint") - names.begin())] =
              posture.angle[j];
        }
      }
      q[static_cast<size_t>(std::ranges::find(names, "waist_pitch_joint") - names.begin())] = posture.angle[3];
      const math::Transform3 X_WB(Eigen::Quaterniond(Rotation(posture.pelvis_pitch, Vector3d::UnitY())),
                                  {0, 0, height});
      kinematics.Forward(X_WB, q, poses);
      const math::Transform3 foot = kinematics.FramePose(poses, kinematics.FrameId("left_ankle_roll_link"));
      const math::Transform3 torso = kinematics.FramePose(poses, kinematics.FrameId("torso_link"));
      // between the table's points the angles are interpolated: under a millimetre, under a hundredth of a radian
      EXPECT_NEAR(foot.translation().z() + robot::kG1SoleZ, 0, 1e-3) << height << " " << pitch;
      EXPECT_NEAR(foot.rotation()(2, 0), 0, 0.01) << height << " " << pitch;
      EXPECT_NEAR(torso.rotation()(2, 0), -std::sin(pitch), 0.01) << height << " " << pitch;
      EXPECT_LE(posture.pelvis_pitch, 0.46);
      EXPECT_GE(posture.angle[SagittalPosture::kAnkle], -0.81);
    }
  }
}

TEST(Posture, WaistAnglesTurnTheTorsoAsRollPitchYawSay) {
  const double roll = 0.2, pitch = -0.4, yaw = 0.5;
  const Eigen::Matrix3d wanted =
      (Rotation(yaw, Vector3d::UnitZ()) * Rotation(pitch, Vector3d::UnitY()) * Rotation(roll, Vector3d::UnitX()))
          .toRotationMatrix();
  const Vector3d waist = WaistAngles(roll, pitch, yaw);
  const Eigen::Matrix3d made = (Rotation(waist.x(), Vector3d::UnitZ()) * Rotation(waist.y(), Vector3d::UnitX()) *
                                Rotation(waist.z(), Vector3d::UnitY()))
                                   .toRotationMatrix();
  EXPECT_TRUE(made.isApprox(wanted, 1e-12));
}

TEST(Posture, LowerIsMoreBentAndMotorsLeadAgainstGravity) {
  const SagittalPosture high = G1Posture().At(0.74, 0), low = G1Posture().At(0.5, 0);
  EXPECT_GT(low.angle[SagittalPosture::kKnee], high.angle[SagittalPosture::kKnee] + 1);
  EXPECT_LT(low.target[SagittalPosture::kKnee], low.angle[SagittalPosture::kKnee]);  // pushes the leg straight
  const SagittalPosture bowed = G1Posture().At(0.74, 0.5);
  EXPECT_LT(bowed.target[SagittalPosture::kWaist], bowed.angle[SagittalPosture::kWaist]);  // holds the torso back
}

// what a mirror shows of the command and of the lifted foot gives the mirror image of the targets
TEST(Posture, MirroredCommandsGiveMirroredTargets) {
  const std::vector<std::string> names = robot::JointNames(robot::G1());
  std::vector<float> targets(names.size()), other(names.size()), image(names.size());
  const WbcCommand command{.height = 0.55f, .roll = 0.2f, .pitch = 0.3f, .yaw = -0.4f};
  WbcCommand mirrored = command;
  mirrored.roll = -command.roll;
  mirrored.yaw = -command.yaw;
  G1Posture().WriteTargets({.command = command, .left_lift = 0.3, .right_lift = 0.8, .highest_lift = 0.07}, targets);
  G1Posture().WriteTargets({.command = mirrored, .left_lift = 0.8, .right_lift = 0.3, .highest_lift = 0.07}, other);
  robot::MirrorOf(robot::G1(), names).Apply<float>(targets, image);
  EXPECT_EQ(other, image);  // to the bit: sines are odd, cosines even
  EXPECT_NE(targets, image);
}

}  // namespace
}  // namespace porter::wbc
