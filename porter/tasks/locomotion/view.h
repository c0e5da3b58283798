// What rewards, ends and figures of locomotion look at: one robot after a control step, in the frame of its heading H
// (origin below the pelvis on the floor, x forward, z up).
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>

#include "porter/env/task.h"
#include "porter/wbc/command.h"
#include "porter/wbc/gait_clock.h"

namespace porter::tasks {

struct FootView {
  Eigen::Vector3d p_H;  // middle of the sole, m
  Eigen::Vector3d v_H;  // its velocity, m/s
  double height;        // lowest point of the sole above the floor, m
  double tilt;          // square of gravity along the sole
  double yaw;           // against the heading, rad
  double force;         // from the floor, N
  double swing;         // of the clock: 0 stance, else 0..1
  bool down() const { return force > 5; }
};

struct LocomotionView {
  wbc::WbcCommand command;                            // after limits
  bool walks;                                         // the clock runs
  bool stands;                                        // no walk is wanted; the clock may still finish a step
  double pelvis_pitch;                                // that the posture asks for, rad
  double soles_ahead;                                 // of the pelvis in that posture, m
  double height;                                      // of the pelvis, m
  Eigen::Vector3d v_H;                                // velocity of the pelvis, m/s
  Eigen::Vector3d w_B;                                // its angular velocity, rad/s
  Eigen::Vector3d gravity_B;                          //
  Eigen::Vector3d mean_velocity;                      // vx, vy, wz over the last steps
  Eigen::Vector3d mean_error;                         // of vx, vy, wz over about a gait cycle
  Eigen::Vector3d torso_error;                        // rotation vector from commanded to actual torso, in H, rad
  double torso_tilt;                                  // of the torso from the vertical, rad
  std::array<FootView, 2> feet;                       // left, right
  double swing_height;                                // wanted in mid-swing, m
  std::span<const double> q, qd, tau;                 // rad, rad/s, N m; the robot's joint order
  std::span<const double> last_qd;                    // a control step ago
  std::span<const double> lower, upper;               // soft limits of the joints, rad
  std::span<const float> action, last, last_but_one;  // of the policy
  std::span<const size_t> driven;                     // joints of the actions
  std::span<const size_t> splayed;                    // hip roll and yaw joints
};

// links and joints that the view needs, found by name once
struct LocomotionBodies {
  explicit LocomotionBodies(const physics::Model& model);
  int torso;
  std::array<int, 2> feet;
};

// Fills what the simulation shows: heading frame, feet, torso, joints. Command, clock and actions are the caller's.
void Look(const env::Sight& sight, const LocomotionBodies& bodies, LocomotionView& view) noexcept;

}  // namespace porter::tasks
