#include "porter/robot/g1/orders.h"

#include "porter/robot/g1/g1.h"

namespace porter::robot {
namespace {

std::vector<std::string> WithSuffix(std::initializer_list<const char*> stems) {
  std::vector<std::string> names;
  for (const char* stem : stems) names.push_back(std::string(stem) + "_joint");
  return names;
}

std::vector<std::string> IsaacBodyJoints() {
  return WithSuffix({"left_hip_pitch",       "right_hip_pitch",  "waist_yaw",         "left_hip_roll",
                     "right_hip_roll",       "waist_roll",       "left_hip_yaw",      "right_hip_yaw",
                     "waist_pitch",          "left_knee",        "right_knee",        "left_shoulder_pitch",
                     "right_shoulder_pitch", "left_ankle_pitch", "right_ankle_pitch", "left_shoulder_roll",
                     "right_shoulder_roll",  "left_ankle_roll",  "right_ankle_roll",  "left_shoulder_yaw",
                     "right_shoulder_yaw",   "left_elbow",       "right_elbow",       "left_wrist_roll",
                     "right_wrist_roll",     "left_wrist_pitch", "right_wrist_pitch", "left_wrist_yaw",
                     "right_wrist_yaw"});
}

}  // namespace

JointOrder G1IsaacBodyOrder() {
  return {.name = "Isaac's G1 body", .joints = IsaacBodyJoints()};
}

JointOrder G1IsaacOrder() {
  JointOrder order{.name = "Isaac's G1 with hands", .joints = IsaacBodyJoints()};
  // VIRAL lists the hands as Isaac does, and porter follows VIRAL
  for (const std::string& name : OwnOrder(G1(), kHands).joints) order.joints.push_back(name);
  return order;
}

JointOrder G1SceneBotOrder() {
  return {.name = "SceneBot's G1 body", .joints = IsaacBodyJoints()};
}

// the same sequence as porter's: legs, waist, arms
JointOrder G1MotorOrder() {
  return {.name = "Unitree's G1 motors", .joints = OwnOrder(G1(), kBody).joints};
}

JointOrder Dex3LeftMessageOrder() {
  return {.name = "Dex3's left hand message",
          .joints = WithSuffix({"left_hand_thumb_0", "left_hand_thumb_1", "left_hand_thumb_2", "left_hand_middle_0",
                                "left_hand_middle_1", "left_hand_index_0", "left_hand_index_1"})};
}

JointOrder Dex3RightMessageOrder() {
  return {.name = "Dex3's right hand message",
          .joints = WithSuffix({"right_hand_thumb_0", "right_hand_thumb_1", "right_hand_thumb_2", "right_hand_index_0",
                                "right_hand_index_1", "right_hand_middle_0", "right_hand_middle_1"})};
}

}  // namespace porter::robot
