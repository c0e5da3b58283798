#include "porter/wbc/policy_io.h"

#include <algorithm>
#include <cmath>

#include "porter/core/error.h"
#include "porter/policy/layouts.h"

namespace porter::wbc {
namespace {

// every number of the config under its name in the contract
template <class Config, class F>
void ForEachNumber(Config& c, F&& f) {
  f("history", c.history);
  f("control_period", c.control_period);
  f("gait_period", c.gait.period);
  f("gait_stance_share", c.gait.stance_share);
  f("gait_lift", c.gait.lift);
  f("gait_stride", c.gait.stride);
  f("gait_capture", c.gait.capture);
  f("gait_sway", c.gait.sway);
  f("gait_load", c.gait.load);
  f("height_rate", c.height_rate);
  f("torso_rate", c.torso_rate);
  f("smallest_velocity", c.smallest_velocity);
}

constexpr float kLongestStep = 0.25f;  // of a foot from its place in the posture, m and rad
constexpr float kGivenUp = 0.1f;       // share of the steps' middle in a control step at rest

float Towards(float from, float to, double largest_step) {
  const auto step = static_cast<float>(largest_step);
  return from + std::clamp(to - from, -step, step);
}

double CommandNorm(float vx, float vy, float wz) {
  return std::sqrt(4.0 * vx * vx + 4.0 * vy * vy + 0.25 * wz * wz);
}

}  // namespace

std::vector<policy::ContractNumber> ToContract(PolicyIoConfig config) {
  std::vector<policy::ContractNumber> numbers;
  ForEachNumber(config, [&](const char* name, auto value) { numbers.push_back({name, static_cast<double>(value)}); });
  return numbers;
}

PolicyIoConfig FromContract(const policy::Contract& contract, const std::string& source) {
  PolicyIoConfig config;
  ForEachNumber(config, [&](const char* name, auto& value) {
    value = static_cast<std::remove_reference_t<decltype(value)>>(policy::NumberOf(contract, name, source));
  });
  return config;
}

PolicyIo::PolicyIo(const PolicyIoConfig& config, const robot::RobotSpec& robot, const robot::MjcfModel& model,
                   int num_envs)
    : config_(config),
      frame_(policy::ClockedWbcFrameLayout(robot)),
      posture_(robot, model),
      odometry_(robot, model),
      action_scale_(static_cast<float>(policy::WbcActionLayout(robot).terms().front().scale)) {
  for (const policy::Term& term : frame_.terms()) {
    scale_.insert(scale_.end(), static_cast<size_t>(term.width), term.scale);
  }
  for (const robot::JointSpec& joint : robot.joints) default_.push_back(joint.default_position);
  for (const int j : robot::JointsOf(robot, robot::kLegsAndWaist)) actions_.push_back(static_cast<size_t>(j));
  for (const int j : robot::JointsOf(robot, robot::kBody)) seen_.push_back(static_cast<size_t>(j));
  history_ = kAction + actions_.size();
  width_ = history_ + input_width();
  state_.resize(static_cast<size_t>(num_envs) * width_);
  for (size_t env = 0; env < static_cast<size_t>(num_envs); ++env) Reset(env);
}

void PolicyIo::Reset(size_t env) noexcept {
  std::ranges::fill(State(env), 0.f);
  State(env)[kCommand + 3] = WbcCommand{}.height;
  State(env)[kPhase] = GaitClock::kStanding;
}

void PolicyIo::Advance(size_t env, const WbcCommand& c) noexcept {
  const std::span<float> now = State(env).subspan(kCommand, 7);
  const bool walk = CommandNorm(c.vx, c.vy, c.wz) >= config_.smallest_velocity;
  now[0] = walk ? c.vx : 0;
  now[1] = walk ? c.vy : 0;
  now[2] = walk ? c.wz : 0;
  now[3] = Towards(now[3], c.height, config_.height_rate * config_.control_period);
  const float torso[] = {c.roll, c.pitch, c.yaw};
  for (size_t k = 0; k < 3; ++k) {
    now[4 + k] = Towards(now[4 + k], torso[k], config_.torso_rate * config_.control_period);
  }
  GaitClock clock = this->clock(env);
  clock.Advance(walk, c.vy > 0 ? Foot::kLeft : Foot::kRight, config_.gait, config_.control_period);
  SetClock(env, clock);
  AdvanceSteps(env);
}

std::array<Eigen::Vector3d, 2> PolicyIo::steps(size_t env) const noexcept {
  const std::span<const float> step = State(env).subspan(kSteps, 6);
  return {Eigen::Vector3d(step[0], step[1], step[2]), Eigen::Vector3d(step[3], step[4], step[5])};
}

// A foot on the floor is pushed back as fast as the robot shall go; in the air it goes straight to where it shall land.
// At rest both stay, but for their middle, which goes back under the pelvis.
void PolicyIo::AdvanceSteps(size_t env) noexcept {
  const std::span<float> state = State(env);
  const GaitClock clock = this->clock(env);
  const Gait& gait = config_.gait;
  const Eigen::Vector2f velocity = OdometryOf(env).velocity;
  const auto period = static_cast<float>(config_.control_period);
  const auto stance = static_cast<float>(gait.period * gait.stance_share);
  const auto air = static_cast<float>(gait.period) - stance;
  for (size_t k = 0; k < 3; ++k) {
    float& left = state[kSteps + k];
    float& right = state[kSteps + 3 + k];
    if (!clock.walks()) {
      const float middle = 0.5f * (left + right);
      left -= kGivenUp * middle;
      right -= kGivenUp * middle;
      continue;
    }
    const float wanted = static_cast<float>(gait.stride) * state[kCommand + k];
    const float fast = k < 2 ? velocity[static_cast<Eigen::Index>(k)] - state[kCommand + k] : 0;
    const float landing = 0.5f * stance * wanted + static_cast<float>(gait.capture) * fast;
    for (const Foot foot : {Foot::kLeft, Foot::kRight}) {
      float& step = foot == Foot::kLeft ? left : right;
      const auto swing = static_cast<float>(clock.SwingOf(foot, gait));
      step += swing > 0 ? (landing - step) / std::max(1.f, (1 - swing) * air / period) : -wanted * period;
      step = std::clamp(step, -kLongestStep, kLongestStep);
    }
  }
}

void PolicyIo::Observe(size_t env, const ControlInput& input) noexcept {
  UpdateOdometry(env, input);
  const Eigen::Vector3f arms = posture_.ArmMoment(input.q).cast<float>();
  std::copy_n(arms.data(), 3, &State(env)[kArms]);
  const std::span<float> history = State(env).subspan(history_);
  const auto frame = static_cast<size_t>(frame_.width());
  std::copy(history.begin() + static_cast<ptrdiff_t>(frame), history.end(), history.begin());
  const std::span<float> newest = history.last(frame);
  WriteFrame(env, input, newest);
  if (State(env)[kFrames] != 0) return;
  State(env)[kFrames] = 1;  // the first one: as if it had always been so
  for (size_t at = 0; at + frame < history.size(); at += frame) std::ranges::copy(newest, &history[at]);
}

Odometry PolicyIo::OdometryOf(size_t env) const noexcept {
  const float* from = &State(env)[kOdometry];
  return {.gravity_B = {from[0], from[1], from[2]},
          .velocity = {from[3], from[4]},
          .feet_middle = {from[5], from[6]},
          .feet_apart = {from[7], from[8]}};
}

void PolicyIo::UpdateOdometry(size_t env, const ControlInput& input) noexcept {
  Odometry o = OdometryOf(env);
  odometry_.Update(input, State(env)[kFrames] == 0, config_.control_period, o);
  float* to = &State(env)[kOdometry];
  to = std::copy_n(o.gravity_B.data(), 3, to);
  for (const Eigen::Vector2f& part : {o.velocity, o.feet_middle, o.feet_apart}) to = std::copy_n(part.data(), 2, to);
}

void PolicyIo::WriteFrame(size_t env, const ControlInput& input, std::span<float> frame) const noexcept {
  const std::span<const float> c = State(env).subspan(kCommand, 7);
  const GaitClock clock = this->clock(env);
  float* out = frame.data();
  const double* scale = scale_.data();
  const auto put = [&](double value) { *out++ = static_cast<float>(*scale++ * value); };
  for (const float value : {2 * c[0], 2 * c[1], 0.5f * c[2], c[3], c[4], c[5], c[6]}) put(value);
  for (const double w : input.w_WB_B) put(w);
  for (const double g : input.gravity_B) put(g);
  for (const size_t j : seen_) put(input.q[j] - default_[j]);
  for (const size_t j : seen_) put(input.qd[j]);
  for (const float action : last_action(env)) put(action);
  put(clock.Sine());
  put(clock.Cosine());
  const Odometry o = OdometryOf(env);
  for (const Eigen::Vector2f& part : {o.velocity, o.feet_middle, o.feet_apart}) {
    put(part.x());
    put(part.y());
  }
}

void PolicyIo::WriteInput(size_t env, std::span<float> input) const noexcept {
  std::ranges::copy(State(env).subspan(history_), input.begin());
}

void PolicyIo::Act(size_t env, std::span<const float> action, std::span<float> joint_target) noexcept {
  const GaitClock clock = this->clock(env);
  const std::span<const float> arms = State(env).subspan(kArms, 3);
  const std::array<Eigen::Vector3d, 2> feet = steps(env);
  const auto load = [&](Foot foot) {  // half the weight while the foot is down, or what it carries
    return std::lerp(0.5 * (1 - clock.LiftOf(foot, config_.gait)), clock.LoadOf(foot, config_.gait), config_.gait.load);
  };
  const Eigen::Vector3d sway(0, clock.SwayAt(config_.gait), 0);
  posture_.WriteTargets({.command = command(env),
                         .left_lift = clock.LiftOf(Foot::kLeft, config_.gait),
                         .right_lift = clock.LiftOf(Foot::kRight, config_.gait),
                         .highest_lift = config_.gait.lift,
                         .left_load = load(Foot::kLeft),
                         .right_load = load(Foot::kRight),
                         .left_step = feet[0] - sway,
                         .right_step = feet[1] - sway,
                         .arm_moment = Eigen::Vector3d(arms[0], arms[1], arms[2])},
                        joint_target);
  for (size_t i = 0; i < actions_.size(); ++i) joint_target[actions_[i]] += action_scale_ * action[i];
  std::ranges::copy(action, State(env).begin() + kAction);
}

WbcCommand PolicyIo::command(size_t env) const noexcept {
  const std::span<const float> c = State(env).subspan(kCommand, 7);
  return {.vx = c[0], .vy = c[1], .wz = c[2], .height = c[3], .roll = c[4], .pitch = c[5], .yaw = c[6]};
}

GaitClock PolicyIo::clock(size_t env) const noexcept {
  return {State(env)[kPhase]};
}

void PolicyIo::SetClock(size_t env, GaitClock clock) noexcept {
  State(env)[kPhase] = clock.phase;
}

std::span<const float> PolicyIo::newest_frame(size_t env) const noexcept {
  return State(env).last(static_cast<size_t>(frame_.width()));
}

}  // namespace porter::wbc
