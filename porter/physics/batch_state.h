// What BatchSim reads out after every control step, for all environments. Joints are in the caller's joint order;
// a joint that the model does not have (welded fingers) stays at zero.
#pragma once

#include <cstddef>
#include <vector>

#include "porter/physics/env_view.h"

namespace porter::physics {

struct BatchState {
  BatchState(size_t envs, size_t joints, size_t pairs)
      : root_position(envs * 3),
        root_quaternion(envs * 4),
        root_linear_velocity(envs * 3),
        root_angular_velocity(envs * 3),
        joint_position(envs * joints),
        joint_velocity(envs * joints),
        joint_torque(envs * joints),
        contact_force(envs * pairs * 3),
        fault(envs, SimFault::kNone) {}

  std::vector<double> root_position;          // p_WB, world, m   [num_envs, 3]
  std::vector<double> root_quaternion;        // q_WB, w x y z   [num_envs, 4]
  std::vector<double> root_linear_velocity;   // v_WB, world axes, m/s   [num_envs, 3]
  std::vector<double> root_angular_velocity;  // w_WB_B, body axes, rad/s   [num_envs, 3]
  std::vector<double> joint_position;         // rad   [num_envs, num_joints]
  std::vector<double> joint_velocity;         // rad/s   [num_envs, num_joints]
  std::vector<double> joint_torque;           // of the motors in the last substep, N m   [num_envs, num_joints]
  std::vector<double> contact_force;  // on the pair's first link, last substep, world, N   [num_envs, num_pairs, 3]
  std::vector<SimFault> fault;        // of the last step; the environment was reset if set   [num_envs]
};

}  // namespace porter::physics
