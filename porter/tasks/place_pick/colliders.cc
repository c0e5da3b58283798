#include "porter/tasks/place_pick/colliders.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <numbers>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/math/rotation.h"
#include "porter/scene/model.h"
#include "porter/tasks/place_pick/view.h"

namespace porter::tasks {
namespace {

using Eigen::Vector3d;
using math::Transform3;
using physics::Primitive;
using physics::Solid;

// contact bits: models/g1/g1.xml; tables stop legs and torso, too
constexpr physics::Touch kTableTouch{.contype = 4, .conaffinity = 1 + 2 + 16, .priority = 0, .condim = 3};
constexpr physics::Touch kObjectTouch{.contype = 2, .conaffinity = 1 + 2 + 4};
constexpr double kTableFriction = 0.6;

constexpr Primitive kTableSlots[] = {Primitive::kCuboid,   Primitive::kCuboid,   Primitive::kCuboid,
                                     Primitive::kCuboid,   Primitive::kCuboid,   Primitive::kCylinder,
                                     Primitive::kCylinder, Primitive::kCylinder, Primitive::kCylinder};
constexpr Primitive kTraySlots[] = {Primitive::kCuboid, Primitive::kCuboid, Primitive::kCuboid, Primitive::kCuboid,
                                    Primitive::kCuboid};
constexpr Primitive kObjectSlots[] = {Primitive::kCylinder, Primitive::kCylinder, Primitive::kCuboid,
                                      Primitive::kCapsule};

// the hand that opens widest takes this; hand and object must clear the table
constexpr double kWidest = 0.095, kLowest = 0.06, kHighest = 0.25;  // m

Solid At(Primitive kind, std::array<double, 3> size, const Vector3d& centre) {
  return {kind, size, Transform3(Eigen::Matrix3d::Identity(), centre)};
}

Solid Cylinder(double radius, double bottom, double top) {
  return At(Primitive::kCylinder, {radius, top - bottom, 0}, {0, 0, 0.5 * (bottom + top)});
}

Solid Upright(double x, double bottom, double top, double radius) {  // capsule along z
  return At(Primitive::kCapsule, {radius, top - bottom, 0}, {x, 0, 0.5 * (bottom + top)});
}

// the solids in slots of their kinds, the rest parked
std::vector<Solid> IntoSlots(std::span<const Primitive> slots, std::span<const Solid> solids) {
  std::vector<Solid> filled;
  for (const Primitive slot : slots) filled.push_back(physics::Parked(slot));
  std::vector<bool> taken(slots.size());
  for (const Solid& solid : solids) {
    size_t i = 0;
    while (i < slots.size() && (taken[i] || slots[i] != solid.kind)) ++i;
    PORTER_CHECK(i < slots.size(), "a slot for every solid");
    filled[i] = solid;
    taken[i] = true;
  }
  return filled;
}

Solid FromFurniture(const scene::Solid& solid, const Vector3d& shift) {
  if (solid.kind == scene::Solid::Kind::kBox) {
    return At(Primitive::kCuboid, {solid.size.x(), solid.size.y(), solid.size.z()}, solid.centre + shift);
  }
  return At(Primitive::kCylinder, {solid.size.x() / 2, solid.size.z(), 0}, solid.centre + shift);
}

struct Shape {
  std::string_view name;
  std::vector<Solid> solids;
  double width;  // between palm and thumb, m
  bool round;
  double yaw;            // of the object in the hand: 0, the object's x along the fingers, rad
  double hand;           // height of the hand's middle above the lowest face, m
  double depth = width;  // along the fingers, m
  double nearer = 0;     // to the wrist than beside the thumb, m
  double tilt = 0;       // of the palm, downward, rad
};

// colliders of scene/household.cc's ten; radii of tapered ones are those of the visual at mid-height of each solid
std::vector<Shape> Household() {
  constexpr double kQuarter = std::numbers::pi / 2;
  return {
      {"bottle", {Cylinder(0.033, 0, 0.135), Cylinder(0.0135, 0.135, 0.2)}, 0.066, true, 0, 0.09},
      {"can", {Cylinder(0.033, 0, 0.115)}, 0.066, true, 0, 0.075},
      {"orange",
       {Cylinder(0.015, 0, 0.036), At(Primitive::kCapsule, {0.036, 1e-4, 0}, {0, 0, 0.036})},
       0.072,
       true,
       0,
       0.036,  // fingers and thumb meet at its middle; only a tilted hand clears the table there
       0.072,
       0.005,
       0.35},
      {"carton",
       {At(Primitive::kCuboid, {0.06, 0.07, 0.14}, {0, 0, 0.07}), Cylinder(0.012, 0.13, 0.153)},
       0.06,
       false,
       kQuarter,
       0.09,
       0.07},
      {"book",
       {At(Primitive::kCuboid, {0.045, 0.075, 0.15}, {0, 0, 0.075})},
       0.045,
       false,
       kQuarter + 0.1,
       0.085,
       0.075,
       0.005},
      {"cup",
       {Cylinder(0.032, 0, 0.04), Cylinder(0.039, 0.04, 0.085), Upright(0.054, 0.03, 0.06, 0.0042)},
       0.078,
       false,
       kQuarter,
       0.05},
      {"mug", {Cylinder(0.036, 0, 0.095), Upright(0.058, 0.028, 0.068, 0.005)}, 0.072, false, kQuarter, 0.055},
      {"jug",
       {Cylinder(0.038, 0, 0.07), Cylinder(0.031, 0.07, 0.126), Upright(0.062, 0.06, 0.1, 0.0045)},
       0.076,
       false,
       kQuarter,
       0.06},
      {"bowl", {Cylinder(0.032, 0, 0.03), Cylinder(0.041, 0.03, 0.07)}, 0.082, true, 0, 0.055},
      {"tumbler", {Cylinder(0.031, 0, 0.06), Cylinder(0.0355, 0.06, 0.12)}, 0.071, true, 0, 0.075},
  };
}

// Where an object is before the hand closes on it: against the palm, between fingers and thumb (facts/experiments.md
// 1). The edge of an upright hand clears the table from 4.5 cm on.
Grip GripOf(const Shape& shape) {
  const Eigen::Matrix3d tilt(Eigen::AngleAxisd(shape.tilt, Vector3d::UnitX()));
  const Vector3d middle(0.085 + 0.5 * shape.depth - shape.nearer, 0.0165 + 0.5 * shape.width, 0);
  return {.X_WristO = {tilt * math::FromYaw(shape.yaw), middle - shape.hand * tilt.col(2)}};
}

CarriedKind BoxAround(const scene::ObjectKind& kind) {
  const scene::Bounds bounds = scene::BoundsOf(kind.model);
  const Vector3d size = bounds.high - bounds.low;
  CarriedKind made{.name = kind.name, .height = size.z(), .round = false};
  made.solids = {At(Primitive::kCuboid, {size.x(), size.y(), size.z()}, 0.5 * (bounds.high + bounds.low))};
  made.width = std::min(size.x(), size.y());
  made.grip = GripOf({.width = made.width,
                      .yaw = size.y() <= size.x() ? 0 : std::numbers::pi / 2,
                      .hand = std::max(0.055, 0.5 * size.z() + 0.02),
                      .depth = std::max(size.x(), size.y())});
  return made;
}

void CheckReach(const CarriedKind& kind) {
  const auto fail = [&](std::string_view what, double found, std::string expected) {
    throw core::Error(core::ErrorParts{.what = core::Cat("the hand cannot take '", kind.name, "': it is too ", what),
                                       .found = core::Cat(found, " m"),
                                       .expected = std::move(expected),
                                       .hint = "scale the object, or leave it out of scene.objects"});
  };
  if (kind.width > kWidest) fail("wide", kind.width, core::Cat("at most ", kWidest, " m"));
  if (kind.height < kLowest) fail("low", kind.height, core::Cat("at least ", kLowest, " m"));
  if (kind.height > kHighest) fail("high", kind.height, core::Cat("at most ", kHighest, " m"));
}

}  // namespace

std::vector<CarriedKind> LoadCarriedKinds(const scene::TwoTablesConfig& config, const std::filesystem::path& root) {
  const std::vector<Shape> household = Household();
  const std::filesystem::path own = config.own_objects.empty() ? config.own_objects : root / config.own_objects;
  std::vector<CarriedKind> kinds;
  for (const scene::ObjectKind& kind : scene::LoadObjectKinds(own, config.objects)) {
    const auto shape = std::ranges::find(household, kind.name, &Shape::name);
    if (shape == household.end()) {
      kinds.push_back(BoxAround(kind));
    } else {
      const double height = scene::BoundsOf(kind.model).high.z();
      kinds.push_back({.name = kind.name,
                       .solids = shape->solids,
                       .height = height,
                       .width = shape->width,
                       .round = shape->round,
                       .grip = GripOf(*shape)});
    }
    CheckReach(kinds.back());
  }
  return kinds;
}

physics::BodySpec TableBody(PlacePickBody which, const scene::TableShape& shape, const Transform3& X_WK) {
  std::vector<Solid> solids;
  for (const scene::Solid& solid : scene::SolidsOf(shape)) {
    if (solids.size() < 5) solids.push_back(FromFurniture(solid, {0, 0, -shape.height}));  // top and legs
  }
  return {.name = kTableNames[which - kTableA],
          .mount = physics::Mount::kFixed,
          .solids = IntoSlots(kTableSlots, solids),
          .friction = kTableFriction,
          .touch = kTableTouch,
          .X_WB = X_WK};
}

physics::BodySpec TrayBody(const scene::TrayShape& shape, const Transform3& X_WTray) {
  std::vector<Solid> solids;
  for (const scene::Solid& solid : scene::SolidsOf(shape)) {
    if (solids.size() < 5) solids.push_back(FromFurniture(solid, Vector3d::Zero()));  // floor and walls, not the rim
  }
  return {.name = kTrayName,
          .mount = physics::Mount::kFixed,
          .solids = IntoSlots(kTraySlots, solids),
          .friction = kTableFriction,
          .touch = kTableTouch,
          .X_WB = X_WTray};
}

physics::BodySpec ObjectBody(PlacePickBody which, const CarriedKind& kind, double mass, double friction) {
  return {.name = kObjectNames[which - kObjectA],
          .mount = physics::Mount::kFree,
          .solids = IntoSlots(kObjectSlots, kind.solids),
          .mass = mass,
          .friction = friction,
          .touch = kObjectTouch};
}

std::vector<physics::BodySpec> ModelBodies() {
  const Transform3 front(Eigen::Matrix3d::Identity(), {2.7, 0, 0.7});
  const Transform3 back(Eigen::Matrix3d::Identity(), {-2.7, 0, 0.7});
  const CarriedKind any{.solids = {Cylinder(0.03, 0, 0.15)}};
  std::vector<physics::BodySpec> bodies{TableBody(kTableA, {}, front), TableBody(kTableB, {}, back),
                                        TrayBody({}, front), ObjectBody(kObjectA, any, 0.15, 0.6),
                                        ObjectBody(kObjectB, any, 0.15, 0.6)};
  bodies[kObjectA].X_WB = {Eigen::Matrix3d::Identity(), {2.5, 0, 1}};
  bodies[kObjectB].X_WB = {Eigen::Matrix3d::Identity(), {-2.5, 0, 1}};
  return bodies;
}

}  // namespace porter::tasks
