// The tables of `porter inspect`: what a robot, a model file or a layout consists of.
#pragma once

#include <string>
#include <vector>

#include "apps/sheet.h"
#include "porter/policy/layout.h"
#include "porter/robot/mjcf.h"
#include "porter/robot/robot_spec.h"

namespace porter::apps {

Sheet JointSheet(const robot::RobotSpec& robot);  // the robot's table: gains, limits, motors
Sheet JointSheet(const robot::MjcfModel& model, const robot::RobotSpec& robot);  // what the file states
Sheet LinkSheet(const robot::MjcfModel& model);                                  // masses, with their sum
Sheet LayoutSheet(const policy::Layout& layout);

// `what` is the name of the robot, the name of a layout or an MJCF file, whose joints must be the robot's; throws
// core::Error
std::vector<Sheet> Inspect(const std::string& what);

}  // namespace porter::apps
