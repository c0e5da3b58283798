// How far a model's solver settings are from the converged solution: the price of speed.
#pragma once

#include "porter/physics/robot_model.h"

namespace porter::bench {

// Mean norm of the error of the root's acceleration (m/s^2 and rad/s^2 together) against Newton with 200 iterations and
// no tolerance to speak of, over the states of robots that stand and struggle with random targets for half a second.
double SolverError(const physics::RobotModel& robot, double target_spread, uint64_t seed);

}  // namespace porter::bench
