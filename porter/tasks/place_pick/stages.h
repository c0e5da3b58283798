// The five stages as a pure function of a few numbers: when one is done, when an episode is lost (facts/viral.md 1). At
// most one advance a control step; unused time rolls over.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "porter/tasks/place_pick/config.h"

namespace porter::tasks {

// what decides about stages, after a control step
struct StageSigns {
  double approach;      // pelvis to front object in the plane, m
  double speed;         // of the pelvis in the plane, m/s
  double hold_tray;     // middle of the held object to the tray, m
  double hold_palm;     // to the right palm, m
  double arm;           // largest deviation of a right arm joint from the front pose, rad
  double hand;          // largest distance of fingertips and palm to the front object's middle, m
  double facing;        // cosine of the heading to straight back
  double misplaced;     // held object off the tray's middle, the larger of x and y, m
  double lowest;        // middle of the lower object above the floor, m
  double arm_speed;     // of the fastest right arm joint, rad/s
  double height, tilt;  // pelvis, m; gravity along its plane
};

// kNone: goes on. Names are what reports print.
enum class Outcome : uint8_t {
  kNone,
  kDone,
  kFallen,
  kDropped,
  kThrown,
  kMisplaced,
  kFastArm,
  kLate,
  kTurnedBack,
  kBroken
};
inline constexpr size_t kNumOutcomes = 10;
constexpr std::array<std::string_view, kNumOutcomes> EnumNames(Outcome) {
  return {"none", "done", "fallen", "dropped", "thrown", "misplaced", "fast_arm", "late", "turned_back", "broken"};
}

// where an episode stands; plain numbers
struct StageState {
  Stage stage = Stage::kApproach;
  bool complete = false;                      // the last stage was done
  int32_t step = 0;                           // control steps of this cycle
  std::array<int32_t, kNumStages> entered{};  // the step at which each stage began; 0 for those not reached yet

  size_t index() const { return static_cast<size_t>(stage); }
};

// control steps by which a stage must be over: the sum of its limit and those before
int Deadline(const StageConfig& config, Stage stage) noexcept;

// whether the present stage's own test is met
bool IsDone(const StageConfig& config, Stage stage, const StageSigns& signs) noexcept;

// One control step: advances at most one stage, then says whether the cycle is over and why. kDone is said once, at the
// step that completes the last stage.
Outcome Advance(const StageConfig& config, const StageSigns& signs, StageState& state) noexcept;

}  // namespace porter::tasks
