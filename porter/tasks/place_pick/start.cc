// How episodes and cycles of place and pick begin: the true start between the tables, with an object in the hand; then
// the other table, laid anew while the robot turns its back on what it leaves.
#include <Eigen/Geometry>
#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/math/rotation.h"
#include "porter/policy/layouts.h"
#include "porter/tasks/place_pick/grips.h"
#include "porter/tasks/place_pick/place_pick.h"
#include "porter/tasks/place_pick/streams.h"
#include "porter/wbc/policy_controller.h"

namespace porter::tasks {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using math::Transform3;

constexpr double kHandStart = 0.3;  // right-hand primitive at a start: closed

}  // namespace

PlacePick::PlacePick(const PlacePickConfig& config, Parts parts, physics::BatchSim& sim)
    : config_(config),
      kinds_(std::move(parts.kinds)),
      handles_(parts.robot.model),
      bodies_(parts.robot.model, ModelBodies()),
      controller_(std::move(parts.controller)),
      kinematics_(parts.mjcf, robot::JointNames(robot::G1())),
      poses_(kinematics_.MakePoses()),
      arm_(robot::G1(), parts.mjcf, "torso_link", "right_wrist_yaw_link"),
      wrist_frame_(kinematics_.FrameId("right_wrist_yaw_link")),
      delta_(policy::DeltaActionLayout(), policy::CommandLayout(), config.num_envs),
      wbc_columns_(policy::CommandLayout()),
      rewards_(PlacePickTerms(), config.rewards),
      standing_(parts.robot.standing_qpos),
      cycles_(static_cast<size_t>(config.num_envs)),
      views_(cycles_.size()),
      judged_(cycles_.size()) {
  for (size_t o = 0; o < 2; ++o) {
    object_qpos_[o] = sim.model().QposOf(kObjectNames[o]);
    object_qvel_[o] = sim.model().QvelOf(kObjectNames[o]);
  }
  for (size_t j = 0; j < joint_qpos_.size(); ++j) {
    joint_qpos_[j] = static_cast<size_t>(sim.model().JointQpos(robot::G1().joints[j].name));
  }
  const int width = TeacherLayout().width();
  spec_ = {.num_envs = config.num_envs,
           .observation_width = width,
           .critic_observation_width = width,
           .action_width = delta_.action_width()};
  laid_out_.reserve(cycles_.size());
  constexpr double kLowestTable = 0.6, kHighestTable = 0.85;  // where an arm can work: facts/experiments.md 1, m
  if (config.scene.height_min < kLowestTable || config.scene.height_max > kHighestTable) {
    throw core::Error({.what = "no arm can work at these tables",
                       .found = core::Cat("heights ", config.scene.height_min, " to ", config.scene.height_max, " m"),
                       .expected = core::Cat("within ", kLowestTable, " and ", kHighestTable, " m"),
                       .hint = "set scene.height_min and scene.height_max"});
  }
}

Transform3 PlacePick::TableFrame(const Cycle& cycle, int table) const {
  const std::array<double, 4>& t = cycle.table[static_cast<size_t>(table)];
  // x away from the robot, which works at it from the middle of the room
  return {math::FromYaw(t[2] + (table == 0 ? 0 : std::numbers::pi)), Vector3d(t[0], t[1], t[3])};
}

void PlacePick::Prepare(const env::Moment&, physics::BatchSim&) {
  for (Cycle& cycle : cycles_) cycle = {.number = -1};  // nothing to report yet
}

void PlacePick::PutObject(int env, int object, const Transform3& X_WO, physics::BatchSim& sim) const {
  const auto o = static_cast<size_t>(object);
  const std::span<double> qpos = sim.qpos(env).subspan(static_cast<size_t>(object_qpos_[o]), 7);
  std::ranges::copy(math::ToXyzWxyz(X_WO), qpos.begin());
  std::ranges::fill(sim.qvel(env).subspan(static_cast<size_t>(object_qvel_[o]), 6), 0.0);
}

