#include "porter/wbc/policy_controller.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "porter/policy/layouts.h"

namespace porter::wbc {
namespace {

// the history that a contract states is what its bundle is loaded with: any is fine here
policy::PolicyBundle Load(const std::filesystem::path& folder, const robot::RobotSpec& robot) {
  const policy::Contract contract = policy::ReadContract(folder);
  const PolicyIoConfig config = FromContract(contract, (folder / "contract.toml").string());
  return policy::LoadBundle(folder, {.robot = robot,
                                     .observation = policy::ClockedWbcFrameLayout(robot),
                                     .action = policy::WbcActionLayout(robot),
                                     .control_rate = std::round(1 / config.control_period),
                                     .history = config.history});
}

}  // namespace

PolicyController::PolicyController(const std::filesystem::path& bundle, const robot::RobotSpec& robot,
                                   const robot::MjcfModel& model, int num_envs)
    : bundle_(Load(bundle, robot)), scratch_(bundle_.network) {
  io_.emplace(FromContract(bundle_.contract, bundle.string()), robot, model, num_envs);
  for (const robot::JointSpec& joint : robot.joints) {
    joints_.push_back(
        {.name = std::string(joint.name), .gains = joint.gains, .default_position = joint.default_position});
  }
  input_.resize(static_cast<size_t>(num_envs) * io_->input_width());
  output_.resize(static_cast<size_t>(num_envs) * io_->action_width());
}

void PolicyController::Observe(size_t env, const ControlInput& input) noexcept {
  io_->Advance(env, input.command);
  io_->Observe(env, input);
  io_->WriteInput(env, std::span(input_).subspan(env * io_->input_width(), io_->input_width()));
}

void PolicyController::Act(core::Span2<float> joint_target) noexcept {
  const size_t envs = joint_target.rows(), width = io_->action_width();
  bundle_.network.Forward({input_.data(), envs, io_->input_width()}, {output_.data(), envs, width}, {}, scratch_);
  for (size_t env = 0; env < envs; ++env) {
    io_->Act(env, std::span<const float>(output_).subspan(env * width, width), joint_target[env]);
  }
}

void PolicyController::Save(size_t env, std::span<double> memory) const noexcept {
  std::ranges::copy(std::as_const(*io_).memory(env), memory.begin());
}

void PolicyController::Restore(size_t env, std::span<const double> memory) noexcept {
  std::ranges::transform(memory, io_->memory(env).begin(), [](double x) { return static_cast<float>(x); });
}

}  // namespace porter::wbc
