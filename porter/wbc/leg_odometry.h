// What legs tell of the pelvis' motion: encoders and gyroscope give its place and velocity over the feet, with the
// lower foot taken as fixed to the floor. Numbers that the real robot measures; a network would have to learn the
// kinematics for them. All horizontal, in the heading frame H of the pelvis (x forward, y left, level).
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>

#include "porter/wbc/controller.h"
#include "porter/wbc/limb.h"

namespace porter::wbc {

struct Odometry {
  static constexpr double kGravityShare = 0.1;    // of the newest direction of gravity, per control step
  static constexpr double kVelocityShare = 0.25;  // of the newest velocity

  // what is remembered between control steps
  Eigen::Vector3f gravity_B{0, 0, -1};                 // smoothed
  Eigen::Vector2f velocity = Eigen::Vector2f::Zero();  // of the pelvis, smoothed, m/s
  // what the newest step shows
  Eigen::Vector2f feet_middle = Eigen::Vector2f::Zero();  // middle of both soles from the pelvis, m
  Eigen::Vector2f feet_apart = Eigen::Vector2f::Zero();   // left minus right, m
};

class LegOdometry {
 public:
  LegOdometry(const robot::RobotSpec& robot, const robot::MjcfModel& model);

  // first: no past. period: of a control step, s
  void Update(const ControlInput& input, bool first, double period, Odometry& odometry) const noexcept;

 private:
  std::array<Limb, 2> legs_;  // left, right
};

}  // namespace porter::wbc