// stands upright on the floor at X_WF, the arm in the hold pose
void PlacePick::PutRobot(int env, const Transform3& X_WF, physics::BatchSim& sim) {
  const auto e = static_cast<size_t>(env);
  const std::span<double> qpos = sim.qpos(env), qvel = sim.qvel(env);
  std::copy_n(standing_.begin(), 7 + robot::kG1NumJoints, qpos.begin());
  std::fill_n(qvel.begin(), 6 + robot::kG1NumJoints, 0.0);
  std::copy_n(X_WF.translation().data(), 2, qpos.begin());
  std::ranges::copy(math::ToWxyz(Eigen::Quaterniond(X_WF.rotation())), qpos.begin() + 3);
  const std::span<const robot::JointSpec> joints = robot::G1().joints;
  std::array<double, robot::kG1NumJoints> q;
  for (size_t j = 0; j < q.size(); ++j) {
    const bool closed = joints[j].limb == robot::Limb::kLeftHand;
    q[j] = closed ? joints[j].closed_position : joints[j].default_position;
  }
  std::ranges::copy(kHoldPose, q.begin() + kRightArm);
  q[kLeftElbow] = config_.left_elbow;
  const Grip& grip = held_kind(env).grip;
  for (size_t k = 0; k < grip.fingers.size(); ++k) q[kRightHand[k]] = grip.fingers[k];
  for (size_t j = 0; j < q.size(); ++j) qpos[joint_qpos_[j]] = q[j];
  controller_->Reset(e);
  // sums that hold the arm where it is
  Cycle& cycle = cycles_[e];
  std::array<double, 7> lead{};
  arm_.GravityTorque(q, {0, 0, -9.81}, kSomethingHeld, lead);
  for (size_t k = 0; k < lead.size(); ++k) {
    const robot::JointSpec& joint = joints[kRightArm + k];
    lead[k] = kHoldPose[k] - joint.default_position + lead[k] / joint.gains.kp;
  }
  cycle.command = {};
  std::ranges::copy(delta_.default_command(), cycle.command.begin());
  std::ranges::transform(lead, cycle.command.begin() + kRightArmCommand,
                         [](double x) { return static_cast<float>(x); });
  cycle.command[kRightHandCommand] = kHandStart;
  cycle.last_command = cycle.command;
  delta_.ResetTo(e, cycle.command);
  // what it holds
  kinematics_.Forward({X_WF.rotation(), Vector3d(qpos[0], qpos[1], qpos[2])}, q, poses_);
  PutObject(env, cycle.roles.hold, kinematics_.FramePose(poses_, wrist_frame_) * grip.X_WristHeld, sim);
}

// a new kind for one of the two objects, with a weight and a surface of its own
void PlacePick::NewObject(int env, int object, core::Random& random, physics::BatchSim& sim) {
  Cycle& cycle = cycles_[static_cast<size_t>(env)];
  const int kind = static_cast<int>(random.Below(static_cast<uint32_t>(kinds_.size())));
  cycle.kind[static_cast<size_t>(object)] = kind;
  const PlacePickVariety& v = config_.variety;
  const double mass = random.Uniform(v.smallest_mass, v.largest_mass);
  const double friction = random.Uniform(v.smallest_friction, v.largest_friction);
  const PlacePickBody body = object == 0 ? kObjectA : kObjectB;
  bodies_.Write(sim, env, body, ObjectBody(body, kinds_[static_cast<size_t>(kind)], mass, friction));
}

// the tray and a new front object on the table to work at
void PlacePick::ServeFront(int env, core::Random& random, physics::BatchSim& sim) {
  Cycle& cycle = cycles_[static_cast<size_t>(env)];
  const int front = 1 - cycle.roles.hold;
  NewObject(env, front, random, sim);
  const Transform3 X_WK = TableFrame(cycle, cycle.roles.front_table);
  const scene::Served served = scene::ServeTable(config_.scene, X_WK, random);
  scene::TrayShape tray;
  tray.height = config_.scene.tray_height;
  bodies_.Write(sim, env, kTray, TrayBody(tray, served.X_WTray));
  const CarriedKind& kind = front_kind(env);
  Transform3 X_WO = served.X_WO;
  if (!kind.round) {  // turned roughly as a hand takes it
    const double spare = random.Uniform(-config_.spare_yaw, config_.spare_yaw);
    X_WO = {X_WK.rotation() * math::FromYaw(spare) * kind.grip.X_WristO.rotation(), X_WO.translation()};
  }
  PutObject(env, front, X_WO, sim);
  const double side = cycle.roles.front_table == 0 ? 1 : -1;
  cycle.placement = {side * X_WO.translation().x(), side * X_WO.translation().y()};
  cycle.stage = {};
}

