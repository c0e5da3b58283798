// The observations and actions of the published policies, term by term in their order. Columns come out as published
// (facts/viral.md 3, 11.2, 18; facts/formats.md 7; facts/vlk.md 4), which the tests state once more by number.
#pragma once

#include <vector>

#include "porter/policy/layout.h"
#include "porter/robot/g1/g1.h"

namespace porter::policy {

// VIRAL's student beside its image, 113 numbers. Has no mirror image: its actions drive the right arm only.
ObsLayout StudentLayout(const robot::RobotSpec& robot = robot::G1());

// one frame of the whole-body controller (HOMIE v2), 86 numbers
ObsLayout WbcFrameLayout(const robot::RobotSpec& robot = robot::G1());

// the same frame with our gait clock and what legs tell of the pelvis' motion behind it, 94 numbers
ObsLayout ClockedWbcFrameLayout(const robot::RobotSpec& robot = robot::G1());

// one frame of VLK's kinematics, 70 numbers; joints in porter's order (not published), 6-D rotation by rows
ObsLayout KinematicFrameLayout(const robot::RobotSpec& robot = robot::G1());

// SceneBot's tracker on the G1, 160 numbers
ObsLayout TrackerLayout();

// VIRAL's teacher and student: 11 increments a control step
ActionLayout DeltaActionLayout(const robot::RobotSpec& robot = robot::G1());

// the command they add up to, 23 numbers
ActionLayout CommandLayout(const robot::RobotSpec& robot = robot::G1());

// the whole-body controller: 15 joint targets
ActionLayout WbcActionLayout(const robot::RobotSpec& robot = robot::G1());

// all of the above, for people
std::vector<Layout> KnownLayouts();

}  // namespace porter::policy
