#include "porter/tasks/place_pick/stages.h"

#include <gtest/gtest.h>

namespace porter::tasks {
namespace {

// nothing is done and nothing lost
constexpr StageSigns kCalm{.approach = 1,
                           .speed = 0,
                           .hold_tray = 0.29,
                           .hold_palm = 0.1,
                           .arm = 1,
                           .hand = 0.5,
                           .facing = -1,
                           .misplaced = 0,
                           .lowest = 0.8,
                           .arm_speed = 0,
                           .height = 0.75,
                           .tilt = 0};

StageState In(Stage stage, int step = 10) {
  return {.stage = stage, .step = step};
}

struct StageCase {
  const char* what;
  Stage stage;
  void (*change)(StageSigns& signs);
  Outcome outcome;
  Stage then;
};

TEST(Stages, FollowTheTableOfCases) {
  using enum Stage;
  using enum Outcome;
  const StageCase cases[] = {
      {"walks", kApproach, [](auto&) {}, kNone, kApproach},
      {"near, too fast", kApproach, [](auto& s) { s.approach = 0.3, s.speed = 0.2; }, kNone, kApproach},
      {"near and slow", kApproach, [](auto& s) { s.approach = 0.36, s.speed = 0.1; }, kNone, kReach},
      {"one stage a step", kApproach, [](auto& s) { s.approach = 0.3, s.hold_tray = 0.1, s.hold_palm = 0.25; }, kNone,
       kReach},
      {"over the tray", kReach, [](auto& s) { s.hold_tray = 0.26; }, kNone, kPlace},
      {"beside the tray, not placed yet", kReach, [](auto& s) { s.misplaced = 0.2; }, kNone, kReach},
      {"still in the hand", kPlace, [](auto& s) { s.hold_palm = 0.19; }, kNone, kPlace},
      {"hand gone", kPlace, [](auto& s) { s.hold_palm = 0.21; }, kNone, kGrasp},
      {"hand is there, arm is not", kGrasp, [](auto& s) { s.hand = 0.1; }, kNone, kGrasp},
      {"arm is there, object is not", kGrasp, [](auto& s) { s.arm = 0.2; }, kNone, kGrasp},
      {"arm in front with the object", kGrasp, [](auto& s) { s.arm = 0.2, s.hand = 0.1; }, kNone, kTurn},
      {"half turned", kTurn, [](auto& s) { s.facing = 0.69; }, kNone, kTurn},
      {"turned", kTurn, [](auto& s) { s.facing = 0.71; }, kDone, kTurn},
      {"lies", kApproach, [](auto& s) { s.height = 0.44; }, kFallen, kApproach},
      {"leans", kTurn, [](auto& s) { s.tilt = 0.71; }, kFallen, kTurn},
      {"on the floor", kGrasp, [](auto& s) { s.lowest = 0.59; }, kDropped, kGrasp},
      {"out of the hand, far from the tray", kApproach, [](auto& s) { s.hold_tray = 1, s.hold_palm = 0.17; }, kThrown,
       kApproach},
      {"in the hand, far from the tray", kApproach, [](auto& s) { s.hold_tray = 2; }, kNone, kApproach},
      {"off the tray's middle", kPlace, [](auto& s) { s.misplaced = 0.17; }, kMisplaced, kPlace},
      {"pushed off later", kTurn, [](auto& s) { s.misplaced = 0.17; }, kMisplaced, kTurn},
      {"whirls its arm", kReach, [](auto& s) { s.arm_speed = 3.2; }, kFastArm, kReach},
      {"a fall counts before all else", kGrasp, [](auto& s) { s.height = 0.1, s.lowest = 0, s.arm_speed = 9; }, kFallen,
       kGrasp},
      {"lost in the step that would finish", kTurn, [](auto& s) { s.facing = 0.9, s.lowest = 0; }, kDropped, kTurn},
  };
  for (const StageCase& c : cases) {
    StageSigns signs = kCalm;
    c.change(signs);
    StageState state = In(c.stage);
    EXPECT_EQ(Advance({}, signs, state), c.outcome) << c.what;
    EXPECT_EQ(state.stage, c.then) << c.what;
    EXPECT_EQ(state.step, 11) << c.what;
    const int entered = c.then != c.stage ? 11 : 0;
    EXPECT_EQ(state.entered[state.index()], entered) << c.what;
  }
}

TEST(Stages, UnusedTimeRollsOver) {
  const StageConfig paper{.limits = {300, 50, 50, 100, 100}};
  EXPECT_EQ(Deadline(paper, Stage::kApproach), 300);
  EXPECT_EQ(Deadline(paper, Stage::kGrasp), 500);
  EXPECT_EQ(Deadline(paper, Stage::kTurn), 600);
  StageState state = In(Stage::kGrasp, 498);  // grasping since long ago: what placing left is used up
  EXPECT_EQ(Advance(paper, kCalm, state), Outcome::kNone);
  EXPECT_EQ(Advance(paper, kCalm, state), Outcome::kLate);
  StageSigns there = kCalm;
  there.approach = 0.3;
  state = In(Stage::kApproach, 299);
  EXPECT_EQ(Advance(paper, there, state), Outcome::kNone) << "the last step of a stage may finish it";
  EXPECT_EQ(state.stage, Stage::kReach);
}

TEST(Stages, ADoneTaskIsDoneOnceAndMayBeTurnedBack) {
  StageSigns signs = kCalm;
  signs.facing = 0.8;
  StageState state = In(Stage::kTurn, 100);
  EXPECT_EQ(Advance({}, signs, state), Outcome::kDone);
  EXPECT_TRUE(state.complete);
  state.step = 100000;  // no deadline any more
  EXPECT_EQ(Advance({}, signs, state), Outcome::kNone);
  signs.facing = 0.6;
  EXPECT_EQ(Advance({}, signs, state), Outcome::kTurnedBack);
}

TEST(Stages, ThePublishedSettingsAreThere) {
  const StageConfig paper{.limits = {300, 50, 50, 100, 100}, .approach = 0.45, .reach = 0.3, .thrown_palm = 0.1};
  StageSigns signs = kCalm;
  signs.approach = 0.44;
  EXPECT_TRUE(IsDone(paper, Stage::kApproach, signs));
  EXPECT_FALSE(IsDone({}, Stage::kApproach, signs));
  EXPECT_TRUE(IsDone(paper, Stage::kReach, signs));
  EXPECT_FALSE(IsDone({}, Stage::kReach, signs));
}

}  // namespace
}  // namespace porter::tasks
