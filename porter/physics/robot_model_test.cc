#include "porter/physics/robot_model.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/random.h"
#include "porter/physics/batch_sim.h"
#include "porter/physics/handles.h"
#include "porter/physics/model_builder.h"
#include "porter/robot/g1/g1.h"

namespace porter::physics {
namespace {

using ::testing::HasSubstr;

bool HaveMeshes() {
  return std::filesystem::exists("models/g1/meshes/pelvis.STL");
}

// a copy of the G1's MJCF with one piece of text replaced, in a folder of its own
std::filesystem::path EditedG1(const std::string& from, const std::string& to) {
  std::string text = core::ReadTextFile("models/g1/g1.xml");
  const size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  text.replace(at, from.size(), to);
  const std::filesystem::path path = std::filesystem::path(::testing::TempDir()) / "edited_g1.xml";
  core::WriteTextFileAtomic(path, text);
  return path;
}

std::string ErrorOf(const RobotModelConfig& config) {
  try {
    BuildRobotModel(robot::G1(), config);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(RobotModel, VariantsOfOneSourceKeepMassAndMotors) {
  const RobotModel moving = BuildRobotModel(robot::G1(), {});
  const RobotModel welded = BuildRobotModel(robot::G1(), {.fingers = Fingers::kWelded, .floor = Floor::kFeet});
  EXPECT_EQ(moving.model.mujoco().nq, 50);
  EXPECT_EQ(moving.model.mujoco().nv, 49);
  EXPECT_EQ(moving.joints, robot::JointNames(robot::G1()));
  EXPECT_EQ(moving.model.ActuatorNames(), moving.joints);
  EXPECT_EQ(welded.model.mujoco().nv, 35);
  EXPECT_EQ(welded.joints.size(), 29u);
  EXPECT_NEAR(welded.model.TotalMass(), moving.model.TotalMass(), 1e-9);
  EXPECT_LT(welded.model.mujoco().nbody, moving.model.mujoco().nbody);
  EXPECT_EQ(welded.model.mujoco().ngeom, 1 + 8);  // the floor and two feet of four spheres
}

// fused links must move as the rigid links they were: the same torques give the same accelerations
TEST(RobotModel, WeldedRobotAcceleratesLikeOneWithStiffFingers) {
  const RobotModel welded = BuildRobotModel(robot::G1(), {.fingers = Fingers::kWelded, .floor = Floor::kNone});
  ModelBuilder unfused("models/g1/g1.xml");
  unfused.Weld(robot::JointNames(robot::G1(), robot::JointsOf(robot::G1(), robot::kHands)));
  const Model plain = unfused.Compile({});
  const DataPtr a(mj_makeData(&welded.model.mujoco()));
  const DataPtr b(mj_makeData(&plain.mujoco()));
  core::Random random(3, 0, 0, 0);
  for (int i = 7; i < welded.model.mujoco().nq; ++i) a->qpos[i] = b->qpos[i] = random.Uniform(-0.5, 0.5);
  for (int i = 0; i < welded.model.mujoco().nv; ++i) {
    a->qvel[i] = b->qvel[i] = random.Uniform(-1, 1);
    a->qfrc_applied[i] = b->qfrc_applied[i] = random.Uniform(-5, 5);
  }
  mj_forward(&welded.model.mujoco(), a.get());
  mj_forward(&plain.mujoco(), b.get());
  for (int i = 0; i < welded.model.mujoco().nv; ++i)
    EXPECT_NEAR(a->qacc[i], b->qacc[i], 1e-6 * (1 + std::abs(b->qacc[i])));
}

TEST(RobotModel, MotorsInTheMjcfAgreeWithTheRobotsTable) {
  ModelBuilder builder("models/g1/g1.xml");
  const Model model = builder.Compile({});
  const mjModel& m = model.mujoco();
  const auto joints = robot::G1().joints;
  ASSERT_EQ(model.ActuatorNames(), robot::JointNames(robot::G1()));
  for (size_t a = 0; a < joints.size(); ++a) {
    const int joint = model.JointId(joints[a].name);
    EXPECT_EQ(m.actuator_gainprm[a * mjNGAIN], joints[a].gains.kp) << joints[a].name;
    EXPECT_EQ(m.actuator_biasprm[a * mjNBIAS + 2], -joints[a].gains.kd) << joints[a].name;
    EXPECT_EQ(m.actuator_forcerange[2 * a + 1], joints[a].motor.effort) << joints[a].name;
    EXPECT_EQ(m.dof_armature[m.jnt_dofadr[joint]], joints[a].motor.armature) << joints[a].name;
    EXPECT_EQ(m.jnt_range[2 * joint], joints[a].lower) << joints[a].name;
    EXPECT_EQ(m.jnt_range[2 * joint + 1], joints[a].upper) << joints[a].name;
  }
}

TEST(RobotModel, AUsersModelWithAJointTooFewListsBothSides) {
  const auto path = EditedG1(R"(<joint name="left_knee_joint")", R"(<joint name="left_nee_joint")");
  const std::string error = ErrorOf({.mjcf = path});
  EXPECT_THAT(error, HasSubstr("edited_g1.xml"));
  EXPECT_THAT(error, HasSubstr("left_knee_joint"));
  EXPECT_THAT(error, HasSubstr("left_nee_joint"));
}

TEST(RobotModel, AUsersModelWithJointsInAnotherOrderListsBothSides) {
  const auto swapped = EditedG1(R"(<joint name="left_hip_roll_joint")", R"(<joint name="swapped")");
  std::string text = core::ReadTextFile(swapped);
  text.replace(text.find(R"(<joint name="left_hip_yaw_joint")"), 32, R"(<joint name="left_hip_roll_joint")");
  text.replace(text.find(R"(<joint name="swapped")"), 21, R"(<joint name="left_hip_yaw_joint")");
  core::WriteTextFileAtomic(swapped, text);
  const std::string error = ErrorOf({.mjcf = swapped});
  EXPECT_THAT(error, HasSubstr("another order"));
  EXPECT_THAT(error, HasSubstr("found left_hip_roll_joint on left_hip_yaw_joint"));
  EXPECT_THAT(error, HasSubstr("expected left_hip_roll_joint on left_hip_pitch_joint"));
}

TEST(RobotModel, UnitreesOwnModelIsTakenThoughItListsFingersInAnotherOrder) {
  const char* folder = std::getenv("PORTER_REFERENCE_DIR");
  const std::filesystem::path path = std::filesystem::path(folder != nullptr ? folder : "../shared/data") /
                                     "unitree_g1/g1_29dof_with_hand_rev_1_0.xml";
  if (!std::filesystem::exists(path)) GTEST_SKIP() << path << " is not there: set PORTER_REFERENCE_DIR";
  const RobotModel theirs = BuildRobotModel(robot::G1(), {.mjcf = path, .floor = Floor::kNone});
  EXPECT_EQ(theirs.joints, robot::JointNames(robot::G1()));
}

TEST(RobotModel, MissingFilesAreNamed) {
  EXPECT_THAT(ErrorOf({.mjcf = "models/g1/nowhere.xml"}), HasSubstr("models/g1/nowhere.xml"));
  if (!HaveMeshes()) {
    EXPECT_THAT(ErrorOf({.hand_colliders = Colliders::kConvexMeshes}), HasSubstr("the mesh is missing"));
  }
}

TEST(RobotModel, MeshHandsReplaceThePrimitives) {
  if (!HaveMeshes()) GTEST_SKIP() << "models/g1/meshes is empty: run bin/porter once with network";
  const RobotModel meshes = BuildRobotModel(robot::G1(), {.hand_colliders = Colliders::kConvexMeshes});
  const mjModel& m = meshes.model.mujoco();
  int hulls = 0;
  for (int g = 0; g < m.ngeom; ++g) hulls += m.geom_type[g] == mjGEOM_MESH && m.geom_contype[g] == 1;
  EXPECT_EQ(hulls, 16);  // a palm and seven finger links, twice
  EXPECT_NEAR(meshes.model.TotalMass(), BuildRobotModel(robot::G1(), {}).model.TotalMass(), 1e-9);
}

// The published ankle gain cannot hold the robot upright by itself (m g h is 230 N m/rad, two ankles of 40 give 80),
// and its default pose has the centre of mass 6 cm ahead of the ankles: balance is the controller's work. With ankles
// of 400 and the body leaned back by 0.06 rad, PD alone must hold it still.
TEST(RobotModel, StandsOnFlatFeetForTenSeconds) {
  constexpr double kLean = 0.06;  // rad
  RobotModel robot = BuildRobotModel(robot::G1(), {});
  BatchSim sim(robot.model, {.num_envs = 1, .parameters = {"actuator_gainprm", "actuator_biasprm"}});
  robot.standing_qpos[3] = std::cos(kLean / 2);
  robot.standing_qpos[5] = -std::sin(kLean / 2);
  for (size_t j = 0; j < robot.joints.size(); ++j) {
    if (robot.joints[j].find("ankle") == std::string::npos) continue;
    sim.Parameter("actuator_gainprm")(0, j * mjNGAIN) = 400;
    sim.Parameter("actuator_biasprm")(0, j * mjNBIAS + 1) = -400;
    sim.Parameter("actuator_biasprm")(0, j * mjNBIAS + 2) = -10;
    if (robot.joints[j].find("pitch") == std::string::npos) continue;
    const mjModel& m = robot.model.mujoco();
    robot.default_targets[j] += static_cast<float>(kLean);
    robot.standing_qpos[static_cast<size_t>(m.jnt_qposadr[robot.model.JointId(robot.joints[j])])] += kLean;
  }
  sim.SetInitialState(robot.standing_qpos, robot.default_targets);
  sim.Reset(std::vector<int>{0});
  const int feet[] = {robot.model.BodyId("left_ankle_roll_link"), robot.model.BodyId("right_ankle_roll_link")};
  double lowest = 1;
  double highest = -1;
  auto measure = [&](const EnvView& view) {
    for (const int foot : feet) {
      const auto p = view.LinkPosition(foot);
      const auto R = view.LinkRotation(foot);
      for (const double x : {-0.05, 0.12}) {
        for (const double y : {-0.025, 0.025}) {  // on the sole, 35 mm below the ankle
          const double z = p[2] + R[6] * x + R[7] * y - R[8] * 0.035;
          lowest = std::min(lowest, z);
          highest = std::max(highest, z);
        }
      }
    }
  };
  const core::Span2<const float> targets(robot.default_targets.data(), 1, robot.default_targets.size());
  for (int step = 0; step < 50; ++step) sim.Step(targets);  // the soles settle into the contact's softness
  for (int step = 0; step < 500; ++step) sim.Step(targets, Callback(measure));
  EXPECT_GT(lowest, -1e-3);
  EXPECT_LT(highest, 1e-3);
  EXPECT_GT(sim.state().root_position[2], 0.7);
}

// random targets, resets, pushes and parameters, as training makes them
std::string G1Rollout(int threads, int envs, int steps) {
  const RobotModel robot = BuildRobotModel(robot::G1(), {});
  BatchSim sim(robot.model, {.num_envs = envs,
                             .num_threads = threads,
                             .max_delay = 4,
                             .contacts = {{"left_ankle_roll_link", "world"}},
                             .parameters = {"body_mass", "geom_friction", "actuator_gainprm"}});
  sim.SetInitialState(robot.standing_qpos, robot.default_targets);
  const size_t joints = robot.joints.size();
  std::vector<float> targets(static_cast<size_t>(envs) * joints);
  std::vector<int> resets;
  for (int step = 0; step < steps; ++step) {
    resets.clear();
    for (int env = 0; env < envs; ++env) {
      core::Random random(5, 1, static_cast<uint32_t>(env), static_cast<uint64_t>(step));
      const auto e = static_cast<size_t>(env);
      for (size_t j = 0; j < joints; ++j) {
        targets[e * joints + j] = robot.default_targets[j] + static_cast<float>(random.Uniform(-0.3, 0.3));
      }
      if (step > 0 && random.Uniform() > 0.02) continue;
      resets.push_back(env);
      sim.SetDelay(env, static_cast<int>(random.Below(5)));
      for (double& mass : sim.Parameter("body_mass")[e].subspan(1)) mass *= random.Uniform(0.95, 1.05);
      for (double& friction : sim.Parameter("geom_friction")[e]) friction *= random.Uniform(0.95, 1.05);
      for (double& gain : sim.Parameter("actuator_gainprm")[e]) gain *= random.Uniform(0.98, 1.02);
    }
    sim.CommitParameters(resets);
    sim.Reset(resets);
    sim.Step({targets.data(), static_cast<size_t>(envs), joints});
  }
  EXPECT_EQ(sim.num_faults(), 0);
  return sim.StateHash();
}

TEST(RobotModel, SameHashForAnyNumberOfThreads) {
  const std::string one = G1Rollout(1, 24, 40);
  EXPECT_EQ(G1Rollout(2, 24, 40), one);
  EXPECT_EQ(G1Rollout(7, 24, 40), one);
}

TEST(RobotModel, SlowSameHashAfterAThousandStepsOf256Robots) {
  const std::string two = G1Rollout(2, 256, 1000);
  EXPECT_EQ(G1Rollout(7, 256, 1000), two);
  EXPECT_EQ(G1Rollout(2, 256, 1000), two);
  EXPECT_EQ(G1Rollout(1, 256, 1000), two);
}

}  // namespace
}  // namespace porter::physics
