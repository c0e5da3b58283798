// What the task looks like now, for the eyes: an environment as the layout that pictures are made from.
#pragma once

#include "porter/scene/layout.h"
#include "porter/tasks/place_pick/place_pick.h"

namespace porter::tasks {

// The environment after its last step or start. The object on the other table is not there in the simulation: the kind
// that is in front, where things stand. Tables are the variants of the seed that the environments were reset with.
scene::SceneLayout LayoutOf(const PlacePick& task, int env);

}  // namespace porter::tasks
