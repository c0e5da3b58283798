#include "porter/wbc/policy_controller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/random.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/test_bundle.h"

namespace porter::wbc {
namespace {

using ::testing::HasSubstr;

constexpr size_t kJoints = robot::kG1NumJoints, kActions = 15;

robot::MjcfModel G1Model() {
  return robot::LoadMjcf(std::string(robot::G1().model));
}

// some motion of a robot: other numbers for every robot and step
class Motion {
 public:
  ControlInput At(size_t env, int step) {
    core::Random random(3, 0, static_cast<uint32_t>(env), static_cast<uint64_t>(step));
    for (size_t j = 0; j < kJoints; ++j) {
      q_[j] = random.Uniform(-0.5, 0.5);
      qd_[j] = random.Uniform(-2, 2);
    }
    return {.w_WB_B = {random.Normal(), random.Normal(), random.Normal()},
            .gravity_B = {0.1, 0.2, -0.9},
            .q = q_,
            .qd = qd_,
            .command = {.vx = 0.3f, .height = 0.6f, .yaw = 0.2f}};
  }

 private:
  std::array<double, kJoints> q_, qd_;
};

TEST(PolicyController, ActsAsTheNetworkOnPolicyIosInput) {
  const BundleFolder folder(::testing::TempDir() + "policy_controller_bundle");
  constexpr size_t kEnvs = 3;
  PolicyController controller(folder.path(), robot::G1(), G1Model(), kEnvs);
  ASSERT_EQ(controller.joints().size(), kJoints);
  EXPECT_EQ(controller.joints()[3].name, "left_knee_joint");
  EXPECT_EQ(controller.joints()[3].gains.kp, robot::G1().joints[3].gains.kp);
  EXPECT_EQ(controller.contract().name, "small");

  PolicyIo io(BundleFolder::Config(), robot::G1(), G1Model(), kEnvs);
  const infer::Network network(folder.network);
  infer::NetworkScratch scratch(network);
  Motion motion;
  std::vector<float> targets(kEnvs * kJoints, 7.f), expected = targets, input(io.input_width()), action(kActions);
  for (int step = 0; step < 5; ++step) {
    for (size_t env = 0; env < kEnvs; ++env) {
      const ControlInput seen = motion.At(env, step);
      controller.Observe(env, seen);
      io.Advance(env, seen.command);
      io.Observe(env, seen);
      io.WriteInput(env, input);
      network.Forward({input.data(), 1, input.size()}, {action.data(), 1, kActions}, {}, scratch);
      io.Act(env, action, std::span(expected).subspan(env * kJoints, kJoints));
    }
    controller.Act({targets.data(), kEnvs, kJoints});
    ASSERT_EQ(targets, expected) << step;
  }
  EXPECT_EQ(targets[kActions], 7.f) << "arms are moved by others";
}

TEST(PolicyController, ObserveAndActAllocateNothing) {
  const BundleFolder folder(::testing::TempDir() + "policy_controller_bundle");
  PolicyController controller(folder.path(), robot::G1(), G1Model(), 2);
  Motion motion;
  std::vector<float> targets(2 * kJoints);
  const core::AllocationGuard guard;
  for (int step = 0; step < 10; ++step) {
    for (const size_t env : {0, 1}) controller.Observe(env, motion.At(env, step));
    controller.Act({targets.data(), 2, kJoints});
    if (step == 5) controller.Reset(1);
  }
  EXPECT_EQ(guard.Count(), 0);
}

// what a controller did after Save it does again after Restore
void ExpectToGoOnFromMemory(WholeBodyController& controller, const std::function<ControlInput(int)>& input) {
  std::vector<float> targets(kJoints);
  const auto play = [&](int from, int to) {
    std::vector<float> all;
    for (int step = from; step < to; ++step) {
      controller.Observe(0, input(step));
      controller.Act({targets.data(), 1, kJoints});
      all.insert(all.end(), targets.begin(), targets.end());
    }
    return all;
  };
  play(0, 30);
  std::vector<double> memory(controller.MemorySize());
  controller.Save(0, memory);
  const std::vector<float> first = play(30, 50);
  controller.Restore(0, memory);
  EXPECT_EQ(play(30, 50), first);
  controller.Reset(0);
  EXPECT_NE(play(30, 50), first) << "the memory matters";
}

TEST(PolicyController, GoesOnFromItsMemory) {
  const BundleFolder folder(::testing::TempDir() + "policy_controller_bundle");
  PolicyController controller(folder.path(), robot::G1(), G1Model(), 1);
  Motion motion;
  ExpectToGoOnFromMemory(controller, [&](int step) { return motion.At(0, step); });
}

// words of the contract that were changed, and what loading says of them
struct Change {
  const char* name;
  std::vector<std::pair<std::string, std::string>> words;  // first occurrence, one after the other
  std::vector<std::string> sentences;                      // both sides
};
void PrintTo(const Change& change, std::ostream* out) {
  *out << change.name;
}

class PolicyControllerRefuses : public ::testing::TestWithParam<Change> {};

TEST_P(PolicyControllerRefuses, AnotherContract) {
  const BundleFolder folder(::testing::TempDir() + "policy_controller_bundle");
  std::string text = core::ReadTextFile(folder.path() / "contract.toml");
  for (const auto& [from, to] : GetParam().words) {
    const size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
  }
  core::WriteTextFileAtomic(folder.path() / "contract.toml", text);
  try {
    PolicyController(folder.path(), robot::G1(), {}, 1);
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("contract.toml"));
    for (const std::string& sentence : GetParam().sentences) EXPECT_THAT(error.what(), HasSubstr(sentence));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Contracts, PolicyControllerRefuses,
    ::testing::Values(
        Change{"joint_name", {{"left_knee_joint", "left_nee_joint"}}, {"left_nee_joint", "left_knee_joint"}},
        Change{"joint_order",
               {{"left_hip_pitch_joint", "swap"},
                {"left_hip_roll_joint", "left_hip_pitch_joint"},
                {"\"swap\"", "\"left_hip_roll_joint\""}},
               {"order", "left_hip_roll_joint", "left_hip_pitch_joint"}},
        Change{"gain", {{"kp = 150", "kp = 100"}}, {"kp of left_hip_pitch_joint; found 100; expected 150"}},
        Change{"rate", {{"control_rate = 50", "control_rate = 100"}}, {"control_rate, Hz; found 100; expected 50"}},
        Change{"term", {{"gait_clock", "gait_phase"}}, {"gait_phase[2] x 1", "gait_clock[2] x 1"}},
        Change{"scale", {{"scale = 0.05", "scale = 0.1"}}, {"dof_vel[29] rad/s x 0.1", "dof_vel[29] rad/s x 0.05"}},
        Change{"history", {{"history = 2", "history = 3"}}, {"history, frames; found 3; expected 2"}},
        Change{"number", {{"gait_period", "gait_time"}}, {"the number gait_period; found history, ", "gait_time"}}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace porter::wbc
