// What the robot's own sensors show of a simulated robot, with the noise of the settings.
#pragma once

#include <array>

#include "porter/env/task.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/config.h"
#include "porter/wbc/controller.h"

namespace porter::tasks {

struct JointReadings {
  std::array<double, robot::kG1NumJoints> q, qd;  // rad, rad/s
};

// `readings` holds the joints that the result points to
wbc::ControlInput ReadSensors(const env::Sight& sight, const DisturbanceConfig& noise,
                              JointReadings& readings) noexcept;

}  // namespace porter::tasks
