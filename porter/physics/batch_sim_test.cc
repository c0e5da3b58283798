#include "porter/physics/batch_sim.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/physics/handles.h"
#include "porter/physics/test_worlds.h"

namespace porter::physics {
namespace {

using ::testing::HasSubstr;

core::Span2<const float> Targets(const std::vector<float>& data, size_t envs) {
  return {data.data(), envs, data.size() / envs};
}

TEST(BatchSim, FreeFallFollowsSemiImplicitEulerExactly) {
  BatchSim sim(Model::FromXml(kBall), {.num_envs = 3, .num_threads = 2, .substeps = 5});
  for (int step = 0; step < 10; ++step) sim.Step({nullptr, 3, 0});
  const double n = 50;  // z_n = z_0 - g dt^2 n (n + 1) / 2
  for (size_t env = 0; env < 3; ++env) {
    EXPECT_NEAR(sim.state().root_position[3 * env + 2], 10 - 9.81 * 1e-4 * n * (n + 1) / 2, 1e-12);
    EXPECT_NEAR(sim.state().root_linear_velocity[3 * env + 2], -9.81 * 0.01 * n, 1e-12);
  }
}

TEST(BatchSim, EqualsAPlainLoopOverMjStepBitForBit) {
  const Model model = Model::FromXml(kServo);
  BatchSim sim(model, {.num_envs = 4, .num_threads = 2});
  std::vector<float> targets{0.1f, -0.2f, 0.7f, 3.f};
  for (int step = 0; step < 30; ++step) sim.Step(Targets(targets, 4));
  const DataPtr data(mj_makeData(&model.mujoco()));
  for (int env = 0; env < 4; ++env) {
    mj_resetData(&model.mujoco(), data.get());
    data->ctrl[0] = targets[static_cast<size_t>(env)];
    for (int step = 0; step < 30 * 4; ++step) mj_step(&model.mujoco(), data.get());
    EXPECT_EQ(sim.state().joint_position[static_cast<size_t>(env)], data->qpos[0]);
    EXPECT_EQ(sim.state().joint_torque[static_cast<size_t>(env)], data->actuator_force[0]);
  }
}

TEST(BatchSim, HoldsTheEffortLimit) {
  BatchSim sim(Model::FromXml(kServo), {.num_envs = 1});
  const std::vector<float> far{3.f};
  sim.Step(Targets(far, 1));
  EXPECT_EQ(sim.state().joint_torque[0], 5.0);  // kp 40 would ask for 120
}

TEST(BatchSim, DelaysTargetsByPhysicsSteps) {
  BatchSim sim(Model::FromXml(kServo), {.num_envs = 12, .num_threads = 2, .substeps = 4, .max_delay = 11});
  for (int env = 0; env < 12; ++env) sim.SetDelay(env, env);
  const std::vector<float> targets(12, 0.05f);  // 40 x 0.05 = 2 N m: within the limit
  const double inertia = 1 * 0.3 * 0.3 + 0.4 * 0.05 * 0.05;
  for (int step = 0; step < 3; ++step) sim.Step(Targets(targets, 12));
  for (size_t env = 0; env < 12; ++env) {  // 12 - env physics steps under the target: the slow twin, by hand
    double q = 0;
    double qd = 0;
    for (size_t k = env; k < 12; ++k) {
      qd += 0.005 * (40 * (static_cast<double>(0.05f) - q) - 4 * qd) / (inertia + 0.005 * 4);  // implicit in kd
      q += 0.005 * qd;
    }
    EXPECT_NEAR(sim.state().joint_position[env], q, 1e-12) << "delay " << env;
  }
}

TEST(BatchSim, KeepsTheCallersJointOrderAndLeavesAbsentJointsAtZero) {
  BatchSim sim(Model::FromXml(kServo), {.num_envs = 1, .joints = {"finger", "slide", "hinge"}});
  sim.qvel(0)[1] = 2;  // the slide is the model's second joint
  const std::vector<float> targets{9.f, 9.f, 0.f};
  sim.Step(Targets(targets, 1));
  EXPECT_EQ(sim.state().joint_position[0], 0);
  EXPECT_NEAR(sim.state().joint_position[1], 2 * 0.02, 1e-12);
  EXPECT_EQ(sim.state().joint_position[2], 0);
}

TEST(BatchSim, RefusesAModelWhoseActuatorsAreNotInTheOrder) {
  try {
    BatchSim sim(Model::FromXml(kServo), {.num_envs = 1, .joints = {"slide"}});
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("found hinge"));
    EXPECT_THAT(error.what(), HasSubstr("slide"));
  }
}

TEST(BatchSim, CallbackSeesPosesAfterTheStep) {
  BatchSim sim(Model::FromXml(kBall), {.num_envs = 5, .num_threads = 3, .substeps = 1});
  const int ball = sim.model().BodyId("ball");
  const int top = sim.model().SiteId("top");
  std::array<double, 5> height{};
  std::array<double, 5> speed{};
  auto look = [&](const EnvView& view) {
    height[static_cast<size_t>(view.env())] = view.LinkPosition(ball)[2];
    speed[static_cast<size_t>(view.env())] = view.Velocity(ball).linear[2];
    EXPECT_DOUBLE_EQ(view.SitePosition(top)[2], view.LinkPosition(ball)[2] + 0.1);
    EXPECT_NEAR(view.sensors()[2], 0, 1e-12);  // an accelerometer in free fall
    EXPECT_DOUBLE_EQ(view.LinkRotation(ball)[8], 1);
    EXPECT_DOUBLE_EQ(view.time(), 0.01);
  };
  sim.Step({nullptr, 5, 0}, Callback(look));
  for (size_t env = 0; env < 5; ++env) {
    EXPECT_DOUBLE_EQ(height[env], 10 - 9.81e-4);
    EXPECT_NEAR(speed[env], -9.81e-2, 1e-14);
  }
}

TEST(BatchSim, ContactForcesCarryTheWeight) {
  BatchSim sim(Model::FromXml(kBox), {.num_envs = 2, .contacts = {{"box", "world"}, {"world", "box"}, {"box", "*"}}});
  for (int step = 0; step < 200; ++step) sim.Step({nullptr, 2, 0});
  const auto& force = sim.state().contact_force;
  EXPECT_NEAR(force[2], 20, 1e-3);   // 2 kg at 10 m/s2, up
  EXPECT_NEAR(force[5], -20, 1e-3);  // the ground feels the reaction
  EXPECT_NEAR(force[8], 20, 1e-3);
  EXPECT_NEAR(force[0], 0, 1e-6);
}

TEST(BatchSim, OverlapIsThatOfTheLinksAskedFor) {
  BatchSim sim(Model::FromXml(kBox), {.num_envs = 1, .substeps = 1});
  const int box = sim.model().BodyId("box"), none[] = {box + 1};
  double overlap = -1, of_others = -1;
  auto look = [&](const EnvView& view) {
    overlap = view.Penetration(std::span(&box, 1));
    of_others = view.Penetration(none);
  };
  for (const double depth : {0.002, -0.01}) {
    sim.qpos(0)[2] = 0.1 - depth;
    sim.Step({nullptr, 1, 0}, Callback(look));
    EXPECT_NEAR(overlap, std::max(0.0, depth), 1e-9) << "before the step moved it";
    EXPECT_EQ(of_others, 0);
  }
}

TEST(BatchSim, ParametersDifferPerEnvironment) {
  BatchSim sim(
      Model::FromXml(kBox),
      {.num_envs = 3, .contacts = {{"box", "world"}}, .parameters = {"body_mass", "body_inertia", "geom_friction"}});
  const int box = sim.model().BodyId("box");
  for (size_t env = 0; env < 3; ++env) {
    sim.Parameter("body_mass")(env, static_cast<size_t>(box)) *= 1 + static_cast<double>(env);
    for (size_t k = 0; k < 3; ++k)
      sim.Parameter("body_inertia")(env, 3 * static_cast<size_t>(box) + k) *= 1 + static_cast<double>(env);
  }
  sim.Parameter("geom_friction")(0, 0) = sim.Parameter("geom_friction")(0, 3) = 0.1;
  const std::array<int, 3> envs{0, 1, 2};
  sim.CommitParameters(envs);
  for (const int env : envs) sim.ExternalForce(env, box)[0] = 0.3 * 20 * (1 + env);  // between both frictions
  for (int step = 0; step < 50; ++step) sim.Step({nullptr, 3, 0});
  for (size_t env = 1; env < 3; ++env) {  // the sliding one rattles on its corners
    EXPECT_NEAR(sim.state().contact_force[3 * env + 2], 20 * (1 + static_cast<double>(env)), 0.01);
  }
  // slippery: (F - mu m g) / m over 1 s; the others stay where they are
  EXPECT_NEAR(sim.state().root_position[0], 0.5 * (6 - 2) / 2, 0.02);
  EXPECT_NEAR(sim.state().root_position[3], 0, 0.02);
}

TEST(BatchSim, NamesUnknownParametersAndLinks) {
  EXPECT_THROW(BatchSim(Model::FromXml(kBox), {.parameters = {"body_weight"}}), core::Error);
  EXPECT_THROW(BatchSim(Model::FromXml(kBox), {.contacts = {{"bax", "world"}}}), core::Error);
  EXPECT_THROW(BatchSim(Model::FromXml(kBox), {.num_envs = 0}), core::Error);
  BatchSim sim(Model::FromXml(kBox), {.num_envs = 1, .parameters = {"body_mass"}});
  try {
    sim.Parameter("geom_friction");
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("'geom_friction'; expected one of: body_mass"));
  }
}

