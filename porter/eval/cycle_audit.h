// No tricks: what somebody who carries objects does to the simulated world, beside succeeding. Overlap of bodies,
// speeds, torques, sliding feet, and how objects are let go.
#pragma once

#include <vector>

#include "porter/tasks/place_pick/place_pick.h"

namespace porter::eval {

struct CycleAudit {
  double penetration_p999 = 0;  // deepest overlap of objects, tables, tray with anything, m
  double arm_speed_p999 = 0;    // of the fastest right arm joint, rad/s
  double hand_speed_p999 = 0;   // of the right palm, m/s
  double speeding = 0;          // share of joints and time beyond the motor's speed limit
  double saturated = 0;         // share of joints and time at the motor's torque limit
  double foot_slide = 0;        // mean speed of soles that carry, m/s
  int releases = 0;             // objects let go above the tray
  double release_tilt_p95 = 0;  // of objects when they are let go, rad
  double release_fall_p95 = 0;  // height of their lowest face above the tray's floor then, m
};

class CycleAuditor {
 public:
  void Watch(const tasks::PlacePick& task);  // after every control step
  CycleAudit Take() const;

 private:
  std::vector<uint8_t> held_;  // the object to place was touched in the step before   [num_envs]
  std::vector<float> penetration_, arm_speed_, hand_speed_, tilt_, fall_;
  double joints_ = 0, speeding_ = 0, saturated_ = 0, slide_ = 0, stances_ = 0;
};

}  // namespace porter::eval
