#include "apps/inspect_sheets.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "apps/root.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/model_check.h"

namespace porter::apps {
namespace {

std::string Lower(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// Where the mirrored numbers come from and their signs: "+-+"; "swaps sides, +-+-" when numbers of one term change
// places; "right_arm, +--+" when they come from another term.
std::string MirrorText(const policy::TermMirror& mirror) {
  if (!mirror.missing.empty()) return "none: " + mirror.missing;
  std::string signs;
  for (const int sign : mirror.elements.sign) signs += sign > 0 ? '+' : '-';
  if (!mirror.partner.empty()) return mirror.partner + ", " + signs;
  return std::ranges::is_sorted(mirror.elements.source) ? signs : "swaps sides, " + signs;
}

Sheet::Cell Limit(double limit) {
  if (std::isinf(limit)) return std::monostate{};
  return limit;
}

}  // namespace

Sheet JointSheet(const robot::RobotSpec& robot) {
  Sheet sheet{.name = "joints",
              .columns = {"#", "joint", "lower rad", "upper rad", "default rad", "closed rad", "kp Nm/rad",
                          "kd Nms/rad", "effort Nm", "speed rad/s", "armature kgm2", "mirror"}};
  const math::SignedPermutation mirror = MirrorOf(robot, JointNames(robot));
  for (size_t j = 0; j < robot.joints.size(); ++j) {
    const robot::JointSpec& joint = robot.joints[j];
    const std::string sign = mirror.sign[j] > 0 ? "+" : "-";
    sheet.rows.push_back({static_cast<int>(j), std::string(joint.name), joint.lower, joint.upper,
                          joint.default_position, joint.closed_position, joint.gains.kp, joint.gains.kd,
                          joint.motor.effort, joint.motor.velocity, joint.motor.armature,
                          sign + std::to_string(mirror.source[j])});
  }
  return sheet;
}

Sheet JointSheet(const robot::MjcfModel& model, const robot::RobotSpec& robot) {
  Sheet sheet{.name = "joints",
              .columns = {"#", "joint", "robot's #", "lower rad", "upper rad", "effort Nm", "armature kgm2"}};
  const std::vector<std::string> order = JointNames(robot);
  for (const robot::MjcfBody& body : model.bodies) {
    if (!body.joint) continue;
    const int place = static_cast<int>(std::ranges::find(order, body.joint->name) - order.begin());
    sheet.rows.push_back({static_cast<int>(sheet.rows.size()), body.joint->name, place, body.joint->lower,
                          body.joint->upper, body.joint->effort, body.joint->armature});
  }
  return sheet;
}

Sheet LinkSheet(const robot::MjcfModel& model) {
  Sheet sheet{.name = "links", .columns = {"link", "parent", "mass kg"}};
  double total = 0;
  for (const robot::MjcfBody& body : model.bodies) {
    const std::string parent = body.parent < 0 ? "world" : model.bodies[static_cast<size_t>(body.parent)].name;
    if (!body.inertial) {
      sheet.rows.push_back({body.name, parent, "from its geometry"});
      continue;
    }
    total += body.inertial->mass;
    sheet.rows.push_back({body.name, parent, body.inertial->mass});
  }
  constexpr double kMilligrams = 1e6;  // a sum carries rounding beyond its inputs' digits
  sheet.note = core::FormatNumber(std::round(total * kMilligrams) / kMilligrams) + " kg in all";
  return sheet;
}

Sheet LayoutSheet(const policy::Layout& layout) {
  Sheet sheet{
      .name = layout.name(),
      .note = core::Cat(layout.width(), " numbers"),
      .columns = {"from", "to", "term", "width", "unit", "frame", "scale", "min", "max", "noise", "mirror", "what"}};
  for (const policy::Term& term : layout.terms()) {
    const int from = layout.Slice(term.name).offset;
    sheet.rows.push_back({from, from + term.width - 1, term.name, term.width, term.unit, term.frame, term.scale,
                          Limit(term.lower), Limit(term.upper), term.noise, MirrorText(term.mirror), term.what});
  }
  return sheet;
}

std::vector<Sheet> Inspect(const std::string& what) {
  const robot::RobotSpec& g1 = robot::G1();
  const std::vector<policy::Layout> layouts = policy::KnownLayouts();
  if (Lower(what) == Lower(std::string(g1.name))) {
    std::vector<Sheet> sheets{JointSheet(g1), LinkSheet(robot::LoadMjcf(RepositoryRoot() / g1.model))};
    for (const policy::Layout& layout : layouts) sheets.push_back(LayoutSheet(layout));
    return sheets;
  }
  std::vector<std::string> names{std::string(g1.name)};
  for (const policy::Layout& layout : layouts) {
    if (layout.name() == what) return {LayoutSheet(layout)};
    names.push_back(layout.name());
  }
  if (std::filesystem::is_regular_file(what)) {
    const robot::MjcfModel model = robot::LoadMjcf(what);
    CheckJoints(g1, model.JointNames(), what, robot::OrderRule::kAnyOrder);
    const robot::MjcfModel own = robot::LoadMjcf(RepositoryRoot() / g1.model);
    robot::CheckCarriers(robot::JointCarriers(own), robot::JointCarriers(model), what);
    return {JointSheet(model, g1), LinkSheet(model)};
  }
  const std::string nearest = core::NearestName(what, names);
  throw core::Error({.what = "neither a robot, a layout nor a file: " + what,
                     .expected = "one of " + core::Join(names, ", ") + ", or an MJCF file",
                     .hint = nearest.empty() ? "" : "did you mean " + nearest + "?"});
}

}  // namespace porter::apps
