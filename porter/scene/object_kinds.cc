#include "porter/scene/object_kinds.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/scene/household.h"
#include "porter/scene/own_objects.h"

namespace porter::scene {
namespace {

std::vector<std::string> NamesOf(std::span<const ObjectKind> kinds) {
  std::vector<std::string> names;
  for (const ObjectKind& kind : kinds) names.push_back(kind.name);
  return names;
}

ObjectKind Find(std::span<const ObjectKind> kinds, const std::string& name) {
  const auto found = std::ranges::find(kinds, name, &ObjectKind::name);
  if (found != kinds.end()) return *found;
  const std::vector<std::string> names = NamesOf(kinds);
  const std::string nearest = core::NearestName(name, names);
  throw core::Error(core::ErrorParts{.what = "there is no such object",
                                     .found = core::Cat("'", name, "'"),
                                     .expected = core::Cat("one of ", core::Join(names, ", ")),
                                     .hint = nearest.empty() ? "" : core::Cat("did you mean '", nearest, "'?")});
}

}  // namespace

std::vector<ObjectKind> LoadObjectKinds(const std::filesystem::path& own_objects, std::span<const std::string> names) {
  std::vector<ObjectKind> all;
  for (const HouseholdObject& object : HouseholdObjects()) {
    all.push_back({.name = std::string(object.name), .model = object.make()});
  }
  if (!own_objects.empty()) {
    for (ObjectKind& kind : LoadOwnObjects(own_objects)) {
      const auto twin = std::ranges::find(all, kind.name, &ObjectKind::name);
      if (twin != all.end()) {
        throw core::Error(core::ErrorParts{.what = "two objects have one name",
                                           .place = {.file = own_objects.string()},
                                           .found = core::Cat("'", kind.name, "'"),
                                           .expected = "names that are not taken"});
      }
      all.push_back(std::move(kind));
    }
  }
  if (names.empty()) return all;
  std::vector<ObjectKind> kinds;
  for (const std::string& name : names) kinds.push_back(Find(all, name));
  return kinds;
}

}  // namespace porter::scene
