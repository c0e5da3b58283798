// A whole-body controller: turns a command into joint targets, 50 times a second, for many robots at once. Four
// methods, and three for snapshots; what it controls and with which gains it says once.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <vector>

#include "porter/core/span2.h"
#include "porter/robot/robot_spec.h"
#include "porter/wbc/command.h"

namespace porter::wbc {

inline constexpr double kControlPeriod = 0.02;  // s

// what a controller knows of one robot: numbers that the real robot measures, too
struct ControlInput {
  Eigen::Vector3d w_WB_B;      // angular velocity of the pelvis, body axes, rad/s
  Eigen::Vector3d gravity_B;   // direction of gravity seen from the pelvis
  std::span<const double> q;   // rad, the robot's joint order   [num_joints]
  std::span<const double> qd;  // rad/s   [num_joints]
  WbcCommand command;
};

// a joint that the controller drives, with the gains it was trained with
struct ControlledJoint {
  std::string name;
  robot::Gains gains;
  double default_position = 0;  // rad
};

class WholeBodyController {
 public:
  virtual ~WholeBodyController() = default;

  // every joint that needs this controller's gains and default pose; Act writes targets of those it drives
  virtual const std::vector<ControlledJoint>& joints() const = 0;

  // forgets the past of an environment
  virtual void Reset(size_t env) noexcept = 0;
  // takes in what an environment shows now; different environments may be observed on different threads
  virtual void Observe(size_t env, const ControlInput& input) noexcept = 0;
  // one control step of all environments: joint_target, rad, in the robot's order, is written where the controller
  // drives the joint and left alone elsewhere   [num_envs, num_joints]
  virtual void Act(core::Span2<float> joint_target) noexcept = 0;

  // What it remembers of an environment between control steps, for snapshots: after Restore and Observe it acts as it
  // did after Save.   memory: [MemorySize()]
  virtual size_t MemorySize() const noexcept = 0;
  virtual void Save(size_t env, std::span<double> memory) const noexcept = 0;
  virtual void Restore(size_t env, std::span<const double> memory) noexcept = 0;
};

}  // namespace porter::wbc
