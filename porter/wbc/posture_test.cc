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

// feet that step stay flat and at their height, and stand where the step ends: with the pitch angles of a posture, of
// which the heading frame leans by the pelvis' pitch
TEST(Posture, AStepMovesTheSoleAndKeepsItFlat) {
  const robot::RobotSpec& g1 = robot::G1();
  const Limb leg(g1, robot::LoadMjcf(std::string(g1.model)), "pelvis", "right_ankle_roll_link");
  const Vector3d step(0.09, -0.04, -0.15);
  for (const double height : {0.45, 0.6, 0.72}) {
    const WbcCommand command{.height = static_cast<float>(height)};
    const SagittalPosture posture = G1Posture().At(height, 0);
    std::vector<float> still(g1.joints.size()), stepping(g1.joints.size());
    G1Posture().WriteTargets({.command = command}, still);
    G1Posture().WriteTargets({.command = command, .right_step = step}, stepping);
    std::vector<double> before(g1.joints.size());
    const std::span<const size_t> joints = leg.joints();  // pitch, roll, yaw of the hip, knee, pitch, roll of the ankle
    before[joints[0]] = posture.angle[SagittalPosture::kHip];
    before[joints[3]] = posture.angle[SagittalPosture::kKnee];
    before[joints[4]] = posture.angle[SagittalPosture::kAnkle];
    std::vector<double> after = before;
    for (size_t j = 0; j < after.size(); ++j) after[j] += stepping[j] - still[j];
    const math::Transform3 X_HP(Rotation(posture.pelvis_pitch, Vector3d::UnitY()).toRotationMatrix(), Vector3d::Zero());
    const math::Transform3 from = X_HP * leg.PoseOf(before), to = X_HP * leg.PoseOf(after);
    const Eigen::Matrix3d turn = Rotation(step.z(), Vector3d::UnitZ()).toRotationMatrix();
    const Vector3d wanted = turn * from.translation() + Vector3d(step.x(), step.y(), 0);
    EXPECT_LT((to.translation() - wanted).norm(), 0.003) << height;
    EXPECT_LT(Eigen::AngleAxisd(to.rotation() * (turn * from.rotation()).transpose()).angle(), 0.015) << height;
    for (size_t j = 0; j < 6; ++j) EXPECT_EQ(still[j], stepping[j]) << "the other leg";
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

// Arms out of their default pose: what motors of waist and legs must give more, from the weights of all links of the
// whole robot, against what the targets lead by.
TEST(Posture, TargetsHoldTheArmsWhereverTheyAre) {
  const robot::RobotSpec& g1 = robot::G1();
  const robot::MjcfModel model = robot::LoadMjcf(std::string(g1.model));
  const robot::Kinematics kinematics = robot::Kinematics::Of(g1);
  const std::vector<std::string> names = robot::JointNames(g1);
  const auto joint = [&](const char* name) {
    return static_cast<size_t>(std::ranges::find(names, name) - names.begin());
  };
  const WbcCommand command{.roll = 0.15f, .pitch = 0.3f, .yaw = 0.4f};
  const Vector3d waist = WaistAngles(command.roll, command.pitch, command.yaw);
  std::vector<double> q;
  for (const robot::JointSpec& j : g1.joints) q.push_back(j.default_position);
  q[joint("waist_yaw_joint")] = waist.x();
  q[joint("waist_roll_joint")] = waist.y();
  q[joint("waist_pitch_joint")] = waist.z();
  struct Torques {
    double leg, roll, pitch;  // N m
  };
  robot::LinkPoses poses = kinematics.MakePoses();
  const auto torques = [&] {
    kinematics.Forward(math::Transform3{}, q, poses);
    Vector3d moment = Vector3d::Zero();  // kg m, of all that has mass; its height does not count
    std::array<double, 2> axes{};        // torque of the weights above about the axes of the waist's roll and pitch
    for (size_t b = 0; b < model.bodies.size(); ++b) {
      if (!model.bodies[b].inertial) continue;
      const double mass = model.bodies[b].inertial->mass;
      const Vector3d centre = poses.X_WL[b] * model.bodies[b].inertial->p_LM;
      moment += mass * centre;
      for (const size_t axis : {0, 1}) {
        const auto carrier = static_cast<size_t>(kinematics.FrameId(axis == 0 ? "waist_roll_link" : "torso_link"));
        int above = static_cast<int>(b);
        while (above > static_cast<int>(carrier)) above = model.bodies[static_cast<size_t>(above)].parent;
        if (above != static_cast<int>(carrier)) continue;
        const Vector3d direction = poses.X_WL[carrier].rotation() * model.bodies[carrier].joint->axis;
        const Vector3d weight(0, 0, -mass * 9.81);
        axes[axis] += (centre - poses.X_WL[carrier].translation()).cross(weight).dot(direction);
      }
    }
    return Torques{0.5 * 9.81 * moment.x(), -axes[0], -axes[1]};
  };
  const Torques before = torques();
  std::vector<float> usual(names.size()), leading(names.size());
  G1Posture().WriteTargets({.command = command}, usual);
  q[joint("left_shoulder_pitch_joint")] = -1.2;
  q[joint("left_elbow_joint")] = 0.3;
  q[joint("right_shoulder_roll_joint")] = -0.8;
  const Torques after = torques();
  G1Posture().WriteTargets({.command = command, .arm_moment = G1Posture().ArmMoment(q)}, leading);
  const auto lead = [&](const char* name) {
    return g1.joints[joint(name)].gains.kp * (leading[joint(name)] - usual[joint(name)]);
  };
  constexpr double kRounding = 1e-4;  // N m: targets are floats
  EXPECT_NEAR(lead("waist_roll_joint"), after.roll - before.roll, kRounding);
  EXPECT_NEAR(lead("waist_pitch_joint"), after.pitch - before.pitch, kRounding);
  for (const char* leg : {"left_hip_pitch_joint", "right_knee_joint", "right_ankle_pitch_joint"}) {
    EXPECT_NEAR(lead(leg), after.leg - before.leg, kRounding) << leg;
  }
  EXPECT_GT(std::abs(after.leg - before.leg), 1);
  EXPECT_GT(std::abs(after.roll - before.roll), 1);
}

// what a mirror shows of the command and of the lifted foot gives the mirror image of the targets
TEST(Posture, MirroredCommandsGiveMirroredTargets) {
  const std::vector<std::string> names = robot::JointNames(robot::G1());
  std::vector<float> targets(names.size()), other(names.size()), image(names.size());
  const WbcCommand command{.height = 0.55f, .roll = 0.2f, .pitch = 0.3f, .yaw = -0.4f};
  WbcCommand mirrored = command;
  mirrored.roll = -command.roll;
  mirrored.yaw = -command.yaw;
  const Vector3d arms(0.4, 0.2, -0.3);
  G1Posture().WriteTargets({.command = command,
                            .left_lift = 0.3,
                            .right_lift = 0.8,
                            .highest_lift = 0.07,
                            .left_step = {0.05, 0.04, 0.1},
                            .right_step = {-0.06, 0.02, -0.05},
                            .arm_moment = arms},
                           targets);
  G1Posture().WriteTargets({.command = mirrored,
                            .left_lift = 0.8,
                            .right_lift = 0.3,
                            .highest_lift = 0.07,
                            .left_step = {-0.06, -0.02, 0.05},
                            .right_step = {0.05, -0.04, -0.1},
                            .arm_moment = {arms.x(), -arms.y(), arms.z()}},
                           other);
  robot::MirrorOf(robot::G1(), names).Apply<float>(targets, image);
  EXPECT_EQ(other, image);  // to the bit: sines are odd, cosines even
  EXPECT_NE(targets, image);
}

}  // namespace
}  // namespace porter::wbc
