// What the hand, the tables and the tray touch: the room's layout as bodies of the simulation. One model serves all
// environments; each body has slots for primitives, and an environment fills them with its own sizes.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "porter/physics/body_spec.h"
#include "porter/scene/layout.h"
#include "porter/scene/object_kinds.h"

namespace porter::tasks {

// How an object is taken. O: the object's frame, on its lowest face; wrist: right_wrist_yaw_link.
struct Grip {
  math::Transform3 X_WristO;        // where it is in the open hand that is about to close
  math::Transform3 X_WristHeld;     // and when the fingers have closed (grips.h)
  std::array<double, 7> fingers{};  // that hold it, in the order of kRightHand, rad
};

inline const double kTrayFloor = scene::TrayShape{}.wall;  // above the tray's lowest face, m

// a kind of object that the task carries
struct CarriedKind {
  std::string name;
  std::vector<physics::Solid> solids;  // in the object's frame
  double height = 0;                   // m
  double width = 0;                    // across, where the hand closes, m
  bool round = true;                   // the same from all sides
  Grip grip;
};

// The kinds that the scene draws from, ours with colliders made for each, others as the box around them. Throws
// core::Error for one that no hand can take: too wide, too low or too high, with the number that is wrong.
std::vector<CarriedKind> LoadCarriedKinds(const scene::TwoTablesConfig& config, const std::filesystem::path& root);

// bodies in the order of the model: table_a, table_b, tray, object_a, object_b
enum PlacePickBody { kTableA, kTableB, kTray, kObjectA, kObjectB, kNumBodies };

// K, the body's frame, is in the middle of the top
physics::BodySpec TableBody(PlacePickBody which, const scene::TableShape& shape, const math::Transform3& X_WK);
// the body's frame is on the tray's lowest face
physics::BodySpec TrayBody(const scene::TrayShape& shape, const math::Transform3& X_WTray);
physics::BodySpec ObjectBody(PlacePickBody which, const CarriedKind& kind, double mass, double friction);

// any sizes: what the model is built from
std::vector<physics::BodySpec> ModelBodies();

}  // namespace porter::tasks