TEST(BatchSim, StepAllocatesNothing) {
  BatchSim sim(
      Model::FromXml(kBox),
      {.num_envs = 32, .num_threads = 2, .contacts = {{"box", "world"}}, .parameters = {"body_mass", "geom_friction"}});
  double sum = 0;
  auto look = [&](const EnvView& view) {
    if (view.env() == 0) sum += view.ContactForce(0)[2];
  };
  const std::array<int, 2> some{3, 9};
  const core::AllocationGuard guard;
  for (int step = 0; step < 20; ++step) sim.Step({nullptr, 32, 0}, Callback(look));
  sim.Reset(some);
  sim.Parameter("geom_friction")(3, 0) = 0.2;  // new episodes draw such values
  EXPECT_EQ(guard.Count(), 0);
  EXPECT_GT(sum, 0);
}

TEST(BatchSim, OneBadEnvironmentIsResetAndTheOthersGoOn) {
  BatchSim sim(Model::FromXml(kBall), {.num_envs = 3, .num_threads = 2});
  BatchSim undisturbed(Model::FromXml(kBall), {.num_envs = 3});
  sim.qvel(1)[0] = std::numeric_limits<double>::quiet_NaN();
  sim.Step({nullptr, 3, 0});
  undisturbed.Step({nullptr, 3, 0});
  EXPECT_EQ(sim.state().fault[1], SimFault::kNonFinite);
  EXPECT_EQ(sim.state().fault[0], SimFault::kNone);
  EXPECT_EQ(sim.num_faults(), 1);
  EXPECT_EQ(sim.state().root_position[3 + 2], 10);  // back at the start
  EXPECT_EQ(sim.state().root_position[6 + 2], undisturbed.state().root_position[6 + 2]);
  sim.Step({nullptr, 3, 0});
  EXPECT_EQ(sim.state().fault[1], SimFault::kNone);
}

