#include "porter/wbc/onnx_controller.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::wbc {
namespace {

constexpr double kPi = std::numbers::pi;

size_t Width(WalkerTerm term, size_t joints) {
  switch (term) {
    case WalkerTerm::kLastAction:
    case WalkerTerm::kJointPosition:
    case WalkerTerm::kJointVelocity:
      return joints;
    case WalkerTerm::kYawRateCommand:
      return 1;
    case WalkerTerm::kVelocityCommand:
    case WalkerTerm::kCosPhase:
    case WalkerTerm::kSinPhase:
      return 2;
    case WalkerTerm::kAngularVelocity:
    case WalkerTerm::kProjectedGravity:
      return 3;
  }
  return 0;
}

size_t RobotIndex(const robot::RobotSpec& robot, const std::string& joint, const std::string& source) {
  const std::vector<std::string> names = robot::JointNames(robot);
  const auto at = std::find(names.begin(), names.end(), joint);
  if (at != names.end()) return static_cast<size_t>(at - names.begin());
  throw core::Error({.what = "the walker drives a joint that the robot does not have",
                     .place = {.file = source},
                     .found = "'" + joint + "'",
                     .expected = "joints of the " + std::string(robot.name),
                     .hint = "did you mean '" + core::NearestName(joint, names) + "'?"});
}

}  // namespace

OnnxController::OnnxController(const OnnxContract& contract, const robot::RobotSpec& robot, int num_envs)
    : contract_(contract),
      graph_(infer::ReadOnnxModel(contract.file), {.batch = static_cast<size_t>(num_envs)}),
      scratch_(graph_),
      input_(graph_.InputIndex(contract.input)),
      output_(graph_.OutputIndex(contract.output)),
      width_(0),
      last_action_(static_cast<size_t>(num_envs) * contract.joints.size()),
      phase_(static_cast<size_t>(num_envs)) {
  for (const WalkerJointRow& row : contract.joints) {
    map_.push_back({RobotIndex(robot, row.name, contract.name), row.default_position, row.driven});
    joints_.push_back({.name = row.name, .gains = {row.kp, row.kd}, .default_position = row.default_position});
  }
  for (const WalkerTermRow& row : contract.observation) width_ += Width(row.term, map_.size());
  const size_t input = scratch_.Input(input_).size() / phase_.size();
  const size_t output = scratch_.Output(output_).size() / phase_.size();
  if (input != width_ || output != map_.size()) {
    throw core::Error({.what = "the walker's contract does not fit its network",
                       .place = {.file = contract.file.string()},
                       .found = core::Cat(input, " numbers in, ", output, " out"),
                       .expected = core::Cat(width_, " in (sum of the terms), ", map_.size(), " out (joints)")});
  }
  for (size_t env = 0; env < phase_.size(); ++env) Reset(env);
}

void OnnxController::Reset(size_t env) noexcept {
  std::fill_n(&last_action_[env * map_.size()], map_.size(), 0.f);
  phase_[env] = {0, kPi};
}

// the clock runs on before each inference; both feet are at rest while there is no command
void OnnxController::AdvancePhase(size_t env, const WbcCommand& command) noexcept {
  const bool stands = command.vx == 0 && command.vy == 0 && command.wz == 0;
  if (stands) {
    phase_[env] = {kPi, kPi};
    return;
  }
  if (phase_[env][0] == phase_[env][1]) phase_[env] = {0, kPi};  // sets off again
  for (double& phase : phase_[env]) {
    phase = std::remainder(phase + 2 * kPi * kControlPeriod / contract_.gait_period, 2 * kPi);
  }
}

void OnnxController::Observe(size_t env, const ControlInput& input) noexcept {
  AdvancePhase(env, input.command);
  float* out = scratch_.Input(input_).data() + env * width_;
  for (const WalkerTermRow& row : contract_.observation) {
    Write(row.term, static_cast<float>(row.scale), env, input, out);
  }
}

void OnnxController::Write(WalkerTerm term, float scale, size_t env, const ControlInput& input, float*& out) noexcept {
  const auto put = [&](double value) { *out++ = scale * static_cast<float>(value); };
  switch (term) {
    case WalkerTerm::kLastAction:
      for (size_t j = 0; j < map_.size(); ++j) put(last_action_[env * map_.size() + j]);
      break;
    case WalkerTerm::kAngularVelocity:
      for (const double w : input.w_WB_B) put(w);
      break;
    case WalkerTerm::kYawRateCommand:
      put(input.command.wz);
      break;
    case WalkerTerm::kVelocityCommand:
      put(input.command.vx);
      put(input.command.vy);
      break;
    case WalkerTerm::kCosPhase:
      for (const double phase : phase_[env]) put(std::cos(phase));
      break;
    case WalkerTerm::kSinPhase:
      for (const double phase : phase_[env]) put(std::sin(phase));
      break;
    case WalkerTerm::kJointPosition:
      for (const Joint& joint : map_) put(joint.driven ? input.q[joint.robot_index] - joint.default_position : 0);
      break;
    case WalkerTerm::kJointVelocity:
      for (const Joint& joint : map_) put(joint.driven ? input.qd[joint.robot_index] : 0);
      break;
    case WalkerTerm::kProjectedGravity:
      for (const double g : input.gravity_B) put(g);
      break;
  }
}

void OnnxController::Act(core::Span2<float> joint_target) noexcept {
  graph_.Forward(scratch_);
  const std::span<const float> action = scratch_.Output(output_);
  const auto clip = static_cast<float>(contract_.action_clip);
  for (size_t env = 0; env < phase_.size(); ++env) {
    for (size_t j = 0; j < map_.size(); ++j) {
      const size_t i = env * map_.size() + j;
      last_action_[i] = std::clamp(action[i], -clip, clip);
      clipped_ += last_action_[i] != action[i];
      if (!map_[j].driven) continue;
      const double target = map_[j].default_position + contract_.action_scale * last_action_[i];
      joint_target(env, map_[j].robot_index) = static_cast<float>(target);
    }
  }
}

void OnnxController::Save(size_t env, std::span<double> memory) const noexcept {
  const auto rest = std::copy_n(&last_action_[env * map_.size()], map_.size(), memory.begin());
  std::ranges::copy(phase_[env], rest);
}

void OnnxController::Restore(size_t env, std::span<const double> memory) noexcept {
  for (size_t j = 0; j < map_.size(); ++j) last_action_[env * map_.size() + j] = static_cast<float>(memory[j]);
  std::ranges::copy(memory.last(2), phase_[env].begin());
}

}  // namespace porter::wbc
