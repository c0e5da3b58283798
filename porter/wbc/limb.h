// A leg or an arm as a chain of joints, faster than kinematics of the whole robot: where its end is and how fast it
// moves, and how its mass is spread. What hangs on the end (foot, hand with its fingers as they are at zero) moves
// with it. Equal to robot::Kinematics by test.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string_view>
#include <vector>

#include "porter/math/transform3.h"
#include "porter/robot/mjcf.h"
#include "porter/robot/robot_spec.h"

namespace porter::wbc {

class Limb {
 public:
  // from the link `root` (exclusive) to the link `tip`; throws core::Error for a link that is not there or not beyond
  Limb(const robot::RobotSpec& robot, const robot::MjcfModel& model, std::string_view root, std::string_view tip);

  struct Motion {
    Eigen::Vector3d p;  // of the point in the root's frame, m
    Eigen::Vector3d v;  // its velocity against the root, in the root's frame, m/s
  };

  // a point of the tip, in the tip's frame, m   q: rad, qd: rad/s, the robot's joint order [num_joints]
  Motion MotionOf(const Eigen::Vector3d& p_tip, std::span<const double> q, std::span<const double> qd) const noexcept;

  // joints of the limb in the robot's order, from the root outward
  std::span<const size_t> joints() const { return joints_; }

  // where the tip is, in the root's frame   q: rad, the robot's joint order [num_joints]
  math::Transform3 PoseOf(std::span<const double> q) const noexcept;

  // Turns the limb's six joints until its tip, which is near, is at X_RT: three steps of damped least squares with the
  // Jacobian of the first, so a stretched limb stops short of what it cannot reach.   q: as above
  void Reach(const math::Transform3& X_RT, std::span<double> q) const noexcept;

  // how the tip's origin and orientation move with the joints, in the root's frame: rows 0-2 velocity, m/s per rad/s,
  // rows 3-5 angular velocity   q: as above; jacobian [6, joints()]
  void Jacobian(std::span<const double> q,
                Eigen::Ref<Eigen::Matrix<double, 6, Eigen::Dynamic>> jacobian) const noexcept;

  // Torques that hold the limb still against gravity, with a load at its tip.   q: as above; gravity_R: in the root's
  // frame, m/s^2; load: kg; p_tip: of the load, in the tip's frame, m; torque: N m   [joints()]
  struct Load {
    double mass = 0;
    Eigen::Vector3d p_tip = Eigen::Vector3d::Zero();
  };
  void GravityTorque(std::span<const double> q, const Eigen::Vector3d& gravity_R, const Load& load,
                     std::span<double> torque) const noexcept;

  // sum of mass times place in the root's frame, kg m   q: rad, the robot's joint order [num_joints]
  Eigen::Vector3d Moment(std::span<const double> q) const noexcept;

 private:
  struct Link {
    math::Transform3 X_PL;                             // at zero angle
    Eigen::Vector3d axis = Eigen::Vector3d::UnitZ();   // of its joint, in the link's frame
    Eigen::Vector3d anchor = Eigen::Vector3d::Zero();  // of its joint, in the link's frame, m
    size_t joint = 0;                                  // in the robot's order
    double mass = 0;                                   // with all that is fixed to it, kg
    Eigen::Vector3d moment = Eigen::Vector3d::Zero();  // mass times centre of mass, in the link's frame, kg m
  };

  std::vector<Link> links_;     // from the root outward
  std::vector<size_t> joints_;  // of the links
};

}  // namespace porter::wbc
