#include "porter/robot/name_lists.h"

#include <algorithm>

#include "porter/core/text.h"

namespace porter::robot {

std::vector<std::string> Without(std::span<const std::string> all, std::span<const std::string> taken) {
  std::vector<std::string> rest;
  for (const std::string& name : all) {
    if (std::ranges::find(taken, name) == taken.end()) rest.push_back(name);
  }
  return rest;
}

std::string ListOrNone(std::span<const std::string> names) {
  return names.empty() ? "none" : core::Join(names, ", ");
}

}  // namespace porter::robot
