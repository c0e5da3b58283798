// Foreign walkers drive our G1: their training shares nothing with our model, so a robot that walks for them has the
// right masses, joints, order, gains and contacts (facts/experiments.md 2).
#include <gtest/gtest.h>

#include <cmath>

#include "porter/math/rotation.h"
#include "porter/physics/batch_sim.h"
#include "porter/physics/robot_model.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/onnx_controller.h"

namespace porter::tests {
namespace {

constexpr int kRobots = 8;
constexpr int kGainWidth = 10;   // numbers of a motor in actuator_gainprm and actuator_biasprm
constexpr double kFallen = 0.5;  // m, height of the pelvis

class Walk {
 public:
  explicit Walk(wbc::OnnxContract contract)
      : robot_(physics::BuildRobotModel(robot::G1(), Settings())),
        controller_(contract, robot::G1(), kRobots),
        sim_(robot_.model, {.num_envs = kRobots,
                            .joints = robot::JointNames(robot::G1()),
                            .parameters = {"actuator_gainprm", "actuator_biasprm"}}),
        targets_(kRobots * robot::kG1NumJoints) {
    TakeGainsAndPose();
    for (int env = 0; env < kRobots; ++env) envs_.push_back(env);
  }

  // velocity command of robot i, m/s; returns how many have fallen after the time
  int Run(double seconds, double vx) {
    auto observe = [&](const physics::EnvView& view) { Observe(view, vx); };
    sim_.Reset(envs_, physics::Callback(observe));
    for (int step = 0; step < static_cast<int>(seconds * 50); ++step) {
      controller_.Act({targets_.data(), kRobots, robot::kG1NumJoints});
      sim_.Step({targets_.data(), kRobots, robot::kG1NumJoints}, physics::Callback(observe));
    }
    int fallen = 0;
    for (size_t env = 0; env < kRobots; ++env) fallen += sim_.state().root_position[3 * env + 2] < kFallen;
    return fallen;
  }

  double Distance(size_t env) const {
    const double* p = &sim_.state().root_position[3 * env];
    return std::hypot(p[0], p[1]);
  }

 private:
  static physics::RobotModelConfig Settings() {
    physics::RobotModelConfig config{.fingers = physics::Fingers::kWelded, .floor = physics::Floor::kFeet};
    config.options.impratio = 10;  // else planted feet creep, which looks like the policy's drift
    return config;
  }

  void TakeGainsAndPose() {
    std::vector<float> pose = robot_.default_targets;
    for (const wbc::ControlledJoint& joint : controller_.joints()) {
      const auto at = std::find(robot_.joints.begin(), robot_.joints.end(), joint.name) - robot_.joints.begin();
      pose[static_cast<size_t>(at)] = static_cast<float>(joint.default_position);
      for (size_t env = 0; env < kRobots; ++env) {
        sim_.Parameter("actuator_gainprm")(env, static_cast<size_t>(at) * kGainWidth) = joint.gains.kp;
        sim_.Parameter("actuator_biasprm")(env, static_cast<size_t>(at) * kGainWidth + 1) = -joint.gains.kp;
        sim_.Parameter("actuator_biasprm")(env, static_cast<size_t>(at) * kGainWidth + 2) = -joint.gains.kd;
      }
    }
    sim_.SetInitialState(physics::StandingQpos(robot_.model, robot_.joints, pose),
                         std::vector<float>(robot::kG1NumJoints));
  }

  void Observe(const physics::EnvView& view, double vx) {
    const auto env = static_cast<size_t>(view.env());
    const physics::BatchState& state = sim_.state();
    const double* w = &state.root_angular_velocity[3 * env];
    const double* q = &state.root_quaternion[4 * env];
    const auto joints = [&](const std::vector<double>& all) {
      return std::span(all).subspan(env * robot::kG1NumJoints, robot::kG1NumJoints);
    };
    const double command = env == 0 ? 0 : vx;  // the first one stands
    controller_.Observe(
        env, {.w_WB_B = {w[0], w[1], w[2]},
              .gravity_B = math::ProjectedGravity(Eigen::Quaterniond(q[0], q[1], q[2], q[3]).toRotationMatrix()),
              .q = joints(state.joint_position),
              .qd = joints(state.joint_velocity),
              .command = {.vx = static_cast<float>(command)}});
  }

  physics::RobotModel robot_;
  wbc::OnnxController controller_;
  physics::BatchSim sim_;
  std::vector<float> targets_;
  std::vector<int> envs_;
};

class ForeignWalker : public ::testing::TestWithParam<const char*> {};

TEST_P(ForeignWalker, StandsAndWalksFor20Seconds) {
  const wbc::OnnxContract contract =
      wbc::LoadOnnxContract(std::string("policies/foreign/holosoma_") + GetParam() + ".toml");
  if (!std::filesystem::exists(contract.file))
    GTEST_SKIP() << contract.file << " is not there: bin/check brings it when it has network";
  Walk walk(contract);
  EXPECT_EQ(walk.Run(20, 0.5), 0);
  EXPECT_LT(walk.Distance(0), 0.1) << "the robot that was told to stand";
  for (size_t env = 1; env < kRobots; ++env) {
    EXPECT_GT(walk.Distance(env), 5) << "0.5 m/s for 20 s, under-tracked by these walkers";
    EXPECT_LT(walk.Distance(env), 11);
  }
}

INSTANTIATE_TEST_SUITE_P(Holosoma, ForeignWalker, ::testing::Values("ppo", "fastsac"));

}  // namespace
}  // namespace porter::tests
