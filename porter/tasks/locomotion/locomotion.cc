#include "porter/tasks/locomotion/locomotion.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "porter/core/error.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/sampling.h"
#include "porter/tasks/locomotion/sensors.h"

namespace porter::tasks {
namespace {

constexpr double kMeanShare = 0.15;   // of the newest velocity in the running mean, per control step
constexpr double kErrorShare = 0.05;  // of the newest velocity error in its mean, per control step
constexpr double kSoftRange = 0.95;   // of a joint's range, where its limit begins to cost

// figures beside the weighted rewards, in the order that Count adds them
enum Figure {
  kVelocityScore,
  kContactScore,
  kLift,
  kVxError,
  kVyError,
  kWzError,
  kHeightError,
  kTorsoError,
  kStepping,
  kFalls,
  kNumFigures
};
constexpr const char* kFigureNames[kNumFigures] = {"velocity_score", "contact_score", "foot_lift_m",  "vx_error",
                                                   "vy_error",       "wz_error",      "height_error", "torso_error",
                                                   "steps_standing", "falls"};

template <size_t n>
void CopyTo(std::span<const float> from, std::array<float, n>& to) {
  std::ranges::copy(from, to.begin());
}

math::SignedPermutation Repeat(const math::SignedPermutation& once, int times) {
  math::SignedPermutation all;
  for (int i = 0; i < times; ++i) all = math::Concatenate({all, once});
  return all;
}

}  // namespace

Locomotion::Locomotion(const LocomotionConfig& config, const physics::RobotModel& robot, const robot::MjcfModel& mjcf,
                       physics::BatchSim& sim)
    : config_(config),
      bodies_(robot.model),
      io_(config.policy, robot::G1(), mjcf, config.num_envs),
      variety_(config.disturbances, sim),
      rewards_(LocomotionTerms(), config.rewards),
      standing_(robot.standing_qpos),
      robots_(static_cast<size_t>(config.num_envs)),
      progress_{config.curriculum.start, 1, false} {
  const robot::RobotSpec& g1 = robot::G1();
  const policy::ObsLayout critic = CriticLayout();
  spec_ = {.num_envs = config.num_envs,
           .observation_width = static_cast<int>(io_.input_width()),
           .critic_observation_width = critic.width(),
           .action_width = static_cast<int>(io_.action_width()),
           .mirror = learn::EnvMirror{Repeat(io_.frame().MirrorPermutation(), config.policy.history),
                                      critic.MirrorPermutation(), policy::WbcActionLayout(g1).MirrorPermutation()}};
  for (const robot::JointSpec& joint : g1.joints) {
    const double middle = 0.5 * (joint.lower + joint.upper), half = 0.5 * kSoftRange * (joint.upper - joint.lower);
    lower_.push_back(middle - half);
    upper_.push_back(middle + half);
  }
  for (const int j : robot::JointsOf(g1, robot::kLegsAndWaist)) {
    driven_.push_back(static_cast<size_t>(j));
    const robot::JointSpec& joint = g1.joints[driven_.back()];
    const bool hip = joint.name.find("hip") != std::string_view::npos;
    if (hip && joint.turn != robot::Turn::kPitch) splayed_.push_back(driven_.back());
  }
  const size_t clearance = rewards_.IndexOf("swing_clearance");
  if (clearance < rewards_.size()) clearance_weight_ = config.rewards[clearance].weight;
}

std::vector<std::string> Locomotion::figures() const {
  std::vector<std::string> names;
  for (size_t i = 0; i < rewards_.size(); ++i) names.push_back("reward/" + std::string(rewards_.name(i)));
  names.insert(names.end(), std::begin(kFigureNames), std::end(kFigureNames));
  return names;
}

void Locomotion::Act(const env::Moment& moment, core::Span2<const float> actions, physics::BatchSim& sim,
                     core::Span2<float> joint_targets) noexcept {
  for (size_t e = 0; e < robots_.size(); ++e) {
    Drive(static_cast<int>(e), moment, actions[e], sim, joint_targets[e]);
  }
}

void Locomotion::Drive(int env, const env::Moment& moment, std::span<const float> action, physics::BatchSim& sim,
                       std::span<float> joint_target) noexcept {
  const auto e = static_cast<size_t>(env);
  Robot& robot = robots_[e];
  robot.last_but_one = robot.last;
  CopyTo(io_.last_action(e), robot.last);
  std::ranges::copy(std::span(sim.state().joint_velocity).subspan(e * kJoints, kJoints), robot.last_qd.begin());
  std::ranges::fill(joint_target, 0.f);
  io_.Act(e, action, joint_target);
  robot.arms.Advance({config_.disturbances, config_.policy.control_period, progress_.difficulty}, e, moment,
                     joint_target);
  if (moment.step < robot.next_push) return;
  const DisturbanceConfig& d = config_.disturbances;
  core::Random random(moment.seed, kPushStream, static_cast<uint32_t>(env), moment.step);
  const double largest = d.push_speed * (0.4 + 0.6 * progress_.difficulty);
  const double speed = random.Uniform(0, largest), angle = random.Uniform(0, 2 * std::numbers::pi);
  const std::span<double> qvel = sim.qvel(env);
  qvel[0] += speed * std::cos(angle);
  qvel[1] += speed * std::sin(angle);
  robot.next_push = moment.step + Steps(d.push_period * random.Uniform(0.7, 1.3));
}

LocomotionView Locomotion::View(const env::Sight& sight) noexcept {
  const size_t e = sight.env();
  Robot& robot = robots_[e];
  const wbc::GaitClock clock = io_.clock(e);
  LocomotionView view{};
  view.command = io_.command(e);
  view.walks = clock.walks();
  view.stands = view.command.vx == 0 && view.command.vy == 0 && view.command.wz == 0;
  const double waist_pitch = wbc::WaistAngles(view.command.roll, view.command.pitch, 0).z();
  const wbc::SagittalPosture posture = io_.posture().At(view.command.height, waist_pitch);
  view.pelvis_pitch = posture.pelvis_pitch;
  view.soles_ahead = posture.soles_ahead;
  view.feet[0].swing = clock.SwingOf(wbc::Foot::kLeft, config_.policy.gait);
  view.feet[1].swing = clock.SwingOf(wbc::Foot::kRight, config_.policy.gait);
  tasks::Look(sight, bodies_, view);
  const double velocity[] = {view.v_H.x(), view.v_H.y(), view.w_B.z()};
  for (size_t k = 0; k < 3; ++k) robot.mean_velocity[k] += kMeanShare * (velocity[k] - robot.mean_velocity[k]);
  view.mean_velocity = Eigen::Map<const Eigen::Vector3d>(robot.mean_velocity.data());
  const double command[] = {view.command.vx, view.command.vy, view.command.wz};
  for (size_t k = 0; k < 3; ++k) {
    robot.mean_error[k] += kErrorShare * (velocity[k] - command[k] - robot.mean_error[k]);
  }
  view.mean_error = Eigen::Map<const Eigen::Vector3d>(robot.mean_error.data());
  view.swing_height = config_.swing_height;
  view.last_qd = robot.last_qd;
  view.lower = lower_;
  view.upper = upper_;
  view.action = io_.last_action(e);
  view.last = robot.last;
  view.last_but_one = robot.last_but_one;
  view.driven = driven_;
  view.splayed = splayed_;
  return view;
}

env::Judgement Locomotion::Judge(const env::Sight& sight, std::span<env::Tally> tallies) noexcept {
  const size_t e = sight.env();
  Robot& robot = robots_[e];
  ++robot.age;
  io_.Advance(e, robot.command);
  const LocomotionView view = View(sight);
  env::Judgement judgement{.reward = config_.policy.control_period * rewards_.Evaluate(view, tallies),
                           .ending = EndingOf(view, robot)};
  const bool fell = judgement.ending == env::Ending::kTerminated;
  if (fell) judgement.reward += config_.fall_reward;
  const std::span<env::Tally> figures = tallies.subspan(rewards_.size());
  Count(view, figures);
  if (judgement.ending != env::Ending::kNone) figures[kFalls].Add(fell ? 1 : 0);
  if (sight.moment.step < robot.next_command) return judgement;
  core::Random random(sight.moment.seed, kCommandStream, static_cast<uint32_t>(e), sight.moment.step);
  robot.command = DrawCommand(config_.commands, progress_.difficulty, random);
  robot.next_command = sight.moment.step + Steps(random.Uniform(config_.commands.shortest, config_.commands.longest));
  return judgement;
}

env::Ending Locomotion::EndingOf(const LocomotionView& view, const Robot& robot) const noexcept {
  const bool fallen = view.height < config_.fall_height || view.gravity_B.head<2>().norm() > config_.fall_tilt ||
                      view.torso_tilt > config_.fall_torso_tilt;
  if (fallen) return env::Ending::kTerminated;
  return robot.age >= robot.length ? env::Ending::kTimeOut : env::Ending::kNone;
}

void Locomotion::Count(const LocomotionView& view, std::span<env::Tally> figures) const noexcept {
  if (view.walks) {
    figures[kVelocityScore].Add(VelocityScore(view));
    figures[kContactScore].Add(ContactScore(view));
    figures[kVxError].Add(std::abs(view.mean_velocity.x() - view.command.vx));
    figures[kVyError].Add(std::abs(view.mean_velocity.y() - view.command.vy));
    figures[kWzError].Add(std::abs(view.mean_velocity.z() - view.command.wz));
    for (const FootView& foot : view.feet) {
      if (foot.swing > 0.4 && foot.swing < 0.6) figures[kLift].Add(foot.height);
    }
  } else {
    figures[kStepping].Add(view.feet[0].down() && view.feet[1].down() ? 0 : 1);
  }
  figures[kHeightError].Add(std::abs(view.height - view.command.height));
  figures[kTorsoError].Add(view.torso_error.norm());
}

void Locomotion::Observe(const env::Sight& sight, std::span<float> policy, std::span<float> critic) noexcept {
  const size_t e = sight.env();
  JointReadings readings;
  io_.Observe(e, ReadSensors(sight, config_.disturbances, readings));
  io_.WriteInput(e, policy);
  WriteCritic(sight, critic);
}

void Locomotion::Adapt(std::vector<learn::Statistic>& figures) {
  const LocomotionCurriculum& c = config_.curriculum;
  const auto figure = [&](Figure f) { return figures[rewards_.size() + static_cast<size_t>(f)].value; };
  double length = 0;
  for (const Robot& robot : robots_) length += static_cast<double>(robot.age) / static_cast<double>(robots_.size());
  length *= 2;  // running episodes are half done on average
  if (length > c.length && figure(kContactScore) > c.contact && figure(kVelocityScore) > c.velocity) {
    progress_.difficulty = std::min(1.0, progress_.difficulty + c.rise);
  } else if (length < 0.7 * c.length) {
    progress_.difficulty = std::max(c.start, progress_.difficulty - c.fall);
  }
  progress_.lifts = progress_.lifts || (figure(kLift) > c.lift && c.rise > 0);
  if (progress_.lifts) progress_.clearance = std::max(c.clearance_rest, progress_.clearance * c.clearance_decay);
  ApplyClearance();
  figures.push_back({"difficulty", progress_.difficulty});
  figures.push_back({"clearance_weight", clearance_weight_ * progress_.clearance});
}

std::vector<uint8_t> Locomotion::SaveState() const {
  const std::span<const float> io = io_.state();
  std::vector<uint8_t> bytes(sizeof(Progress) + robots_.size() * sizeof(Robot) + io.size_bytes());
  uint8_t* out = bytes.data();
  const auto put = [&](const void* data, size_t size) {
    std::memcpy(out, data, size);
    out += size;
  };
  put(&progress_, sizeof(Progress));
  put(robots_.data(), robots_.size() * sizeof(Robot));
  put(io.data(), io.size_bytes());
  return bytes;
}

void Locomotion::RestoreState(std::span<const uint8_t> state) {
  const std::span<float> io = io_.state();
  const size_t expected = sizeof(Progress) + robots_.size() * sizeof(Robot) + io.size_bytes();
  if (state.size() != expected) {
    throw core::Error({.what = "not a state of this task",
                       .found = std::to_string(state.size()) + " bytes",
                       .expected = std::to_string(expected)});
  }
  const uint8_t* in = state.data();
  const auto take = [&](void* data, size_t size) {
    std::memcpy(data, in, size);
    in += size;
  };
  take(&progress_, sizeof(Progress));
  take(robots_.data(), robots_.size() * sizeof(Robot));
  take(io.data(), io.size_bytes());
  ApplyClearance();
}

void Locomotion::SetCommand(int env, const wbc::WbcCommand& command) {
  Robot& robot = robots_[static_cast<size_t>(env)];
  robot.command = command;
  robot.next_command = std::numeric_limits<uint64_t>::max();
}

void Locomotion::ApplyClearance() {
  const size_t clearance = rewards_.IndexOf("swing_clearance");
  if (clearance < rewards_.size()) rewards_.SetWeight(clearance, clearance_weight_ * progress_.clearance);
}

uint64_t Locomotion::Steps(double seconds) const {
  return static_cast<uint64_t>(std::max(1.0, std::round(seconds / config_.policy.control_period)));
}

}  // namespace porter::tasks
