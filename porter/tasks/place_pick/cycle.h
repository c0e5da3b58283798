// What an environment of the task remembers between control steps, beside the simulation, the controller and the sums
// of the delta actions: plain numbers, so that a snapshot is a copy.
#pragma once

#include <array>
#include <cstdint>
#include <type_traits>

#include "porter/tasks/place_pick/stages.h"
#include "porter/tasks/place_pick/view.h"

namespace porter::tasks {

struct Cycle {
  StageState stage;
  Roles roles;
  bool served = false;               // the cycle is over and the next one has not been laid out yet
  bool helped = false;               // it was lost: the robot is to be stood up first
  Outcome outcome = Outcome::kNone;  // of the cycle that is over
  int32_t number = 0;                // of the cycle, since the episode began
  uint64_t episode = 0;
  std::array<int32_t, 2> kind{};                 // of object_a, object_b
  std::array<double, 2> placement{};             // front object at the start of the cycle, in Y, m
  std::array<int32_t, 2> table_variant{};        // of table_a, table_b: scene::TableVariant
  std::array<std::array<double, 4>, 2> table{};  // table_a, table_b: x, y, yaw, height of the top; m, rad
  std::array<double, robot::kG1NumJoints> last_qd{};
  std::array<float, 23> command{}, last_command{};
  std::array<float, 11> action{};
  std::array<float, 31> applied{};
};
static_assert(std::is_trivially_copyable_v<Cycle>);

// a cycle that is over, for whoever counts
struct CycleReport {
  int env = 0;
  uint64_t episode = 0;
  int cycle = 0;
  Outcome outcome = Outcome::kNone;
  StageState stage;  // at its end
  int hold_kind = 0, front_kind = 0;
  double table_height = 0;  // of the table that was worked at, m
};

}  // namespace porter::tasks
