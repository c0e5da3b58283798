#include "porter/tasks/place_pick/place_pick.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/math/rotation.h"
#include "porter/policy/layouts.h"
#include "porter/tasks/place_pick/streams.h"

namespace porter::tasks {
namespace {

constexpr size_t kJoints = robot::kG1NumJoints;
constexpr size_t kDriven = 15;         // legs and waist stand first in the robot's order
constexpr double kTargetScale = 0.25;  // of the layouts' `actions`: facts/viral.md 3
constexpr size_t kArmJoints = 7;

// figures beside the weighted rewards, in the order that Judge adds them
enum Figure { kSuccess, kStagesDone, kCycleSeconds, kFalls, kNumFigures };
constexpr const char* kFigureNames[kNumFigures] = {"success", "stages_done", "cycle_s", "falls"};

bool Stands(Stage stage) {
  return stage == Stage::kReach || stage == Stage::kPlace || stage == Stage::kGrasp;
}

}  // namespace

std::vector<std::string> PlacePick::figures() const {
  std::vector<std::string> names;
  for (size_t i = 0; i < rewards_.size(); ++i) names.push_back("reward/" + std::string(rewards_.name(i)));
  names.insert(names.end(), std::begin(kFigureNames), std::end(kFigureNames));
  return names;
}

const CarriedKind& PlacePick::held_kind(int env) const {
  const Cycle& c = cycle(env);
  return kinds_[static_cast<size_t>(c.kind[static_cast<size_t>(c.roles.hold)])];
}

const CarriedKind& PlacePick::front_kind(int env) const {
  const Cycle& c = cycle(env);
  return kinds_[static_cast<size_t>(c.kind[static_cast<size_t>(1 - c.roles.hold)])];
}

wbc::ControlInput PlacePick::InputOf(size_t env, const physics::BatchState& s) const noexcept {
  const double* w = &s.root_angular_velocity[3 * env];
  const double* r = &s.root_quaternion[4 * env];
  return {.w_WB_B = {w[0], w[1], w[2]},
          .gravity_B = math::ProjectedGravity(Eigen::Quaterniond(r[0], r[1], r[2], r[3]).toRotationMatrix()),
          .q = std::span(s.joint_position).subspan(env * kJoints, kJoints),
          .qd = std::span(s.joint_velocity).subspan(env * kJoints, kJoints),
          .command = wbc_columns_.Read(cycles_[env].command)};
}

void PlacePick::Act(const env::Moment& moment, core::Span2<const float> actions, physics::BatchSim& sim,
                    core::Span2<float> joint_targets) noexcept {
  laid_out_.clear();
  for (int env = 0; env < sim.num_envs(); ++env) {
    if (!cycles_[static_cast<size_t>(env)].served) continue;
    NextCycle(env, moment, sim);
    laid_out_.push_back(env);
  }
  if (!laid_out_.empty()) {
    sim.CommitParameters(laid_out_);
    sim.Refresh(laid_out_);
  }
  for (size_t env = 0; env < cycles_.size(); ++env) {
    Cycle& cycle = cycles_[env];
    cycle.last_command = cycle.command;
    std::ranges::copy(actions[env], cycle.action.begin());
    std::copy_n(&sim.state().joint_velocity[env * kJoints], kJoints, cycle.last_qd.begin());
    delta_.Accumulate(env, actions[env], wbc::VelocityRule::kFollow, cycle.command);
    wbc::ControlInput input = InputOf(env, sim.state());
    if (Stands(cycle.stage.stage)) input.command.vx = input.command.vy = input.command.wz = 0;
    controller_->Observe(env, input);
  }
  controller_->Act(joint_targets);
  for (size_t env = 0; env < cycles_.size(); ++env) DriveArms(env, joint_targets[env]);
}

// arms and hands follow the command; what the low level was given is kept for the observation
void PlacePick::DriveArms(size_t env, std::span<float> target) noexcept {
  const std::span<const robot::JointSpec> joints = robot::G1().joints;
  Cycle& cycle = cycles_[env];
  const std::array<float, 23>& command = cycle.command;
  for (size_t k = 0; k < 2 * kArmJoints; ++k) {
    const size_t j = kDriven + k;
    target[j] = static_cast<float>(joints[j].default_position) + command[kLeftArmCommand + k];
  }
  target[kLeftElbow] += static_cast<float>(config_.left_elbow);
  for (size_t j = kDriven + 2 * kArmJoints; j < kJoints; ++j) {
    const bool left = joints[j].limb == robot::Limb::kLeftHand;
    const bool closed = command[left ? kLeftHandCommand : kRightHandCommand] >= 0;
    const double grip = left ? 1 : config_.grip;
    target[j] = closed
                    ? static_cast<float>(std::clamp(grip * joints[j].closed_position, joints[j].lower, joints[j].upper))
                    : 0.f;
  }
  std::array<float, 31>& applied = cycle.applied;
  for (size_t j = 0; j < kDriven + 2 * kArmJoints; ++j) {
    applied[j] = static_cast<float>((target[j] - joints[j].default_position) / kTargetScale);
  }
  applied[29] = command[kLeftHandCommand];
  applied[30] = command[kRightHandCommand];
}

const PlacePickView& PlacePick::View(const env::Sight& sight) noexcept {
  const size_t env = sight.env();
  const Cycle& cycle = cycles_[env];
  PlacePickView& view = views_[env];
  view.stage = cycle.stage;
  view.hold_height = held_kind(static_cast<int>(env)).height;
  view.front_height = front_kind(static_cast<int>(env)).height;
  view.placement = {cycle.placement[0], cycle.placement[1]};
  view.last_qd = cycle.last_qd;
  view.command = cycle.command;
  view.last_command = cycle.last_command;
  view.action = cycle.action;
  view.applied = cycle.applied;
  std::ranges::copy(delta_.sums(env), view.sums.begin());
  tasks::Look(sight, handles_, cycle.roles, view);
  return view;
}

env::Judgement PlacePick::Judge(const env::Sight& sight, std::span<env::Tally> tallies) noexcept {
  const size_t env = sight.env();
  Cycle& cycle = cycles_[env];
  const PlacePickView& view = View(sight);
  judged_[env] = 1;
  const Outcome outcome = Advance(config_.stages, SignsOf(view), cycle.stage);
  views_[env].stage = cycle.stage;
  env::Judgement judgement{.reward = wbc::kControlPeriod * rewards_.Evaluate(view, tallies)};
  if (outcome == Outcome::kNone) return judgement;
  const std::span<env::Tally> figures = tallies.subspan(rewards_.size());
  const bool done = outcome == Outcome::kDone;
  figures[kSuccess].Add(done ? 1 : 0);
  figures[kStagesDone].Add(static_cast<double>(cycle.stage.index()) + (done ? 1 : 0));
  figures[kFalls].Add(outcome == Outcome::kFallen ? 1 : 0);
  if (done) figures[kCycleSeconds].Add(wbc::kControlPeriod * cycle.stage.step);
  judgement.reward += done ? config_.success_reward : config_.fail_reward;
  cycle.outcome = outcome;
  cycle.served = true;
  cycle.helped = !done;
  if (cycle.number + 1 < config_.cycles) return judgement;
  // where success is paid at once, nothing is to come after it; else the rewards of its end would go on
  const bool goes_on = done && config_.success_reward == 0;
  judgement.ending = goes_on ? env::Ending::kTimeOut : env::Ending::kTerminated;
  return judgement;
}

void PlacePick::Observe(const env::Sight& sight, std::span<float> policy, std::span<float> critic) noexcept {
  const PlacePickView& view = judged_[sight.env()] != 0 ? views_[sight.env()] : View(sight);
  observer_.WriteTeacher(view, policy);
  std::ranges::copy(policy, critic.begin());
}

void PlacePick::Adapt(std::vector<learn::Statistic>&) {}

std::array<double, 7> PlacePick::ArmLead(int env) const noexcept {
  const PlacePickView& v = view(env);
  const Eigen::Vector3d gravity = v.X_YT.rotation().transpose() * Eigen::Vector3d(0, 0, -9.81);
  std::array<double, 7> torque{};
  const bool loaded = v.hold.touch() > 0.1 || v.front.touch() > 0.1;
  arm_.GravityTorque(v.q, gravity, loaded ? kSomethingHeld : wbc::Limb::Load{}, torque);
  for (size_t j = 0; j < torque.size(); ++j) torque[j] /= robot::G1().joints[kRightArm + j].gains.kp;
  return torque;
}

size_t PlacePick::MemorySize() const {
  return sizeof(Cycle) + controller_->MemorySize() * sizeof(double) + delta_.sums(0).size_bytes();
}

// the cycle, the controller's memory, the sums
void PlacePick::Save(int env, std::span<uint8_t> memory) const {
  const auto e = static_cast<size_t>(env);
  const std::span<const float> sums = delta_.sums(e);
  std::vector<double> controller(controller_->MemorySize());
  controller_->Save(e, controller);
  uint8_t* out = memory.data();
  std::memcpy(out, &cycles_[e], sizeof(Cycle));
  std::memcpy(out + sizeof(Cycle), controller.data(), controller.size() * sizeof(double));
  std::memcpy(out + memory.size() - sums.size_bytes(), sums.data(), sums.size_bytes());
}

void PlacePick::Restore(int env, std::span<const uint8_t> memory) {
  const auto e = static_cast<size_t>(env);
  std::vector<float> sums(delta_.sums(e).size());
  std::vector<double> controller(controller_->MemorySize());
  std::memcpy(&cycles_[e], memory.data(), sizeof(Cycle));
  std::memcpy(controller.data(), memory.data() + sizeof(Cycle), controller.size() * sizeof(double));
  std::memcpy(sums.data(), memory.data() + MemorySize() - delta_.sums(e).size_bytes(), delta_.sums(e).size_bytes());
  controller_->Restore(e, controller);
  delta_.Restore(e, sums);
}

std::vector<uint8_t> PlacePick::SaveState() const {
  std::vector<uint8_t> bytes(cycles_.size() * MemorySize());
  for (size_t env = 0; env < cycles_.size(); ++env) {
    Save(static_cast<int>(env), std::span(bytes).subspan(env * MemorySize(), MemorySize()));
  }
  return bytes;
}

void PlacePick::RestoreState(std::span<const uint8_t> state) {
  if (state.size() != cycles_.size() * MemorySize()) {
    throw core::Error({.what = "not a state of this task",
                       .found = core::Cat(state.size(), " bytes"),
                       .expected = core::Cat(cycles_.size() * MemorySize())});
  }
  for (size_t env = 0; env < cycles_.size(); ++env) {
    Restore(static_cast<int>(env), state.subspan(env * MemorySize(), MemorySize()));
  }
}

}  // namespace porter::tasks