// A stack too small for the solver: MuJoCo raises an error as soon as the box touches the ground.
TEST(BatchSim, AnErrorInsideMuJoCoResetsItsEnvironmentAndIsReadOut) {
  std::string xml(kBox);
  xml.insert(xml.find("<option"), R"(<size memory="2500"/>)");
  BatchSim sim(Model::FromXml(xml), {.num_envs = 2, .substeps = 1});
  sim.qpos(0)[2] = 5;  // falls freely and needs no solver
  sim.qpos(1)[0] = 3;
  std::array<SimFault, 2> seen{};
  auto look = [&](const EnvView& view) { seen[static_cast<size_t>(view.env())] = view.fault(); };
  sim.Step({nullptr, 2, 0}, Callback(look));
  EXPECT_EQ(sim.state().fault[0], SimFault::kNone);
  EXPECT_LT(sim.state().root_position[2], 5);
  EXPECT_EQ(sim.state().fault[1], SimFault::kSimulator);
  EXPECT_EQ(seen[1], SimFault::kSimulator);
  EXPECT_EQ(sim.num_faults(), 1);
  EXPECT_EQ(sim.faults()[0].env, 1);
  EXPECT_EQ(sim.faults()[0].snapshot[1], 3);       // x before the step, behind the time
  EXPECT_EQ(sim.state().root_position[3 + 0], 0);  // back at the start
}

