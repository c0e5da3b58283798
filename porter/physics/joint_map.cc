#include "porter/physics/joint_map.h"

#include <mujoco/mujoco.h>

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::physics {
namespace {

void RequireNamedActuators(const Model& model, const std::vector<std::string>& joints) {
  std::vector<std::string> strangers;
  for (const std::string& driven : model.ActuatorNames()) {
    if (std::find(joints.begin(), joints.end(), driven) == joints.end()) strangers.push_back(driven);
  }
  if (strangers.empty()) return;
  throw core::Error({.what = "the model has actuators outside the joint order, they would stay at zero",
                     .found = core::Join(strangers, ", "),
                     .expected = "only joints of the order: " + core::Join(joints, ", ")});
}

}  // namespace

JointMap::JointMap(const Model& model, std::vector<std::string> joints)
    : joints_(std::move(joints)), addresses_(joints_.size()) {
  const mjModel& m = model.mujoco();
  if (joints_.empty()) {
    joints_ = model.ActuatorNames();
    addresses_.resize(joints_.size());
  }
  RequireNamedActuators(model, joints_);
  bool any = joints_.empty();
  for (size_t j = 0; j < joints_.size(); ++j) {
    const int id = mj_name2id(&m, mjOBJ_JOINT, joints_[j].c_str());
    if (id < 0) continue;
    if (m.jnt_type[id] != mjJNT_HINGE && m.jnt_type[id] != mjJNT_SLIDE) {
      throw core::Error({.what = "a joint of the order is neither hinge nor slide", .found = "'" + joints_[j] + "'"});
    }
    any = true;
    addresses_[j] = {.qpos = m.jnt_qposadr[id], .dof = m.jnt_dofadr[id]};
    for (int a = 0; a < m.nu; ++a) {
      if (m.actuator_trntype[a] == mjTRN_JOINT && m.actuator_trnid[2 * a] == id) addresses_[j].actuator = a;
    }
  }
  if (!any) {
    throw core::Error({.what = "the model has none of the joints of the order",
                       .found = "joints " + core::Join(model.JointNames(), ", "),
                       .expected = core::Join(joints_, ", ")});
  }
  const int* free_joint = std::find(m.jnt_type, m.jnt_type + m.njnt, static_cast<int>(mjJNT_FREE));
  if (free_joint != m.jnt_type + m.njnt) {
    root_qpos_ = m.jnt_qposadr[free_joint - m.jnt_type];
    root_dof_ = m.jnt_dofadr[free_joint - m.jnt_type];
  }
}

void JointMap::WriteTargets(std::span<const float> target, mjData& data) const noexcept {
  for (size_t j = 0; j < addresses_.size(); ++j) {
    if (addresses_[j].actuator >= 0) data.ctrl[addresses_[j].actuator] = target[j];
  }
}

void JointMap::ReadOut(const mjData& data, size_t env, BatchState& state) const noexcept {
  if (root_qpos_ >= 0) {
    const double* qpos = data.qpos + root_qpos_;
    const double* qvel = data.qvel + root_dof_;
    std::copy_n(qpos, 3, &state.root_position[3 * env]);
    std::copy_n(qpos + 3, 4, &state.root_quaternion[4 * env]);
    std::copy_n(qvel, 3, &state.root_linear_velocity[3 * env]);
    std::copy_n(qvel + 3, 3, &state.root_angular_velocity[3 * env]);
  }
  const size_t row = env * addresses_.size();
  for (size_t j = 0; j < addresses_.size(); ++j) {
    const Address& address = addresses_[j];
    if (address.qpos < 0) continue;
    state.joint_position[row + j] = data.qpos[address.qpos];
    state.joint_velocity[row + j] = data.qvel[address.dof];
    if (address.actuator >= 0) state.joint_torque[row + j] = data.actuator_force[address.actuator];
  }
}

std::vector<float> JointMap::ReferenceTargets(const Model& model) const {
  std::vector<float> targets(addresses_.size());
  for (size_t j = 0; j < addresses_.size(); ++j) {
    if (addresses_[j].qpos >= 0) targets[j] = static_cast<float>(model.mujoco().qpos0[addresses_[j].qpos]);
  }
  return targets;
}

}  // namespace porter::physics
