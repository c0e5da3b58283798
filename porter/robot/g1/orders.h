// The joint orders of the systems that a G1 meets, by name (facts/formats.md 7, 8.4, 8.6).
#pragma once

#include "porter/robot/joint_order.h"

namespace porter::robot {

// Isaac walks the links breadth first: the 29 joints of the body, and all 43 with hands (each hand: index, middle,
// thumb)
JointOrder G1IsaacBodyOrder();
JointOrder G1IsaacOrder();

// SceneBot's network, 29 joints: Isaac's order
JointOrder G1SceneBotOrder();

// motor_cmd and motor_state of Unitree's LowCmd_ and LowState_, slots 0..28
JointOrder G1MotorOrder();

// motor_cmd of Dex3's HandCmd_, 7 joints. Assumption: after the thumb come middle, index on the left hand and index,
// middle on the right one, as Unitree's teleoperation and the actuators of its model have it; other programs put the
// right middle finger first. To be confirmed on the robot by moving one finger.
JointOrder Dex3LeftMessageOrder();
JointOrder Dex3RightMessageOrder();

}  // namespace porter::robot
