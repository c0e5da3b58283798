#include "porter/robot/model_check.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/robot/name_lists.h"

namespace porter::robot {
namespace {

// names that stand in the list more than once
std::vector<std::string> Repeated(std::span<const std::string> names) {
  std::vector<std::string> repeated;
  for (const std::string& name : names) {
    if (std::ranges::count(names, name) > 1 && std::ranges::find(repeated, name) == repeated.end()) {
      repeated.push_back(name);
    }
  }
  return repeated;
}

}  // namespace

void CheckJoints(const RobotSpec& robot, std::span<const std::string> found, const std::string& source,
                 OrderRule rule) {
  const std::vector<std::string> expected = JointNames(robot);
  const std::vector<std::string> missing = Without(expected, found), extra = Without(found, expected);
  const std::vector<std::string> repeated = Repeated(found);
  if (!missing.empty() || !extra.empty() || !repeated.empty()) {
    throw core::Error(
        {.what = core::Cat("the joints are not those of the ", robot.name),
         .place = {.file = source},
         .found = core::Cat(found.size(), " joints; unknown: ", ListOrNone(extra),
                            repeated.empty() ? "" : "; repeated: " + ListOrNone(repeated)),
         .expected = core::Cat(expected.size(), " joints; missing: ", ListOrNone(missing)),
         .hint = "joints are matched by name; `porter inspect " + std::string(robot.name) + "` lists them"});
  }
  if (rule == OrderRule::kAnyOrder || std::ranges::equal(found, expected)) return;
  const auto at = std::ranges::mismatch(found, expected);
  throw core::Error({.what = core::Cat("the joints of the ", robot.name, " stand in another order, first at joint ",
                                       at.in1 - found.begin()),
                     .place = {.file = source},
                     .found = core::Join(found, ", "),
                     .expected = core::Join(expected, ", ")});
}

std::vector<JointCarrier> JointCarriers(const MjcfModel& model) {
  std::vector<JointCarrier> carriers;
  for (const MjcfBody& body : model.bodies) {
    if (!body.joint) continue;
    int above = body.parent;
    while (above >= 0 && !model.bodies[static_cast<size_t>(above)].joint) {
      above = model.bodies[static_cast<size_t>(above)].parent;
    }
    carriers.push_back({body.joint->name, above < 0 ? "" : model.bodies[static_cast<size_t>(above)].joint->name});
  }
  return carriers;
}

void CheckCarriers(std::span<const JointCarrier> expected, std::span<const JointCarrier> found,
                   const std::string& source) {
  const auto to_text = [](const JointCarrier& row) {
    return row.joint + (row.carrier.empty() ? " on the pelvis" : " on " + row.carrier);
  };
  std::vector<std::string> ours, theirs;
  for (const JointCarrier& row : expected) {
    const auto same = std::ranges::find(found, row.joint, &JointCarrier::joint);
    if (same == found.end() || same->carrier == row.carrier) continue;
    ours.push_back(to_text(row));
    theirs.push_back(to_text(*same));
  }
  if (ours.empty()) return;
  throw core::Error({.what = "the joints follow each other in another order",
                     .place = {.file = source},
                     .found = core::Join(theirs, ", "),
                     .expected = core::Join(ours, ", ")});
}

}  // namespace porter::robot
