// Inverse kinematics of a limb: joint angles that bring a point of its tip to a place, turned as wanted, within the
// joints' limits. Damped least squares with weights on the axes of the turn and a pull towards a posture in what is
// left free (facts/experiments.md 1). Made to be called every control step from the last result.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string_view>
#include <vector>

#include "porter/math/transform3.h"
#include "porter/robot/mjcf.h"
#include "porter/robot/robot_spec.h"
#include "porter/wbc/limb.h"

namespace porter::motion {

struct LimbIkConfig {
  double damping = 0.02;                 // of joint motion, m/rad
  double turn_weight = 0.15;             // what a radian of turn counts beside a metre, m/rad
  Eigen::Vector3d axis_weight{1, 1, 1};  // share of that about the tip's x, y, z
  double posture_weight = 0.01;          // pull towards the posture, m/rad
  double max_step = 0.2;                 // of a joint in one iteration, rad
  double margin = 0.02;                  // kept from the joints' limits, rad
  int iterations = 20;
};

class LimbIk {
 public:
  // throws core::Error as wbc::Limb
  LimbIk(const robot::RobotSpec& robot, const robot::MjcfModel& model, std::string_view root, std::string_view tip,
         const LimbIkConfig& config = {});

  // what is left between wish and result
  struct Error {
    double position = 0;  // m
    double turn = 0;      // about the weighted axes, rad
  };
  // X_RG: where the point p_tip of the tip shall be and how the tip shall be turned, in the root's frame; p_tip: in the
  // tip's frame, m; posture: of the limb's joints, rad [joints()]; q: all joints of the robot, start and result, rad
  Error Solve(const math::Transform3& X_RG, const Eigen::Vector3d& p_tip, std::span<const double> posture,
              std::span<double> q) const noexcept;

  const wbc::Limb& limb() const { return limb_; }

 private:
  static constexpr size_t kMostJoints = 8;

  wbc::Limb limb_;
  LimbIkConfig config_;
  std::vector<double> lower_, upper_;  // rad   [joints()]
};

}  // namespace porter::motion
