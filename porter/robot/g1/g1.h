// The Unitree G1 (29 joints) with two Dex3-1 hands: 43 joints in porter's one order, which is VIRAL's (facts/viral.md
// 17). 0-14 legs and waist, 15-28 arms, 29-42 hands.
#pragma once

#include "porter/robot/robot_spec.h"

namespace porter::robot {

inline constexpr int kG1NumJoints = 43;

// the sole in the frame of *_ankle_roll_link, m: the four spheres of models/g1/g1.xml
inline constexpr double kG1SoleZ = -0.035;
inline constexpr double kG1SoleHeel = -0.05;
inline constexpr double kG1SoleToe = 0.12;
inline constexpr double kG1SoleMiddle = 0.5 * (kG1SoleHeel + kG1SoleToe);

const RobotSpec& G1();

}  // namespace porter::robot
