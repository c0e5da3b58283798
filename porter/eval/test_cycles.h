// A small world of place and pick for the tests of this room.
#pragma once

#include <string>

#include "porter/config/config.h"
#include "porter/tasks/place_pick/config.h"

namespace porter::eval {

// few robots that carry one kind of object, none of them slippery
inline tasks::PlacePickConfig OneKind(const std::string& object, int num_envs) {
  tasks::PlacePickConfig config;
  config::Load(config, "porter/tasks/place_pick/place_pick.toml");
  config.num_envs = num_envs;
  config.threads = 2;
  config.scene.objects = {object};
  config.variety.smallest_friction = 0.6;
  return config;
}

}  // namespace porter::eval
