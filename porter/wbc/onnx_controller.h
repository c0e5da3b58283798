// A foreign ONNX walker behind the controller's four methods.
#pragma once

#include <array>
#include <cstdint>

#include "porter/infer/onnx_graph.h"
#include "porter/wbc/controller.h"
#include "porter/wbc/onnx_contract.h"

namespace porter::wbc {

class OnnxController : public WholeBodyController {
 public:
  // Throws core::Error when the contract's joints are not the robot's, when terms do not add up to the graph's input,
  // and as ReadOnnxModel and OnnxGraph do.
  OnnxController(const OnnxContract& contract, const robot::RobotSpec& robot, int num_envs);

  const std::vector<ControlledJoint>& joints() const override { return joints_; }
  void Reset(size_t env) noexcept override;
  void Observe(size_t env, const ControlInput& input) noexcept override;
  void Act(core::Span2<float> joint_target) noexcept override;

  size_t MemorySize() const noexcept override { return map_.size() + 2; }
  void Save(size_t env, std::span<double> memory) const noexcept override;
  void Restore(size_t env, std::span<const double> memory) noexcept override;

  int64_t clipped_actions() const { return clipped_; }  // outputs cut at action_clip since the start

 private:
  struct Joint {
    size_t robot_index;
    double default_position;
    bool driven;
  };
  void Write(WalkerTerm term, float scale, size_t env, const ControlInput& input, float*& out) noexcept;
  void AdvancePhase(size_t env, const WbcCommand& command) noexcept;

  OnnxContract contract_;
  std::vector<ControlledJoint> joints_;
  std::vector<Joint> map_;  // in the network's order
  infer::OnnxGraph graph_;
  infer::OnnxScratch scratch_;
  size_t input_, output_;                     // ports of the graph
  size_t width_;                              // numbers of an observation
  std::vector<float> last_action_;            // raw   [num_envs, joints]
  std::vector<std::array<double, 2>> phase_;  // of the left and right foot, rad   [num_envs]
  int64_t clipped_ = 0;
};

}  // namespace porter::wbc
