#include "porter/tasks/locomotion/rewards.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace porter::tasks {
namespace {

using V = LocomotionView;

double Square(double x) {
  return x * x;
}

// a wide and a narrow bell of one error, half of each
double TwoBells(double square, double wide, double narrow) {
  return 0.5 * std::exp(-square / wide) + 0.5 * std::exp(-square / narrow);
}

template <class F>
double SumFeet(const V& v, F&& f) {
  return f(v.feet[0]) + f(v.feet[1]);
}

template <class F>
double SumDriven(const V& v, F&& f) {
  double sum = 0;
  for (const size_t j : v.driven) sum += f(j);
  return sum;
}

// height of a foot in its swing: rises and sinks without speed at either end
double SwingTarget(const V& v, const FootView& foot) {
  return v.swing_height * Square(std::sin(std::numbers::pi * foot.swing));
}

double TrackVelocity(const V& v) noexcept {
  return VelocityScore(v);
}

double TrackYawRate(const V& v) noexcept {
  return TwoBells(Square(v.mean_velocity.z() - v.command.wz), 0.25, 0.04);
}

double TrackHeight(const V& v) noexcept {
  const double error = std::abs(v.height - v.command.height);
  return 0.5 * std::exp(-error / 0.12) + 0.5 * std::exp(-error * error / 0.001);
}

double TrackTorso(const V& v) noexcept {
  const double square = v.torso_error.squaredNorm();
  return 0.5 * std::exp(-std::sqrt(square) / 0.3) + 0.5 * std::exp(-square / 0.01);
}

double Alive(const V&) noexcept {
  return 1;
}

// feet follow the height that the clock gives them
double FootHeight(const V& v) noexcept {
  const double square = SumFeet(v, [&](const FootView& foot) { return Square(foot.height - SwingTarget(v, foot)); });
  return std::exp(-square / 0.003);
}

double ContactMatch(const V& v) noexcept {
  return 2 * ContactScore(v);
}

// how far a foot that shall swing is lifted; without it standing still is the best that a walker finds
double SwingClearance(const V& v) noexcept {
  return SumFeet(v, [&](const FootView& foot) {
    return foot.swing > 0 ? std::clamp(foot.height, 0.0, SwingTarget(v, foot)) / v.swing_height : 0;
  });
}

// errors of velocity that stay over whole gait cycles
double TrackMean(const V& v) noexcept {
  return std::exp(-v.mean_error.head<2>().squaredNorm() / 0.006) + 0.5 * std::exp(-Square(v.mean_error.z()) / 0.01);
}

// both feet loaded and nothing moving while no walk is wanted
double StandStill(const V& v) noexcept {
  if (!v.stands || !v.feet[0].down() || !v.feet[1].down()) return 0;
  return std::exp(-v.v_H.head<2>().squaredNorm() / 0.01);
}

// any motion of the pelvis while no walk is wanted
double Sway(const V& v) noexcept {
  constexpr double kTurn = 0.3;  // m/s that a turn of 1 rad/s is as bad as
  return v.stands ? v.v_H.head<2>().norm() + kTurn * std::abs(v.w_B.z()) : 0;
}

// the pelvis where the posture has it over the feet, while no walk is wanted
double StandPlace(const V& v) noexcept {
  if (v.walks) return 0;
  const Eigen::Vector3d middle = 0.5 * (v.feet[0].p_H + v.feet[1].p_H);
  return TwoBells(Square(middle.x() - v.soles_ahead) + Square(middle.y()), 0.0008, 0.0001);
}

double MovingFeetStanding(const V& v) noexcept {
  if (v.walks) return 0;
  return SumFeet(v, [](const FootView& foot) { return std::min(1.0, foot.v_H.norm()) + (foot.down() ? 0 : 1); });
}

double Tilt(const V& v) noexcept {  // against the lean that the posture asks for
  return Square(v.gravity_B.x() - std::sin(v.pelvis_pitch)) + Square(v.gravity_B.y());
}

double VerticalVelocity(const V& v) noexcept {
  return Square(v.v_H.z());
}

double RollPitchRate(const V& v) noexcept {
  return v.w_B.head<2>().squaredNorm();
}

double ActionRate(const V& v) noexcept {
  double sum = 0;
  for (size_t i = 0; i < v.action.size(); ++i) sum += Square(v.action[i] - v.last[i]);
  return sum;
}

double ActionAcceleration(const V& v) noexcept {
  double sum = 0;
  for (size_t i = 0; i < v.action.size(); ++i) sum += Square(v.action[i] - 2 * v.last[i] + v.last_but_one[i]);
  return sum;
}

double ActionSize(const V& v) noexcept {
  double sum = 0;
  for (const float a : v.action) sum += Square(a);
  return sum;
}

double JointAcceleration(const V& v) noexcept {
  constexpr double kRate = 50;  // Hz
  return SumDriven(v, [&](size_t j) { return Square(kRate * (v.qd[j] - v.last_qd[j])); });
}

double JointVelocity(const V& v) noexcept {
  return SumDriven(v, [&](size_t j) { return Square(v.qd[j]); });
}

double Power(const V& v) noexcept {
  return SumDriven(v, [&](size_t j) { return std::abs(v.tau[j] * v.qd[j]); });
}

double Torque(const V& v) noexcept {
  return SumDriven(v, [&](size_t j) { return Square(v.tau[j]); });
}

double JointLimits(const V& v) noexcept {
  return SumDriven(v, [&](size_t j) { return std::max({0.0, v.lower[j] - v.q[j], v.q[j] - v.upper[j]}); });
}

double Slip(const V& v) noexcept {
  return SumFeet(v, [](const FootView& foot) { return foot.down() ? foot.v_H.head<2>().norm() : 0; });
}

double FootTilt(const V& v) noexcept {
  return SumFeet(v, [](const FootView& foot) { return foot.tilt; });
}

double FootYaw(const V& v) noexcept {
  return SumFeet(v, [](const FootView& foot) { return Square(foot.yaw); });
}

double StanceWidth(const V& v) noexcept {
  const double width = v.feet[0].p_H.y() - v.feet[1].p_H.y();
  return std::max({0.0, 0.2 - width, width - 0.32});
}

// one foot before the other while standing
double StanceStagger(const V& v) noexcept {
  return v.walks ? 0 : Square(v.feet[0].p_H.x() - v.feet[1].p_H.x());
}

double HipSplay(const V& v) noexcept {
  double sum = 0;
  for (const size_t j : v.splayed) sum += Square(v.q[j]);
  return sum;
}

double HardLanding(const V& v) noexcept {  // beyond 1.2 times the robot's weight, kN
  return SumFeet(v, [](const FootView& foot) { return std::clamp(foot.force - 420, 0.0, 400.0) / 1000; });
}

constexpr env::Term<V> kTerms[] = {
    {"track_velocity", TrackVelocity},
    {"track_yaw_rate", TrackYawRate},
    {"track_height", TrackHeight},
    {"track_torso", TrackTorso},
    {"track_mean", TrackMean},
    {"alive", Alive},
    {"foot_height", FootHeight},
    {"contact_match", ContactMatch},
    {"swing_clearance", SwingClearance},
    {"stand_still", StandStill},
    {"sway", Sway},
    {"stand_place", StandPlace},
    {"moving_feet_standing", MovingFeetStanding},
    {"tilt", Tilt},
    {"vertical_velocity", VerticalVelocity},
    {"roll_pitch_rate", RollPitchRate},
    {"action_rate", ActionRate},
    {"action_acceleration", ActionAcceleration},
    {"action_size", ActionSize},
    {"joint_acceleration", JointAcceleration},
    {"joint_velocity", JointVelocity},
    {"power", Power},
    {"torque", Torque},
    {"joint_limits", JointLimits},
    {"slip", Slip},
    {"foot_tilt", FootTilt},
    {"foot_yaw", FootYaw},
    {"stance_width", StanceWidth},
    {"stance_stagger", StanceStagger},
    {"hip_splay", HipSplay},
    {"hard_landing", HardLanding},
};

}  // namespace

std::span<const env::Term<V>> LocomotionTerms() {
  return kTerms;
}

double VelocityScore(const V& v) noexcept {
  return TwoBells(Square(v.mean_velocity.x() - v.command.vx) + Square(v.mean_velocity.y() - v.command.vy), 0.25, 0.04);
}

double ContactScore(const V& v) noexcept {
  return 0.5 * SumFeet(v, [](const FootView& foot) { return foot.down() == (foot.swing == 0) ? 1.0 : 0.0; });
}

}  // namespace porter::tasks
