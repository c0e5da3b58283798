#include "porter/robot/robot_state.h"

#include "porter/math/mirror.h"

namespace porter::robot {
namespace {

void MirrorJoints(const math::SignedPermutation& joints, const Eigen::VectorXd& from, Eigen::VectorXd& to) noexcept {
  joints.Apply<double>({from.data(), static_cast<size_t>(from.size())}, {to.data(), static_cast<size_t>(to.size())});
}

}  // namespace

void MirrorState(const math::SignedPermutation& joints, const RobotState& state, RobotState& image) noexcept {
  image.p_WB = math::MirrorPolar(state.p_WB);
  image.R_WB = math::MirrorRotation(state.R_WB);
  image.v_WB = math::MirrorPolar(state.v_WB);
  image.w_WB_B = math::MirrorAxial(state.w_WB_B);
  MirrorJoints(joints, state.q, image.q);
  MirrorJoints(joints, state.qd, image.qd);
  MirrorJoints(joints, state.tau, image.tau);
}

}  // namespace porter::robot
