// Where the joints of the caller's order live in a model: addresses by name, never by typed index.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/physics/batch_state.h"
#include "porter/physics/model.h"

struct mjData_;

namespace porter::physics {

class JointMap {
 public:
  // Joints that the model lacks are kept as absent (welded fingers). Throws core::Error when none is found, when one is
  // not a hinge or slide joint, or when the model has actuators on joints that are not named (they would stay at zero).
  JointMap(const Model& model, std::vector<std::string> joints);

  size_t size() const { return joints_.size(); }
  const std::vector<std::string>& joints() const { return joints_; }
  // writes position targets into the controls; absent joints are skipped   [num_joints]
  void WriteTargets(std::span<const float> target, mjData_& data) const noexcept;
  // the row of one environment in `state`, read from its data
  void ReadOut(const mjData_& data, size_t env, BatchState& state) const noexcept;
  // reference pose of the model in this order, rad   [num_joints]
  std::vector<float> ReferenceTargets(const Model& model) const;

 private:
  struct Address {
    int qpos = -1;  // -1: the model lacks the joint
    int dof = -1;
    int actuator = -1;  // -1: passive
  };
  std::vector<std::string> joints_;
  std::vector<Address> addresses_;  // [num_joints]
  int root_qpos_ = -1;              // of the first free joint; -1: the robot is fixed to the world
  int root_dof_ = -1;
};

}  // namespace porter::physics
