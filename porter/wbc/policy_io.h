// Everything between a robot and the network of our whole-body policy: the command is cut and its rates limited, the
// gait's clock runs, legs and gyroscope tell where the feet are and how fast the pelvis moves over them, frames are
// gathered into a history, and actions are added to the posture's joint targets.
// Training, evaluation and the robot go through this one class (design 3.2). Layout: policy::ClockedWbcFrameLayout.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "porter/core/span2.h"
#include "porter/policy/contract.h"
#include "porter/policy/layout.h"
#include "porter/wbc/controller.h"
#include "porter/wbc/gait_clock.h"
#include "porter/wbc/leg_odometry.h"
#include "porter/wbc/posture.h"

namespace porter::wbc {

struct PolicyIoConfig {
  int history = 3;
  double control_period = kControlPeriod;
  Gait gait;
  double height_rate = 0.3;
  double torso_rate = 1.0;
  double smallest_velocity = 0.1;

  void Fields(auto&& f) {
    f(history, {.name = "history", .doc = "frames that the network sees, oldest first", .min = 1, .max = 100});
    f(control_period, {.name = "control_period", .unit = "s", .doc = "between two actions", .min = 0.001, .max = 1});
    f(gait, {.name = "gait", .doc = "of the clock"});
    f(height_rate, {.name = "height_rate", .unit = "m/s", .doc = "largest change of the height command", .min = 0.01});
    f(torso_rate, {.name = "torso_rate", .unit = "rad/s", .doc = "largest change of a torso command", .min = 0.01});
    f(smallest_velocity, {.name = "smallest_velocity",
                          .doc = "commands with norm(2 vx, 2 vy, 0.5 wz) below this mean standing",
                          .min = 0});
  }
};

// the numbers that a bundle's contract carries, and back; throws core::Error when one is missing
std::vector<policy::ContractNumber> ToContract(PolicyIoConfig config);
PolicyIoConfig FromContract(const policy::Contract& contract, const std::string& source);

class PolicyIo {
 public:
  PolicyIo(const PolicyIoConfig& config, const robot::RobotSpec& robot, const robot::MjcfModel& model, int num_envs);

  const policy::ObsLayout& frame() const { return frame_; }
  size_t input_width() const { return static_cast<size_t>(frame_.width() * config_.history); }
  size_t action_width() const { return actions_.size(); }
  const PolicyIoConfig& config() const { return config_; }
  const Posture& posture() const { return posture_; }

  // Each of these is for one environment; different environments may run on different threads.

  // no past, at rest
  void Reset(size_t env) noexcept;
  // one control step of command and clock; once before each Observe
  void Advance(size_t env, const WbcCommand& command) noexcept;
  // takes the robot's state in as the newest frame; input.command is not read
  void Observe(size_t env, const ControlInput& input) noexcept;
  // [input_width]
  void WriteInput(size_t env, std::span<float> input) const noexcept;
  // Takes the network's output and writes targets of legs and waist, rad.   action: [action_width]
  void Act(size_t env, std::span<const float> action, std::span<float> joint_target) noexcept;

  WbcCommand command(size_t env) const noexcept;  // after limits
  // where feed-forward wants the left and right foot against their places in the posture: x, y, m, and yaw, rad, in H
  std::array<Eigen::Vector3d, 2> steps(size_t env) const noexcept;
  GaitClock clock(size_t env) const noexcept;
  void SetClock(size_t env, GaitClock clock) noexcept;
  std::span<const float> last_action(size_t env) const noexcept { return State(env).subspan(kAction, action_width()); }
  // the newest frame   [frame().width()]
  std::span<const float> newest_frame(size_t env) const noexcept;

  // all that the future of an environment depends on, as plain numbers
  std::span<float> memory(size_t env) noexcept { return State(env); }
  std::span<const float> memory(size_t env) const noexcept { return State(env); }
  // the same of all environments   [num_envs, any]
  std::span<float> state() noexcept { return state_; }
  std::span<const float> state() const noexcept { return state_; }

 private:
  // places in an environment's row
  static constexpr size_t kCommand = 0, kPhase = 7, kFrames = 8, kOdometry = 9, kArms = 18, kSteps = 21, kAction = 27;

  std::span<float> State(size_t env) noexcept { return {&state_[env * width_], width_}; }
  std::span<const float> State(size_t env) const noexcept { return {&state_[env * width_], width_}; }
  void WriteFrame(size_t env, const ControlInput& input, std::span<float> frame) const noexcept;
  void AdvanceSteps(size_t env) noexcept;
  Odometry OdometryOf(size_t env) const noexcept;
  void UpdateOdometry(size_t env, const ControlInput& input) noexcept;

  const PolicyIoConfig config_;
  const policy::ObsLayout frame_;
  const Posture posture_;
  const LegOdometry odometry_;
  const float action_scale_;
  std::vector<double> scale_;    // of the frame's columns   [frame().width()]
  std::vector<double> default_;  // rad   [num_joints]
  std::vector<size_t> actions_;  // joint of each action
  std::vector<size_t> seen_;     // joints in the frame
  size_t history_;               // place of the oldest frame in a row
  size_t width_;                 // numbers of a row
  std::vector<float> state_;     // [num_envs, width_]
};

}  // namespace porter::wbc
