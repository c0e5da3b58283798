#include "porter/tasks/place_pick/stages.h"

namespace porter::tasks {
namespace {

Outcome LostBy(const StageConfig& c, const StageSigns& s, const StageState& state) noexcept {
  if (s.height < c.fall_height || s.tilt > c.fall_tilt) return Outcome::kFallen;
  if (s.lowest < c.lowest) return Outcome::kDropped;
  if (s.hold_tray > c.thrown_tray && s.hold_palm > c.thrown_palm) return Outcome::kThrown;
  if (state.stage >= Stage::kPlace && s.misplaced > c.misplaced) return Outcome::kMisplaced;
  if (s.arm_speed > c.arm_speed) return Outcome::kFastArm;
  if (state.complete) return s.facing < c.facing ? Outcome::kTurnedBack : Outcome::kNone;
  return state.step >= Deadline(c, state.stage) ? Outcome::kLate : Outcome::kNone;
}

}  // namespace

int Deadline(const StageConfig& config, Stage stage) noexcept {
  int sum = 0;
  for (size_t s = 0; s <= static_cast<size_t>(stage); ++s) sum += config.limits[s];
  return sum;
}

bool IsDone(const StageConfig& c, Stage stage, const StageSigns& s) noexcept {
  switch (stage) {
    case Stage::kApproach:
      return s.approach < c.approach && s.speed < c.approach_speed;
    case Stage::kReach:
      return s.hold_tray < c.reach;
    case Stage::kPlace:
      return s.hold_palm > c.release;
    case Stage::kGrasp:
      return s.arm < c.arm && s.hand < c.hand;
    case Stage::kTurn:
      return s.facing > c.facing;
  }
  return false;
}

Outcome Advance(const StageConfig& config, const StageSigns& signs, StageState& state) noexcept {
  ++state.step;
  bool done = false;
  if (!state.complete && IsDone(config, state.stage, signs)) {
    if (state.stage == Stage::kTurn) {
      done = state.complete = true;
    } else {
      state.stage = static_cast<Stage>(state.index() + 1);
      state.entered[state.index()] = state.step;
    }
  }
  const Outcome lost = LostBy(config, signs, state);
  if (lost != Outcome::kNone) return lost;
  return done ? Outcome::kDone : Outcome::kNone;
}

}  // namespace porter::tasks
