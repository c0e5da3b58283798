// A robot at a table, placed by hand, for tests of what looks at it.
#pragma once

#include "porter/math/rotation.h"
#include "porter/tasks/place_pick/view.h"

namespace porter::tasks {

// Stands 0.4 m before the front object, which is on a table 0.7 m high; all still, everything upright, nothing touched,
// both feet loaded. The held object is in the hand, 0.25 m above the tray's middle.
inline PlacePickView PlacedView(Stage stage = Stage::kApproach) {
  using math::Transform3;
  const auto at = [](double x, double y, double z) { return Transform3(Eigen::Matrix3d::Identity(), {x, y, z}); };
  PlacePickView v{};
  v.stage.stage = stage;
  v.X_YB = at(2.0, 0, 0.75);
  v.X_YT = at(2.0, 0, 0.8);
  v.X_YWrist = at(2.2, -0.2, 0.9);
  v.v = v.w_B = v.palm_velocity = Eigen::Vector3d::Zero();
  v.gravity_B = {0, 0, -1};
  v.palm = {2.24, -0.2, 0.9};
  v.left_palm = {2.2, 0.25, 0.75};
  v.tips = {Eigen::Vector3d(2.3, -0.12, 0.9), Eigen::Vector3d(2.34, -0.2, 0.9), Eigen::Vector3d(2.34, -0.18, 0.9)};
  v.hold_height = v.front_height = 0.2;
  for (CarriedView* object : {&v.hold, &v.front}) {
    object->velocity = object->w = Eigen::Vector3d::Zero();
    object->force.fill(Eigen::Vector3d::Zero());
  }
  v.hold.X_YO = at(2.32, -0.15, 0.85);
  v.hold.middle = {2.32, -0.15, 0.95};
  v.front.X_YO = at(2.4, 0.1, 0.7);
  v.front.middle = {2.4, 0.1, 0.8};
  v.X_YTray = at(2.35, -0.15, 0.7);
  v.X_YK = at(2.5, 0, 0.7);
  v.loaded = {true, true};
  v.placement = {2.4, 0.1};
  return v;
}

}  // namespace porter::tasks
