#include "porter/wbc/delta_action.h"

#include <gtest/gtest.h>

#include <array>

#include "porter/core/error.h"
#include "porter/policy/layouts.h"

namespace porter::wbc {
namespace {

DeltaAction Make(int num_envs) {
  return {policy::DeltaActionLayout(), policy::CommandLayout(), num_envs};
}

std::vector<float> Repeat(DeltaAction& delta, size_t env, const std::array<float, 11>& action, int steps,
                          VelocityRule rule = VelocityRule::kFollow) {
  std::vector<float> command(23);
  for (int i = 0; i < steps; ++i) delta.Accumulate(env, action, rule, command);
  return command;
}

TEST(DeltaAction, AddsUpAsPublished) {
  DeltaAction delta = Make(2);
  std::array<float, 11> action{};
  action[0] = 1;    // vx: 0.1 m/s a step
  action[2] = -2;   // wz: -0.2 rad/s a step
  action[3] = 1;    // right shoulder pitch: 0.025 rad a step
  action[10] = -4;  // right hand: 0.25 x sum
  const std::vector<float> command = Repeat(delta, 1, action, 3);
  EXPECT_NEAR(command[0], 0.3f, 1e-6);
  EXPECT_NEAR(command[2], -0.6f, 1e-6);
  EXPECT_NEAR(command[14], 0.075f, 1e-6);
  EXPECT_NEAR(command[22], -0.3f, 1e-6);
  EXPECT_EQ(command[3], 0.74f);  // nothing drives the height
  const std::vector<float> other = Repeat(delta, 0, {}, 1);
  EXPECT_EQ(other[0], 0);  // environments do not mix
}

TEST(DeltaAction, CountsEveryClampAndKeepsTheSumBeyondTheCommand) {
  DeltaAction delta = Make(1);
  std::array<float, 11> action{};
  action[0] = 1;
  const std::vector<float> command = Repeat(delta, 0, action, 8);
  EXPECT_EQ(command[0], 0.5f);                // cut from the sixth step on
  EXPECT_NEAR(delta.sums(0)[0], 0.8f, 1e-6);  // rewards see how far it winds up
  action[0] = 1e6f;
  Repeat(delta, 0, action, 1);
  EXPECT_EQ(delta.sums(0)[0], 100.f);
  const auto counts = delta.ClampCounts();
  EXPECT_EQ(counts[0].term, "linear_velocity");
  EXPECT_EQ(counts[0].command, 3 + 1);
  EXPECT_EQ(counts[0].sum, 1);
  EXPECT_EQ(counts[1].command, 0);
}

TEST(DeltaAction, StandingKeepsTheSum) {
  DeltaAction delta = Make(1);
  std::array<float, 11> action{};
  action[1] = 1;
  Repeat(delta, 0, action, 2);
  EXPECT_EQ(Repeat(delta, 0, {}, 5, VelocityRule::kStand)[1], 0);
  EXPECT_NEAR(Repeat(delta, 0, {}, 1)[1], 0.2f, 1e-6);
}

TEST(DeltaAction, ResetsToNothingOrToACommand) {
  DeltaAction delta = Make(1);
  std::vector<float> demonstrated(23);
  demonstrated[0] = 0.2f;
  demonstrated[15] = -0.25f;
  delta.ResetTo(0, demonstrated);
  const std::vector<float> command = Repeat(delta, 0, {}, 1);
  EXPECT_EQ(command[0], 0.2f);
  EXPECT_EQ(command[15], -0.25f);
  delta.Reset(0);
  EXPECT_EQ(Repeat(delta, 0, {}, 1)[15], 0);
}

TEST(DeltaAction, GoesOnFromItsSums) {
  DeltaAction delta = Make(1);
  std::array<float, 11> action{};
  action[1] = 1;
  Repeat(delta, 0, action, 2);
  const std::vector<float> sums(delta.sums(0).begin(), delta.sums(0).end());
  const std::vector<float> command = Repeat(delta, 0, action, 1);
  delta.Restore(0, sums);
  EXPECT_EQ(Repeat(delta, 0, action, 1), command);
}

TEST(DeltaAction, RefusesAnOutputWithoutACommand) {
  EXPECT_THROW(DeltaAction(policy::WbcActionLayout(), policy::CommandLayout(), 1), core::Error);
}

TEST(WbcColumns, ReadsByName) {
  std::vector<float> command(23);
  for (size_t i = 0; i < command.size(); ++i) command[i] = static_cast<float>(i);
  const WbcCommand read = WbcColumns(policy::CommandLayout()).Read(command);
  EXPECT_EQ(read.vy, 1);
  EXPECT_EQ(read.wz, 2);
  EXPECT_EQ(read.height, 3);
  EXPECT_EQ(read.yaw, 6);
}

}  // namespace
}  // namespace porter::wbc
