#include "porter/tasks/place_pick/rewards.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/math/rotation.h"
#include "porter/wbc/controller.h"

namespace porter::tasks {
namespace {

using Eigen::Vector3d;
using View = PlacePickView;
using enum Stage;

const Vector3d kPredrop(-0.03, 0, 0.2);    // of the palm from the tray, m
const Vector3d kLiftGoal(0.3, -0.1, 0.3);  // of the grasped object from the pelvis, m

double Squared(double x) {
  return x * x;
}

bool In(const View& v, Stage first, Stage last) {
  return v.stage.stage >= first && v.stage.stage <= last;
}

double SquaredSum(const auto& values) {
  double sum = 0;
  for (const double x : values) sum += x * x;
  return sum;
}

// right arm and right hand, in the robot's order
double ArmSquared(const View& v) {
  double sum = 0;
  for (size_t j = 0; j < 7; ++j) sum += Squared(v.qd[kRightArm + j]);
  return sum;
}

double FingersSquared(const View& v) {
  double sum = 0;
  for (const size_t j : kRightHand) sum += Squared(v.qd[j]);
  return sum;
}

double PoseError(const View& v, const std::array<double, 7>& pose) {
  double sum = 0;
  for (size_t j = 0; j < pose.size(); ++j) sum += Squared(v.q[kRightArm + j] - pose[j]);
  return std::sqrt(sum);
}

bool OneFoot(const View& v) {
  return !(v.loaded[0] && v.loaded[1]);
}

double Linear(const View& v) {
  return std::abs(v.command[0]) + std::abs(v.command[1]);
}

double PlanarTo(const View& v, const Vector3d& p) {
  return (v.X_YB.translation() - p).head<2>().norm();
}

double Excess(double value, double limit) {
  return std::max(0.0, std::abs(value) - limit);
}

// of fingertips and palm
double FarthestToFront(const View& v) {
  double farthest = (v.palm - v.front.middle).norm();
  for (const Vector3d& tip : v.tips) farthest = std::max(farthest, (tip - v.front.middle).norm());
  return farthest;
}

double AboveTable(const View& v) {  // lowest face of the front object, m
  return v.front.X_YO.translation().z() - v.X_YK.translation().z();
}

double PredropSquared(const View& v) {
  return (v.palm - v.X_YTray.translation() - kPredrop).squaredNorm();
}

bool NearTable(const View& v) {
  return AboveTable(v) < 0.15;
}

// ---- the terms, in the order of facts/viral.md 4

// The released code does not wrap the difference of the angles; here it is wrapped.
double UpfrontHeading(const View& v) noexcept {
  if (v.stage.stage != kApproach) return 0;
  const Vector3d to = v.front.middle - v.X_YB.translation();
  const double error = std::remainder(std::atan2(to.y(), to.x()) - math::Yaw(v.X_YB.rotation()), 2 * std::numbers::pi);
  return Squared(error / std::numbers::pi);
}

double BottleInMiddle(const View& v) noexcept {
  if (v.stage.stage != kApproach) return 0;
  const double y = v.front.middle.y();
  return (v.palm.y() > y - 0.1 ? 1 : 0) + (v.left_palm.y() < y + 0.1 ? 1 : 0);
}

double DeltaActionRate(const View& v) noexcept {
  return SquaredSum(v.action);
}
double DofVel(const View& v) noexcept {
  return SquaredSum(v.qd);
}
double DofAcc(const View& v) noexcept {
  double sum = 0;
  for (size_t j = 0; j < v.qd.size(); ++j) sum += Squared((v.last_qd[j] - v.qd[j]) / wbc::kControlPeriod);
  return sum;
}
double Torques(const View& v) noexcept {
  return SquaredSum(v.tau);
}
double OutputSmoothness(const View& v) noexcept {
  double sum = 0;
  for (size_t k = 0; k < v.command.size(); ++k) sum += Squared(v.command[k] - v.last_command[k]);
  return sum;
}
double FingerPrimitiveLimit(const View& v) noexcept {
  return Excess(v.hand(), 0.5);
}
double LargeLinvelX(const View& v) noexcept {
  return Excess(v.sums[0], 0.4);
}
double LargeLinvelY(const View& v) noexcept {
  return Excess(v.sums[1], 0.4);
}
double LargeAngvel(const View& v) noexcept {
  return Excess(v.sums[2], 0.8);
}
// the right arm's sums; published over both arms and before their factor of 0.25
double LargeUpperBody(const View& v) noexcept {
  double sum = 0;
  for (size_t j = 0; j < 7; ++j) sum += Excess(v.sums[3 + j] / 0.25, 6.28);
  return sum;
}
double ZeroLinvel(const View& v) noexcept {
  return In(v, kPlace, kTurn) ? Linear(v) : 0;
}
double ZeroPlanarUntilTurn(const View& v) noexcept {
  if (v.stage.stage == kApproach) return 3;
  return In(v, kReach, kGrasp) ? Linear(v) + std::abs(v.command[2]) : 0;
}
double ZeroPlanar(const View& v) noexcept {
  return v.stage.stage == kApproach ? 3 : Linear(v);
}
double ZeroAngularWhenTurned(const View& v) noexcept {
  return v.stage.stage == kTurn && v.facing() > 0.85 ? std::abs(v.command[2]) : 1;
}
double DistanceToBox(const View& v) noexcept {
  return v.stage.stage == kApproach ? std::exp(-4 * Squared(PlanarTo(v, v.front.middle) - 0.45)) : 1;
}
double UpperBodyActions(const View& v) noexcept {
  if (v.stage.stage != kApproach) return 0;
  double sum = 0;
  for (size_t j = 0; j < 7; ++j) sum += Squared(v.q[kRightArm + j]);
  return sum;
}
double KeepHandClosed(const View& v) noexcept {
  return In(v, kApproach, kReach) ? std::exp(-4 * Squared(v.hand() - 0.5)) : 1;
}
double HandPredrop(const View& v) noexcept {
  return In(v, kReach, kPlace) ? std::exp(-4 * PredropSquared(v)) : 1;
}
double PenaltyHandPredrop(const View& v) noexcept {
  return In(v, kReach, kPlace) ? PredropSquared(v) : 0;
}
double ReleaseBottle(const View& v) noexcept {
  return v.stage.stage == kPlace ? v.hold.touch() : 0;
}
double HoldingObject(const View& v) noexcept {
  return In(v, kApproach, kReach) ? std::exp(-4 * (v.hold.middle - v.palm).norm()) : 1;
}
double HandObjectDistance(const View& v) noexcept {
  return In(v, kGrasp, kTurn) ? std::exp(-10 * FarthestToFront(v)) : 0;
}
double GraspDirection(const View& v) noexcept {
  if (!In(v, kGrasp, kTurn)) return 0;
  const Vector3d thumb = v.tips[0] - v.front.middle, fingers = 0.5 * (v.tips[1] + v.tips[2]) - v.front.middle;
  return -thumb.normalized().dot(fingers.normalized());
}
double GraspForce(const View& v) noexcept {
  return In(v, kGrasp, kTurn) ? std::clamp(v.front.touch() / kNumTouches, 0.0, 2.0) : 0;
}
double LiftGoalDistance(const View& v) noexcept {
  if (!In(v, kGrasp, kTurn)) return 0;
  return std::exp(-10 * (v.front.middle - v.X_YB * kLiftGoal).norm());
}
double LiftZ(const View& v) noexcept {
  return In(v, kGrasp, kTurn) ? LiftOf(v) : 0;
}
double TurnAround(const View& v) noexcept {
  return v.stage.stage == kTurn ? 1 + v.facing() : 0;
}
double TrackAfterTurning(const View& v) noexcept {
  if (!In(v, kGrasp, kTurn)) return 0;
  const double distance = (v.X_YB.translation().head<2>() - v.placement).norm();
  return std::exp(-std::max(distance, 0.5)) * (v.facing() + 1);
}
double TrackHoldPose(const View& v) noexcept {
  return In(v, kApproach, kPlace) ? std::exp(-4 * PoseError(v, kHoldPose)) : 1;
}
double TrackFrontPose(const View& v) noexcept {
  if (!In(v, kGrasp, kTurn) || LiftOf(v) < 0.099) return 0;
  return std::exp(-4 * PoseError(v, kFrontPose));
}
double FastRightArm(const View& v) noexcept {
  return ArmSquared(v);
}
double FingersDuringArm(const View& v) noexcept {
  return In(v, kReach, kTurn) ? std::exp(-6 * std::sqrt(ArmSquared(v) * FingersSquared(v))) : 0;
}
double FingersOnOneFoot(const View& v) noexcept {
  return In(v, kReach, kGrasp) && OneFoot(v) ? std::sqrt(FingersSquared(v)) : 0;
}
double ArmOnOneFoot(const View& v) noexcept {
  return In(v, kReach, kGrasp) && OneFoot(v) ? std::sqrt(ArmSquared(v)) : 0;
}
double MoveInTableContact(const View& v) noexcept {
  return In(v, kReach, kTurn) && v.front_table > 0.1 ? v.front.velocity.head<2>().norm() : 0;
}
double RelativeMove(const View& v) noexcept {
  if (!In(v, kReach, kGrasp) || v.front.touch() <= 0.1) return 0;
  return std::abs(v.front.velocity.z() - v.palm_velocity.z());
}
double LeanDuringPick(const View& v) noexcept {
  if (v.stage.stage == kTurn || !NearTable(v)) return 0;
  return v.front.X_YO.rotation().row(2).head<2>().squaredNorm();
}
double NonUpVelocity(const View& v) noexcept {
  if (v.stage.stage == kTurn || !NearTable(v)) return 0;
  const Vector3d& u = v.front.velocity;
  return std::abs(u.x()) + std::abs(u.y()) + std::abs(std::min(u.z(), 0.0));
}

constexpr env::Term<View> kTerms[] = {
    {"upfront_heading", UpfrontHeading},
    {"bottle_in_middle", BottleInMiddle},
    {"delta_action_rate", DeltaActionRate},
    {"dof_vel", DofVel},
    {"dof_acc", DofAcc},
    {"torques", Torques},
    {"output_smoothness", OutputSmoothness},
    {"finger_primitive_limit", FingerPrimitiveLimit},
    {"command_large_linvel_x", LargeLinvelX},
    {"command_large_linvel_y", LargeLinvelY},
    {"command_large_angvel", LargeAngvel},
    {"command_large_upper_body", LargeUpperBody},
    {"zero_linvel_x_y", ZeroLinvel},
    {"zero_XY_Ang_Ddp_ABS", ZeroPlanarUntilTurn},
    {"zero_XY_Ddpt_ABS", ZeroPlanar},
    {"zero_Ang_At_ABS", ZeroAngularWhenTurned},
    {"robot_distance_to_box", DistanceToBox},
    {"upper_body_actions", UpperBodyActions},
    {"keep_hand_closed", KeepHandClosed},
    {"hand_predrop_pos_distance", HandPredrop},
    {"penalty_hand_predrop", PenaltyHandPredrop},
    {"release_bottle", ReleaseBottle},
    {"holding_object", HoldingObject},
    {"hand_object_distance", HandObjectDistance},
    {"grasp_based_on_obj_finger_dir", GraspDirection},
    {"grasp_force", GraspForce},
    {"lift_goal_distance", LiftGoalDistance},
    {"lift_z", LiftZ},
    {"task_turn_around", TurnAround},
    {"track_xy_after_turning", TrackAfterTurning},
    {"qpos_tracking_hold", TrackHoldPose},
    {"qpos_tracking_front", TrackFrontPose},
    {"fast_right_arm_qvel", FastRightArm},
    {"finger_qvel_during_arm_qvel", FingersDuringArm},
    {"finger_qvel_single_foot", FingersOnOneFoot},
    {"arm_qvel_single_foot", ArmOnOneFoot},
    {"bottle_move_table_contact", MoveInTableContact},
    {"bottle_relative_move", RelativeMove},
    {"bottle_lean_during_pick", LeanDuringPick},
    {"bottle_non_z_up_velocity", NonUpVelocity},
};

}  // namespace

std::span<const env::Term<PlacePickView>> PlacePickTerms() {
  return kTerms;
}

// Published as clamp(z_obj - z_tabletop, 0.075, 0.175) - 0.075 of the middle of a bottle 0.15 m high; from the lowest
// face it holds for all objects.
double LiftOf(const PlacePickView& v) noexcept {
  return std::clamp(AboveTable(v), 0.0, 0.1);
}

}  // namespace porter::tasks
