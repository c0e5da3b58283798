// Our own whole-body policy behind the controller's four methods: a bundle's network with PolicyIo around it. What runs
// here in evaluation runs on the robot, too.
#pragma once

#include <filesystem>
#include <optional>

#include "porter/infer/network.h"
#include "porter/policy/bundle.h"
#include "porter/wbc/controller.h"
#include "porter/wbc/policy_io.h"

namespace porter::wbc {

class PolicyController : public WholeBodyController {
 public:
  // Loads and checks the bundle; throws core::Error as policy::LoadBundle, and when one of PolicyIo's numbers is not in
  // the contract. model: of the robot, for the posture.
  PolicyController(const std::filesystem::path& bundle, const robot::RobotSpec& robot, const robot::MjcfModel& model,
                   int num_envs);

  const std::vector<ControlledJoint>& joints() const override { return joints_; }
  void Reset(size_t env) noexcept override { io_->Reset(env); }
  void Observe(size_t env, const ControlInput& input) noexcept override;
  void Act(core::Span2<float> joint_target) noexcept override;

  size_t MemorySize() const noexcept override { return io_->memory(0).size(); }
  void Save(size_t env, std::span<double> memory) const noexcept override;
  void Restore(size_t env, std::span<const double> memory) noexcept override;

  const policy::Contract& contract() const { return bundle_.contract; }
  const PolicyIo& io() const { return *io_; }

 private:
  policy::PolicyBundle bundle_;
  std::optional<PolicyIo> io_;
  infer::NetworkScratch scratch_;
  std::vector<ControlledJoint> joints_;
  std::vector<float> input_;   // [num_envs, input of the network]
  std::vector<float> output_;  // [num_envs, actions]
};

}  // namespace porter::wbc
