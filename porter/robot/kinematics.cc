#include "porter/robot/kinematics.h"

#include <algorithm>
#include <set>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/robot/joint_order.h"
#include "porter/robot/model_check.h"

namespace porter::robot {
namespace {

int IndexOf(std::span<const std::string> names, const std::string& name) {
  return static_cast<int>(std::ranges::find(names, name) - names.begin());
}

// links, sites and cameras share one name space here, unlike in MJCF
void RequireDistinctNames(const MjcfModel& model) {
  std::set<std::string> names;
  const auto take = [&](const std::string& name) {
    if (names.insert(name).second) return;
    throw core::Error({.what = "two links, sites or cameras share a name",
                       .place = {.file = model.source},
                       .found = "'" + name + "' twice",
                       .expected = "one frame a name",
                       .hint = "rename one of them"});
  };
  for (const MjcfBody& body : model.bodies) take(body.name);
  for (const MjcfFrame& frame : model.frames) take(frame.name);
}

}  // namespace

Kinematics::Kinematics(const MjcfModel& model, std::span<const std::string> joints)
    : num_joints_(static_cast<int>(joints.size())) {
  FromTo({.name = "joint order", .joints = {joints.begin(), joints.end()}},
         {.name = model.source, .joints = model.JointNames()});
  RequireDistinctNames(model);
  for (const MjcfBody& body : model.bodies) {
    Link link{.parent = body.parent, .X_PL = body.X_PL};
    if (body.joint) {
      link.joint = IndexOf(joints, body.joint->name);
      link.axis = body.joint->axis;
      link.anchor = body.joint->anchor;
    }
    frames_.push_back({.name = body.name, .link = static_cast<int>(links_.size())});
    links_.push_back(link);
  }
  for (const MjcfFrame& frame : model.frames) {
    frames_.push_back({.name = frame.name, .link = frame.body, .X_LF = frame.X_LF});
  }
}

Kinematics Kinematics::Of(const RobotSpec& robot) {
  const MjcfModel model = LoadMjcf(std::string(robot.model));
  CheckJoints(robot, model.JointNames(), model.source, OrderRule::kAnyOrder);
  return {model, JointNames(robot)};
}

int Kinematics::FrameId(std::string_view name) const {
  const auto it = std::ranges::find(frames_, name, &Frame::name);
  if (it != frames_.end()) return static_cast<int>(it - frames_.begin());
  std::vector<std::string> names;
  for (const Frame& frame : frames_) names.push_back(frame.name);
  throw core::Error({.what = "the model has no such link, site or camera",
                     .found = core::Cat("'", name, "'"),
                     .hint = "did you mean '" + core::NearestName(name, names) + "'?"});
}

LinkPoses Kinematics::MakePoses() const {
  return {.X_WL = std::vector<math::Transform3>(links_.size())};
}

void Kinematics::Forward(const math::Transform3& X_WB, std::span<const double> q, LinkPoses& poses) const noexcept {
  PORTER_DCHECK(q.size() == static_cast<size_t>(num_joints_) && poses.X_WL.size() == links_.size());
  poses.X_WL[0] = X_WB;
  for (size_t l = 1; l < links_.size(); ++l) {
    const Link& link = links_[l];
    math::Transform3& X_WL = poses.X_WL[l];
    X_WL = poses.X_WL[static_cast<size_t>(link.parent)] * link.X_PL;
    if (link.joint < 0) continue;
    X_WL = X_WL * HingeMotion(link.axis, link.anchor, q[static_cast<size_t>(link.joint)]);
  }
}

void Kinematics::Forward(const RobotState& state, LinkPoses& poses) const noexcept {
  Forward({state.R_WB, state.p_WB}, {state.q.data(), static_cast<size_t>(state.q.size())}, poses);
}

math::Transform3 Kinematics::FramePose(const LinkPoses& poses, int frame) const noexcept {
  const Frame& f = frames_[static_cast<size_t>(frame)];
  return poses.X_WL[static_cast<size_t>(f.link)] * f.X_LF;
}

void Kinematics::Jacobian(const LinkPoses& poses, int frame, Eigen::Ref<Eigen::MatrixXd> jacobian) const noexcept {
  PORTER_DCHECK(jacobian.rows() == 6 && jacobian.cols() == 6 + num_joints_);
  jacobian.setZero();
  const Eigen::Vector3d p_WF = FramePose(poses, frame).translation();
  const math::Transform3& X_WB = poses.X_WL[0];
  const Eigen::Vector3d p_BF_W = p_WF - X_WB.translation();
  jacobian.topLeftCorner<3, 3>().setIdentity();
  for (int i = 0; i < 3; ++i) {
    const Eigen::Vector3d axis = X_WB.rotation().col(i);
    jacobian.col(3 + i) << axis.cross(p_BF_W), axis;
  }
  for (int l = frames_[static_cast<size_t>(frame)].link; l > 0; l = links_[static_cast<size_t>(l)].parent) {
    const Link& link = links_[static_cast<size_t>(l)];
    if (link.joint < 0) continue;
    const math::Transform3& X_WL = poses.X_WL[static_cast<size_t>(l)];
    const Eigen::Vector3d axis = X_WL.rotation() * link.axis;
    jacobian.col(6 + link.joint) << axis.cross(p_WF - X_WL * link.anchor), axis;
  }
}

}  // namespace porter::robot
