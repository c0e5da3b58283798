// Sources: order, gains, default pose and closed hand: VIRAL's released configuration and paper, table 4
// (facts/viral.md 3, 17); ranges and torque limits: Unitree's model; rotor inertias and speeds: the motors' published
// constants. Where they differ: VIRAL states 35 N m and 30 rad/s for ankles, waist roll and waist pitch; those joints
// are driven by two 5020 motors of 25 N m and 37 rad/s, and Unitree's model says 50 N m. VIRAL's armature list is out
// of order from joint 22 on and is multiplied by 3 when spawned; taken here are the rotors' own constants, and 0.01 for
// every finger joint. The same limits stand in models/g1/g1.xml; a test keeps both equal.
#include "porter/robot/g1/g1.h"

namespace porter::robot {
namespace {

constexpr MotorSpec k7520Gear14{.effort = 88, .velocity = 32, .armature = 0.01017752};
constexpr MotorSpec k7520Gear22{.effort = 139, .velocity = 20, .armature = 0.025101925};
constexpr MotorSpec k5020{.effort = 25, .velocity = 37, .armature = 0.003609725};
constexpr MotorSpec kTwo5020{.effort = 50, .velocity = 37, .armature = 0.00721945};
constexpr MotorSpec k4010{.effort = 5, .velocity = 22, .armature = 0.00425};
constexpr MotorSpec kFinger{.effort = 1.4, .velocity = 12, .armature = 0.01};
constexpr MotorSpec kThumbBase{.effort = 2.45, .velocity = 6.857, .armature = 0.01};

constexpr Gains kHip{150, 2}, kKnee{200, 4}, kAnkle{40, 2}, kTrunk{250, 5};
constexpr Gains kShoulder{100, 5}, kElbow{40, 2}, kWrist{20, 2};
constexpr Gains kFingerGains{0.5, 0.1}, kThumbBaseGains{2, 0.1};

using enum Limb;
using enum Turn;

// name, limb, turn, motor, gains, lower, upper, default, closed hand
constexpr JointSpec kJoints[] = {
    {"left_hip_pitch_joint", kLeftLeg, kPitch, k7520Gear14, kHip, -2.5307, 2.8798, -0.1},
    {"left_hip_roll_joint", kLeftLeg, kRoll, k7520Gear22, kHip, -0.5236, 2.9671},
    {"left_hip_yaw_joint", kLeftLeg, kYaw, k7520Gear14, kHip, -2.7576, 2.7576},
    {"left_knee_joint", kLeftLeg, kPitch, k7520Gear22, kKnee, -0.087267, 2.8798, 0.3},
    {"left_ankle_pitch_joint", kLeftLeg, kPitch, kTwo5020, kAnkle, -0.87267, 0.5236, -0.2},
    {"left_ankle_roll_joint", kLeftLeg, kRoll, kTwo5020, kAnkle, -0.2618, 0.2618},
    {"right_hip_pitch_joint", kRightLeg, kPitch, k7520Gear14, kHip, -2.5307, 2.8798, -0.1},
    {"right_hip_roll_joint", kRightLeg, kRoll, k7520Gear22, kHip, -2.9671, 0.5236},
    {"right_hip_yaw_joint", kRightLeg, kYaw, k7520Gear14, kHip, -2.7576, 2.7576},
    {"right_knee_joint", kRightLeg, kPitch, k7520Gear22, kKnee, -0.087267, 2.8798, 0.3},
    {"right_ankle_pitch_joint", kRightLeg, kPitch, kTwo5020, kAnkle, -0.87267, 0.5236, -0.2},
    {"right_ankle_roll_joint", kRightLeg, kRoll, kTwo5020, kAnkle, -0.2618, 0.2618},
    {"waist_yaw_joint", kWaist, kYaw, k7520Gear14, kTrunk, -2.618, 2.618},
    {"waist_roll_joint", kWaist, kRoll, kTwo5020, kTrunk, -0.52, 0.52},
    {"waist_pitch_joint", kWaist, kPitch, kTwo5020, kTrunk, -0.52, 0.52},
    {"left_shoulder_pitch_joint", kLeftArm, kPitch, k5020, kShoulder, -3.0892, 2.6704},
    {"left_shoulder_roll_joint", kLeftArm, kRoll, k5020, kShoulder, -1.5882, 2.2515},
    {"left_shoulder_yaw_joint", kLeftArm, kYaw, k5020, kElbow, -2.618, 2.618},
    {"left_elbow_joint", kLeftArm, kPitch, k5020, kElbow, -1.0472, 2.0944},
    {"left_wrist_roll_joint", kLeftArm, kRoll, k5020, kWrist, -1.97222, 1.97222},
    {"left_wrist_pitch_joint", kLeftArm, kPitch, k4010, kWrist, -1.61443, 1.61443},
    {"left_wrist_yaw_joint", kLeftArm, kYaw, k4010, kWrist, -1.61443, 1.61443},
    {"right_shoulder_pitch_joint", kRightArm, kPitch, k5020, kShoulder, -3.0892, 2.6704},
    {"right_shoulder_roll_joint", kRightArm, kRoll, k5020, kShoulder, -2.2515, 1.5882},
    {"right_shoulder_yaw_joint", kRightArm, kYaw, k5020, kElbow, -2.618, 2.618},
    {"right_elbow_joint", kRightArm, kPitch, k5020, kElbow, -1.0472, 2.0944},
    {"right_wrist_roll_joint", kRightArm, kRoll, k5020, kWrist, -1.97222, 1.97222},
    {"right_wrist_pitch_joint", kRightArm, kPitch, k4010, kWrist, -1.61443, 1.61443},
    {"right_wrist_yaw_joint", kRightArm, kYaw, k4010, kWrist, -1.61443, 1.61443},
    {"left_hand_index_0_joint", kLeftHand, kYaw, kFinger, kFingerGains, -1.5708, 0, 0, -0.8976},
    {"left_hand_middle_0_joint", kLeftHand, kYaw, kFinger, kFingerGains, -1.5708, 0, 0, -0.8976},
    {"left_hand_thumb_0_joint", kLeftHand, kPitch, kThumbBase, kThumbBaseGains, -1.0472, 1.0472, 0, 0},
    {"right_hand_index_0_joint", kRightHand, kYaw, kFinger, kFingerGains, 0, 1.5708, 0, 0.8976},
    {"right_hand_middle_0_joint", kRightHand, kYaw, kFinger, kFingerGains, 0, 1.5708, 0, 0.8976},
    {"right_hand_thumb_0_joint", kRightHand, kPitch, kThumbBase, kThumbBaseGains, -1.0472, 1.0472, 0, 0},
    {"left_hand_index_1_joint", kLeftHand, kYaw, kFinger, kFingerGains, -1.74533, 0, 0, -0.99731},
    {"left_hand_middle_1_joint", kLeftHand, kYaw, kFinger, kFingerGains, -1.74533, 0, 0, -0.99731},
    {"left_hand_thumb_1_joint", kLeftHand, kYaw, kFinger, kFingerGains, -0.724312, 1.0472, 0, 0.5984},
    {"right_hand_index_1_joint", kRightHand, kYaw, kFinger, kFingerGains, 0, 1.74533, 0, 0.99731},
    {"right_hand_middle_1_joint", kRightHand, kYaw, kFinger, kFingerGains, 0, 1.74533, 0, 0.99731},
    {"right_hand_thumb_1_joint", kRightHand, kYaw, kFinger, kFingerGains, -1.0472, 0.724312, 0, -0.5984},
    {"left_hand_thumb_2_joint", kLeftHand, kYaw, kFinger, kFingerGains, 0, 1.74533, 0, 0.99731},
    {"right_hand_thumb_2_joint", kRightHand, kYaw, kFinger, kFingerGains, -1.74533, 0, 0, -0.99731},
};
static_assert(std::size(kJoints) == kG1NumJoints);

constexpr RobotSpec kG1{.name = "G1", .model = "models/g1/g1.xml", .joints = kJoints};

}  // namespace

const RobotSpec& G1() {
  return kG1;
}

}  // namespace porter::robot
