// The Unitree G1 (29 joints) with two Dex3-1 hands: 43 joints in porter's one order, which is VIRAL's (facts/viral.md
// 17). 0-14 legs and waist, 15-28 arms, 29-42 hands.
#pragma once

#include "porter/robot/robot_spec.h"

namespace porter::robot {

inline constexpr int kG1NumJoints = 43;

const RobotSpec& G1();

}  // namespace porter::robot
