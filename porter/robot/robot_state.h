// What a robot does at one instant, in porter's joint order. The same struct comes from the simulator and from the
// robot.
#pragma once

#include <Eigen/Geometry>

#include "porter/math/permutation.h"

namespace porter::robot {

struct RobotState {
  explicit RobotState(int num_joints)
      : q(Eigen::VectorXd::Zero(num_joints)),
        qd(Eigen::VectorXd::Zero(num_joints)),
        tau(Eigen::VectorXd::Zero(num_joints)) {}

  Eigen::Vector3d p_WB = Eigen::Vector3d::Zero();            // pelvis origin in W, m
  Eigen::Quaterniond R_WB = Eigen::Quaterniond::Identity();  // pelvis orientation; unit length
  Eigen::Vector3d v_WB = Eigen::Vector3d::Zero();            // velocity of the pelvis origin, in W, m/s
  Eigen::Vector3d w_WB_B = Eigen::Vector3d::Zero();          // angular velocity of the pelvis, in B, rad/s
  Eigen::VectorXd q;                                         // joint angles, rad              [num_joints]
  Eigen::VectorXd qd;                                        // joint velocities, rad/s        [num_joints]
  Eigen::VectorXd tau;                                       // joint torques, N m             [num_joints]
};

// The left-right mirror image of a state (reflection at the x-z plane of W). joints: MirrorOf all joints of the robot;
// `image` has the size of `state` and is another one.
void MirrorState(const math::SignedPermutation& joints, const RobotState& state, RobotState& image) noexcept;

}  // namespace porter::robot
