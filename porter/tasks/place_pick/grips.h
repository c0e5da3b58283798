// How the hand holds each kind of object: tried out once, in simulation, before an episode starts with one in the hand.
#pragma once

#include <vector>

#include "porter/physics/robot_model.h"
#include "porter/tasks/place_pick/colliders.h"
#include "porter/tasks/place_pick/config.h"

namespace porter::tasks {

// Closes the right hand on every kind and keeps how fingers and object come to rest (Grip::X_WristHeld, fingers).
// Throws core::Error for one that slips out of the hand. robot: built with ModelBodies.
void SettleGrips(const physics::RobotModel& robot, const PlacePickConfig& config, std::vector<CarriedKind>& kinds);

}  // namespace porter::tasks
