// Mirrors of terms that several layouts share.
#pragma once

#include <initializer_list>
#include <span>

#include "porter/policy/layout.h"
#include "porter/robot/robot_spec.h"

namespace porter::policy {

// one block of numbers with these signs
TermMirror SignMirror(std::span<const int> signs);
TermMirror SignMirror(std::initializer_list<int> signs);

// the joints of these limbs in the robot's order, `times` in a row (positions, then velocities)
TermMirror JointMirror(const robot::RobotSpec& robot, std::span<const robot::Limb> limbs, int times = 1);

// the joints of one limb, which come from the term `partner` of the other side
TermMirror OtherLimbMirror(const robot::RobotSpec& robot, robot::Limb limb, robot::Limb other, std::string partner);

// numbers of the left side, then as many of the right side, without a sign
TermMirror SwapMirror(int width_of_a_side);

TermMirror NoMirror(std::string why);

}  // namespace porter::policy
