// Ten household objects of our own making, of the kinds that the task carries (facts/viral.md 1), built from the bodies
// of shapes.h. All stand on z = 0 around the z axis; handles point along x. Metres.
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>
#include <string_view>

#include "porter/scene/model.h"

namespace porter::scene {

enum class ObjectForm { kRound, kBox, kHandled, kTapered };
constexpr auto EnumNames(ObjectForm) {
  return std::to_array<std::string_view>({"round", "box", "handled", "tapered"});
}

struct HouseholdObject {
  std::string_view name;
  ObjectForm form;
  Eigen::Vector3d low, high;  // corners of the box around it, m
  Model (*make)();            // part 0 is the body, which takes any colour; the others have their own
};

// the ten, in a fixed order
std::span<const HouseholdObject> HouseholdObjects();

}  // namespace porter::scene