// random targets, resets and parameters, as training would make them; returns the state hash
std::string Rollout(int threads, int envs, int steps) {
  BatchSim sim(Model::FromXml(kBox), {.num_envs = envs, .num_threads = threads, .parameters = {"body_mass"}});
  for (int step = 0; step < steps; ++step) {
    std::vector<int> resets;
    for (int env = 0; env < envs; ++env) {
      core::Random random(7, 0, static_cast<uint32_t>(env), static_cast<uint64_t>(step));
      sim.qvel(env)[0] += random.Uniform(-0.1, 0.1);
      if (random.Uniform() < 0.02) {
        resets.push_back(env);
        sim.Parameter("body_mass")(static_cast<size_t>(env), 1) = random.Uniform(1, 3);
      }
    }
    sim.CommitParameters(resets);
    sim.Reset(resets);
    sim.Step({nullptr, static_cast<size_t>(envs), 0});
  }
  return sim.StateHash();
}

TEST(BatchSim, SameHashForAnyNumberOfThreads) {
  const std::string one = Rollout(1, 16, 60);
  EXPECT_EQ(Rollout(2, 16, 60), one);
  EXPECT_EQ(Rollout(7, 16, 60), one);
  EXPECT_EQ(Rollout(7, 16, 60), one);
  EXPECT_NE(Rollout(2, 16, 61), one);
}

TEST(BatchSim, RestoredSnapshotContinuesBitForBitInAnotherEnvironment) {
  BatchSim sim(Model::FromXml(kServo),
               {.num_envs = 2, .substeps = 4, .max_delay = 6, .parameters = {"body_mass", "actuator_gainprm"}});
  sim.SetDelay(0, 5);
  sim.Parameter("body_mass")(0, 1) = 2;
  sim.CommitParameters(std::array{0});
  const auto act = [&](int from, int to) {
    for (int step = from; step < to; ++step) {
      const std::vector<float> targets(2, 0.3f * std::sin(0.5f * static_cast<float>(step)));
      sim.Step(Targets(targets, 2));
    }
  };
  act(0, 25);
  std::vector<double> snapshot(sim.SnapshotSize());
  sim.Save(0, snapshot);
  act(25, 60);
  const double expected = sim.state().joint_position[0];
  sim.Restore(1, snapshot);
  act(25, 60);
  EXPECT_EQ(sim.state().joint_position[1], expected);
  EXPECT_NE(sim.state().joint_position[0], expected);
}

}  // namespace
}  // namespace porter::physics
