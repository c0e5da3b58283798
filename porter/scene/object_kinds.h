// The kinds of objects that a scene may show: our own ten, and those that the user lists in a TOML file.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "porter/scene/model.h"

namespace porter::scene {

struct ObjectKind {
  std::string name;
  Model model;            // its lowest point is at z = 0
  double mass = 0;        // kg; 0: not known
  bool paintable = true;  // part 0 may take any colour; off for objects with colours of their own
};

// Our ten, then those of the file (own_objects.h; empty path: none), then only those in `names` (empty: all). Throws
// core::Error for a name that does not exist or is there twice.
std::vector<ObjectKind> LoadObjectKinds(const std::filesystem::path& own_objects, std::span<const std::string> names);

}  // namespace porter::scene
