#include "porter/wbc/limb.h"

#include <Eigen/Cholesky>
#include <algorithm>
#include <array>
#include <string>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/robot/kinematics.h"

namespace porter::wbc {
namespace {

constexpr size_t kMostLinks = 12;
constexpr size_t kReachJoints = 6;

int BodyId(const robot::MjcfModel& model, std::string_view name) {
  const auto at = std::ranges::find(model.bodies, name, &robot::MjcfBody::name);
  if (at == model.bodies.end()) {
    throw core::Error(
        {.what = "the model has no such link", .place = {.file = model.source}, .found = core::Cat("'", name, "'")});
  }
  return static_cast<int>(at - model.bodies.begin());
}

// mass and moment of a link and of all that hangs on it but `next`, in the link's frame
void Gather(const robot::MjcfModel& model, int body, int next, const math::Transform3& X_LB, double& mass,
            Eigen::Vector3d& moment) {
  const robot::MjcfBody& b = model.bodies[static_cast<size_t>(body)];
  if (b.inertial) {
    mass += b.inertial->mass;
    moment += b.inertial->mass * (X_LB * b.inertial->p_LM);
  }
  for (size_t c = static_cast<size_t>(body) + 1; c < model.bodies.size(); ++c) {
    if (model.bodies[c].parent != body || static_cast<int>(c) == next) continue;
    Gather(model, static_cast<int>(c), next, X_LB * model.bodies[c].X_PL, mass, moment);
  }
}

}  // namespace

Limb::Limb(const robot::RobotSpec& robot, const robot::MjcfModel& model, std::string_view root, std::string_view tip) {
  const std::vector<std::string> names = robot::JointNames(robot);
  const int first = BodyId(model, root);
  int next = -1;
  for (int body = BodyId(model, tip); body != first; body = model.bodies[static_cast<size_t>(body)].parent) {
    if (body < 0) {
      throw core::Error({.what = "a limb ends at a link that does not hang on its root",
                         .place = {.file = model.source},
                         .found = core::Cat("'", tip, "' and '", root, "'")});
    }
    const robot::MjcfBody& b = model.bodies[static_cast<size_t>(body)];
    const auto joint = b.joint ? std::ranges::find(names, b.joint->name) : names.end();
    if (joint == names.end()) {
      throw core::Error({.what = "a link of a limb has no joint of the robot",
                         .place = {.file = model.source},
                         .found = "'" + b.name + "'"});
    }
    Link link{.X_PL = b.X_PL, .axis = b.joint->axis, .anchor = b.joint->anchor};
    link.joint = static_cast<size_t>(joint - names.begin());
    Gather(model, body, next, {}, link.mass, link.moment);
    links_.insert(links_.begin(), link);
    next = body;
  }
  PORTER_CHECK(links_.size() <= kMostLinks);
  for (const Link& link : links_) joints_.push_back(link.joint);
}

Limb::Motion Limb::MotionOf(const Eigen::Vector3d& p_tip, std::span<const double> q,
                            std::span<const double> qd) const noexcept {
  math::Transform3 X_RL;
  std::array<Eigen::Vector3d, kMostLinks> at, axis;
  for (size_t l = 0; l < links_.size(); ++l) {
    const Link& link = links_[l];
    X_RL = X_RL * link.X_PL * robot::HingeMotion(link.axis, link.anchor, q[link.joint]);
    at[l] = X_RL * link.anchor;
    axis[l] = X_RL.rotation() * link.axis;
  }
  Motion motion{X_RL * p_tip, Eigen::Vector3d::Zero()};
  for (size_t l = 0; l < links_.size(); ++l) motion.v += qd[links_[l].joint] * axis[l].cross(motion.p - at[l]);
  return motion;
}

math::Transform3 Limb::PoseOf(std::span<const double> q) const noexcept {
  math::Transform3 X_RL;
  for (const Link& link : links_) X_RL = X_RL * link.X_PL * robot::HingeMotion(link.axis, link.anchor, q[link.joint]);
  return X_RL;
}

void Limb::Jacobian(std::span<const double> q,
                    Eigen::Ref<Eigen::Matrix<double, 6, Eigen::Dynamic>> jacobian) const noexcept {
  const Eigen::Vector3d tip = PoseOf(q).translation();
  math::Transform3 X_RL;
  for (size_t l = 0; l < links_.size(); ++l) {
    const Link& link = links_[l];
    X_RL = X_RL * link.X_PL * robot::HingeMotion(link.axis, link.anchor, q[link.joint]);
    const Eigen::Vector3d axis = X_RL.rotation() * link.axis;
    jacobian.col(static_cast<Eigen::Index>(l)) << axis.cross(tip - X_RL * link.anchor), axis;
  }
}

void Limb::GravityTorque(std::span<const double> q, const Eigen::Vector3d& gravity_R, const Load& load,
                         std::span<double> torque) const noexcept {
  std::array<math::Transform3, kMostLinks> X_RL;
  for (size_t l = 0; l < links_.size(); ++l) {
    const Link& link = links_[l];
    const math::Transform3 hinge = link.X_PL * robot::HingeMotion(link.axis, link.anchor, q[link.joint]);
    X_RL[l] = l == 0 ? hinge : X_RL[l - 1] * hinge;
  }
  double mass = load.mass;  // of all that hangs on the joint, and its moment in the root's frame
  Eigen::Vector3d moment = load.mass * (X_RL[links_.size() - 1] * load.p_tip);
  for (size_t l = links_.size(); l-- > 0;) {
    const Link& link = links_[l];
    mass += link.mass;
    moment += X_RL[l].rotation() * link.moment + link.mass * X_RL[l].translation();
    const Eigen::Vector3d axis = X_RL[l].rotation() * link.axis, anchor = X_RL[l] * link.anchor;
    torque[l] = -axis.dot((moment - mass * anchor).cross(gravity_R));
  }
}

void Limb::Reach(const math::Transform3& X_RT, std::span<double> q) const noexcept {
  PORTER_CHECK(links_.size() == kReachJoints);
  constexpr int kSteps = 3;
  constexpr double kDamping = 0.03;  // of the tip's motion by a joint, m and rad
  using Vector6 = Eigen::Matrix<double, kReachJoints, 1>;
  using Matrix6 = Eigen::Matrix<double, kReachJoints, kReachJoints>;
  math::Transform3 tip = PoseOf(q);
  Matrix6 jacobian;  // of the tip's origin and orientation, in the root's frame
  math::Transform3 X_RL;
  for (size_t l = 0; l < kReachJoints; ++l) {
    const Link& link = links_[l];
    X_RL = X_RL * link.X_PL * robot::HingeMotion(link.axis, link.anchor, q[link.joint]);
    const Eigen::Vector3d axis = X_RL.rotation() * link.axis;
    jacobian.col(static_cast<Eigen::Index>(l)) << axis.cross(tip.translation() - X_RL * link.anchor), axis;
  }
  const Matrix6 normal = jacobian.transpose() * jacobian + kDamping * kDamping * Matrix6::Identity();
  const Eigen::LLT<Matrix6> solver(normal);
  for (int step = 0; step < kSteps; ++step) {
    const Eigen::Matrix3d turn = X_RT.rotation() * tip.rotation().transpose();
    Vector6 error;  // rotation: axis times the sine of the angle
    error << X_RT.translation() - tip.translation(), 0.5 * (turn(2, 1) - turn(1, 2)), 0.5 * (turn(0, 2) - turn(2, 0)),
        0.5 * (turn(1, 0) - turn(0, 1));
    const Vector6 change = solver.solve(jacobian.transpose() * error);
    for (size_t l = 0; l < kReachJoints; ++l) q[links_[l].joint] += change[static_cast<Eigen::Index>(l)];
    if (step + 1 < kSteps) tip = PoseOf(q);
  }
}

Eigen::Vector3d Limb::Moment(std::span<const double> q) const noexcept {
  math::Transform3 X_RL;
  Eigen::Vector3d moment = Eigen::Vector3d::Zero();
  for (const Link& link : links_) {
    X_RL = X_RL * link.X_PL * robot::HingeMotion(link.axis, link.anchor, q[link.joint]);
    moment += X_RL.rotation() * link.moment + link.mass * X_RL.translation();
  }
  return moment;
}

}  // namespace porter::wbc