void PlacePick::Start(int env, bool, const env::Moment& moment, physics::BatchSim& sim) {
  const auto e = static_cast<size_t>(env);
  if (cycles_[e].number >= 0) Report(env);
  const uint64_t episode = cycles_[e].number >= 0 ? cycles_[e].episode + 1 : 0;
  judged_[e] = 0;
  core::Random random(moment.seed, kPlacePickStart, static_cast<uint32_t>(env), episode);
  if (references_ != nullptr && random.Uniform() < config_.references.share) {
    if (const ReferenceStates::State* state = references_->Draw(config_.references.stages, random)) {
      sim.Restore(env, state->simulation);
      Restore(env, state->task);
      cycles_[e].episode = episode;
      return;
    }
  }
  Cycle& cycle = cycles_[e] = {};
  cycle.episode = episode;
  for (int t = 0; t < 2; ++t) {
    const double side = t == 0 ? 1 : -1;
    const double y = random.Uniform(-config_.scene.table_y, config_.scene.table_y);
    const double yaw = random.Uniform(-config_.scene.table_yaw, config_.scene.table_yaw);
    const auto variant = static_cast<int>(random.Below(scene::kTableVariants));
    cycle.table_variant[static_cast<size_t>(t)] = variant;
    const scene::TableShape shape = scene::TableVariant(config_.scene, moment.seed, variant);
    cycle.table[static_cast<size_t>(t)] = {side * config_.scene.distance / 2, y, yaw, shape.height};
    bodies_.Write(sim, env, t == 0 ? kTableA : kTableB,
                  TableBody(t == 0 ? kTableA : kTableB, shape, TableFrame(cycle, t)));
  }
  NewObject(env, cycle.roles.hold, random, sim);
  ServeFront(env, random, sim);
  const double half = 0.5 * config_.start.side;
  const Vector3d p(random.Uniform(-half, half), random.Uniform(-half, half), 0);
  PutRobot(env, {math::FromYaw(random.Uniform(-config_.start.yaw, config_.start.yaw)), p}, sim);
  sim.CommitParameters(std::span(&env, 1));
}

// after a cycle that is not the last: the object in the hand is the one to place now, at the other table; or, if the
// cycle was lost, the robot is stood up where it is and given something new to hold
void PlacePick::NextCycle(int env, const env::Moment& moment, physics::BatchSim& sim) {
  Report(env);
  Cycle& cycle = cycles_[static_cast<size_t>(env)];
  core::Random random(moment.seed, kPlacePickNext, static_cast<uint32_t>(env), moment.step);
  ++cycle.number;
  cycle.served = false;
  cycle.outcome = Outcome::kNone;
  if (cycle.helped) {
    cycle.helped = false;
    const double* p = &sim.state().root_position[3 * static_cast<size_t>(env)];
    NewObject(env, cycle.roles.hold, random, sim);
    PutRobot(env, {math::FromYaw(cycle.roles.front_table == 0 ? 0 : std::numbers::pi), Vector3d(p[0], p[1], 0)}, sim);
  } else {
    cycle.roles.hold = static_cast<int8_t>(1 - cycle.roles.hold);
    cycle.roles.front_table = static_cast<int8_t>(1 - cycle.roles.front_table);
  }
  ServeFront(env, random, sim);
}

void PlacePick::Report(int env) {
  if (!listener_) return;
  const Cycle& cycle = cycles_[static_cast<size_t>(env)];
  listener_({.env = env,
             .episode = cycle.episode,
             .cycle = cycle.number,
             .outcome = cycle.served ? cycle.outcome : Outcome::kBroken,
             .stage = cycle.stage,
             .hold_kind = cycle.kind[static_cast<size_t>(cycle.roles.hold)],
             .front_kind = cycle.kind[static_cast<size_t>(1 - cycle.roles.hold)],
             .table_height = cycle.table[static_cast<size_t>(cycle.roles.front_table)][3]});
}

std::unique_ptr<env::BatchEnv> MakePlacePick(const PlacePickConfig& config, const std::filesystem::path& root) {
  const robot::RobotSpec& g1 = robot::G1();
  scene::CheckRanges(config.scene);
  std::vector<CarriedKind> kinds = LoadCarriedKinds(config.scene, root);
  const robot::MjcfModel mjcf = robot::LoadMjcf(root / g1.model);
  const physics::RobotModel robot = physics::BuildRobotModel(g1, config.model, root, ModelBodies());
  physics::BatchSim sim(robot.model, {.num_envs = config.num_envs,
                                      .num_threads = config.threads,
                                      .substeps = config.substeps,
                                      .joints = robot::JointNames(g1),
                                      .contacts = PlacePickHandles::Contacts(),
                                      .parameters = physics::BodyParameters::Fields()});
  SettleGrips(robot, config, kinds);
  std::vector<float> targets;
  for (const robot::JointSpec& joint : g1.joints) targets.push_back(static_cast<float>(joint.default_position));
  sim.SetInitialState(robot.standing_qpos, targets);
  auto controller = std::make_unique<wbc::PolicyController>(root / config.controller, g1, mjcf, config.num_envs);
  auto task =
      std::make_unique<PlacePick>(config, PlacePick::Parts{robot, mjcf, std::move(controller), std::move(kinds)}, sim);
  return std::make_unique<env::BatchEnv>(std::move(sim), std::move(task));
}

PlacePick& TaskOf(env::BatchEnv& env) {
  return static_cast<PlacePick&>(env.task());
}

}  // namespace porter::tasks
