#include "porter/wbc/onnx_controller.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "porter/core/error.h"
#include "porter/robot/g1/g1.h"

namespace porter::wbc {
namespace {

using ::testing::HasSubstr;

constexpr const char* kSmallGraph = "tests/corpus/onnx/ok_layers.onnx";  // 3 numbers in, 2 out

// what the small graph makes of three numbers
std::array<float, 2> GraphOutput(const std::array<double, 3>& input) {
  const infer::OnnxGraph graph(infer::ReadOnnxModel(kSmallGraph));
  infer::OnnxScratch scratch(graph);
  std::copy(input.begin(), input.end(), scratch.Input(0).begin());
  graph.Forward(scratch);
  return {scratch.Output(0)[0], scratch.Output(0)[1]};
}

OnnxContract SmallContract(std::vector<WalkerTermRow> observation) {
  const infer::OnnxGraph graph(infer::ReadOnnxModel(kSmallGraph));
  return {.name = "small",
          .file = kSmallGraph,
          .input = graph.inputs()[0].name,
          .output = graph.outputs()[0].name,
          .observation = std::move(observation),
          .joints = {{.name = "left_knee_joint", .kp = 99, .kd = 6, .default_position = 0.6},
                     {.name = "left_elbow_joint", .default_position = 0.1, .driven = false}}};
}

class OnnxControllerTest : public ::testing::Test {
 protected:
  ControlInput Input(WbcCommand command = {}) const {
    return {.w_WB_B = {1, 2, 3}, .gravity_B = {0.1, 0.2, -0.9}, .q = q_, .qd = q_, .command = command};
  }

  std::vector<double> q_ = std::vector<double>(robot::kG1NumJoints);
  std::vector<float> targets_ = std::vector<float>(2 * robot::kG1NumJoints, 7.f);
};

TEST_F(OnnxControllerTest, DrivesItsJointsAndLeavesTheOthersAlone) {
  OnnxController controller(SmallContract({{WalkerTerm::kProjectedGravity, 2}}), robot::G1(), 2);
  controller.Observe(0, Input());
  controller.Observe(1, Input());
  controller.Act({targets_.data(), 2, robot::kG1NumJoints});
  const float action = GraphOutput({0.2, 0.4, -1.8})[0];
  EXPECT_NEAR(targets_[3], 0.6 + 0.25 * action, 1e-6);  // the knee is the robot's fourth joint
  EXPECT_EQ(targets_[robot::kG1NumJoints + 3], targets_[3]);
  EXPECT_EQ(targets_[18], 7.f);  // the elbow is moved by others
  EXPECT_EQ(controller.joints()[0].gains.kp, 99);
  EXPECT_EQ(controller.clipped_actions(), 0);
}

TEST_F(OnnxControllerTest, RunsTheGaitClockOnlyWhileThereIsACommand) {
  OnnxController controller(SmallContract({{WalkerTerm::kCosPhase}, {WalkerTerm::kYawRateCommand}}), robot::G1(), 1);
  const auto step = [&](WbcCommand command) {
    controller.Observe(0, Input(command));
    controller.Act({targets_.data(), 1, robot::kG1NumJoints});
    return targets_[3];
  };
  const auto expected = [](double left, double right, double wz) {
    return 0.6 + 0.25 * GraphOutput({std::cos(left), std::cos(right), wz})[0];
  };
  constexpr double kTick = 2 * std::numbers::pi / 50;
  EXPECT_NEAR(step({}), expected(std::numbers::pi, std::numbers::pi, 0), 1e-5);
  EXPECT_NEAR(step({.wz = 0.5f}), expected(kTick, std::numbers::pi + kTick, 0.5), 1e-5);
  EXPECT_NEAR(step({.wz = 0.5f}), expected(2 * kTick, std::numbers::pi + 2 * kTick, 0.5), 1e-5);
  EXPECT_NEAR(step({}), expected(std::numbers::pi, std::numbers::pi, 0), 1e-5);
}

TEST_F(OnnxControllerTest, GoesOnFromItsMemory) {
  OnnxController controller(SmallContract({{WalkerTerm::kCosPhase}, {WalkerTerm::kYawRateCommand}}), robot::G1(), 1);
  const auto play = [&] {
    std::vector<float> knee;
    for (int step = 0; step < 5; ++step) {
      controller.Observe(0, Input({.wz = 0.5f}));
      controller.Act({targets_.data(), 1, robot::kG1NumJoints});
      knee.push_back(targets_[3]);
    }
    return knee;
  };
  play();
  std::vector<double> memory(controller.MemorySize());
  controller.Save(0, memory);
  const std::vector<float> first = play();
  EXPECT_NE(play(), first);
  controller.Restore(0, memory);
  EXPECT_EQ(play(), first);
}

TEST_F(OnnxControllerTest, RefusesAContractThatDoesNotFitTheNetwork) {
  try {
    OnnxController(SmallContract({{WalkerTerm::kLastAction}}), robot::G1(), 1);
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("found 3 numbers in, 2 out; expected 2 in (sum of the terms), 2 out"));
  }
  OnnxContract misspelt = SmallContract({{WalkerTerm::kProjectedGravity}});
  misspelt.joints[0].name = "left_nee_joint";
  try {
    OnnxController(misspelt, robot::G1(), 1);
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("did you mean 'left_knee_joint'?"));
  }
}

}  // namespace
}  // namespace porter::wbc
