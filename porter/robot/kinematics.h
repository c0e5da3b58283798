// Forward kinematics and geometric Jacobians of a floating robot, without a simulator: for tracker references, inverse
// kinematics and the real robot. Double precision; nothing allocates after construction. Equal to MuJoCo's by test.
#pragma once

#include <Eigen/Core>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/math/transform3.h"
#include "porter/robot/mjcf.h"
#include "porter/robot/robot_spec.h"
#include "porter/robot/robot_state.h"

namespace porter::robot {

// how a hinge moves its link: a turn by `angle`, rad, about an axis through its anchor, both in the link's frame
inline math::Transform3 HingeMotion(const Eigen::Vector3d& axis, const Eigen::Vector3d& anchor, double angle) {
  const Eigen::Matrix3d turn = Eigen::AngleAxisd(angle, axis).toRotationMatrix();
  return {turn, anchor - turn * anchor};
}

// where every link is: the result of one pass over the tree, and the scratch of what follows it
struct LinkPoses {
  std::vector<math::Transform3> X_WL;  // [num_links]
};

class Kinematics {
 public:
  // Angles are in the order of `joints`, which must be exactly the joints of the model; throws core::Error.
  Kinematics(const MjcfModel& model, std::span<const std::string> joints);
  // the robot's own model and joint order; throws core::Error
  static Kinematics Of(const RobotSpec& robot);

  int num_joints() const { return num_joints_; }
  int num_links() const { return static_cast<int>(links_.size()); }

  // Index of a link, site or camera (x right, y down, z forward) by name; throws core::Error with the nearest name.
  int FrameId(std::string_view name) const;
  // Name of the link with this index, 0..num_links - 1; links are also frames, with the same index.
  const std::string& LinkName(int link) const { return frames_[static_cast<size_t>(link)].name; }

  LinkPoses MakePoses() const;

  // X_WB: pelvis (root) in the world; q: joint angles, rad   [num_joints]
  void Forward(const math::Transform3& X_WB, std::span<const double> q, LinkPoses& poses) const noexcept;
  void Forward(const RobotState& state, LinkPoses& poses) const noexcept;

  math::Transform3 FramePose(const LinkPoses& poses, int frame) const noexcept;  // X_WF

  // d/dt of a frame = J [v_WB; w_WB_B; qd], with RobotState's velocities. Rows 0-2: velocity of the frame's origin in
  // W, m/s; rows 3-5: angular velocity in W, rad/s.   [6, 6 + num_joints]
  void Jacobian(const LinkPoses& poses, int frame, Eigen::Ref<Eigen::MatrixXd> jacobian) const noexcept;

 private:
  struct Link {
    int parent = -1;
    int joint = -1;  // -1: fixed to its parent; the root floats
    math::Transform3 X_PL;
    Eigen::Vector3d axis = Eigen::Vector3d::UnitZ();
    Eigen::Vector3d anchor = Eigen::Vector3d::Zero();
  };
  struct Frame {
    std::string name;
    int link = 0;
    math::Transform3 X_LF;
  };

  int num_joints_ = 0;
  std::vector<Link> links_;    // parents before children
  std::vector<Frame> frames_;  // links first, then sites and cameras
};

}  // namespace porter::robot
