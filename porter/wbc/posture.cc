#include "porter/wbc/posture.h"

#include <algorithm>
#include <cmath>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"

namespace porter::wbc {
namespace {

constexpr double kGravity = 9.81;        // m/s^2
constexpr double kDeepestAnkle = -0.80;  // rad; the joint ends at -0.87
constexpr double kLargestLean = 0.45;    // of the pelvis, rad
constexpr double kWaistLimit = 0.5;      // rad; the joint ends at 0.52
constexpr double kTolerance = 1e-9;      // of the solution, m
constexpr double kAhead = 0.005;         // centre of mass in front of the middle of the sole, m
constexpr size_t kMostJoints = 64;       // of a robot
constexpr std::array kLegNames{"hip_pitch", "knee", "ankle_pitch"};

size_t IndexOf(const std::vector<std::string>& names, const std::string& name) {
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) throw core::Error({.what = "the robot has no such joint", .found = "'" + name + "'"});
  return static_cast<size_t>(at - names.begin());
}

// Both legs alike, soles flat: the free numbers are hip, knee, lean of the pelvis; the ankle keeps the sole flat and
// the waist gives the torso its pitch.
class Statics {
 public:
  Statics(const robot::RobotSpec& robot, const robot::MjcfModel& model)
      : robot_(robot),
        model_(model),
        kinematics_(model, robot::JointNames(robot)),
        poses_(kinematics_.MakePoses()),
        q_(robot.joints.size()) {
    const std::vector<std::string> names = robot::JointNames(robot);
    for (size_t j = 0; j < 3; ++j) {
      legs_[j] = IndexOf(names, std::string("left_") + kLegNames[j] + "_joint");
      legs_[3 + j] = IndexOf(names, std::string("right_") + kLegNames[j] + "_joint");
    }
    waist_ = IndexOf(names, "waist_pitch_joint");
    for (size_t j = 0; j < q_.size(); ++j) q_[j] = robot.joints[j].default_position;
    left_foot_ = kinematics_.FrameId("left_ankle_roll_link");
    for (const robot::MjcfBody& body : model.bodies) mass_ += body.inertial ? body.inertial->mass : 0;
  }

  const std::array<size_t, 6>& legs() const { return legs_; }

  struct Free {
    double hip, knee, lean;
  };

  // starts from `guess`, which becomes the solution
  SagittalPosture Solve(double height, double pitch, Free& guess) {
    pitch_ = pitch;
    Newton(height, guess, &Free::hip);  // centre of mass by the hip
    if (Ankle(guess) < kDeepestAnkle) {
      // the ankle is at its end: the pelvis leans forward instead, as far as it may
      Newton(height, guess, &Free::lean);
      if (guess.lean > kLargestLean) {
        guess.lean = kLargestLean;
        Newton(height, guess, nullptr);
      }
    }
    Place(guess);
    return {.angle = {guess.hip, guess.knee, Ankle(guess), q_[waist_]},
            .target = Targets(),
            .pelvis_pitch = guess.lean,
            .soles_ahead = poses_.X_WL[static_cast<size_t>(left_foot_)].translation().x() + robot::kG1SoleMiddle};
  }

  // how far a motor's target leads a waist roll of 1 rad in the posture placed last
  double RollLead() const {
    const int roll = kinematics_.FrameId("waist_roll_link");
    double moment = 0;  // of the weight above, for a small angle, N m/rad
    for (size_t b = 0; b < model_.bodies.size(); ++b) {
      if (!IsBeyond(static_cast<int>(b), roll) || !model_.bodies[b].inertial) continue;
      const double above = (Centre(b) - poses_.X_WL[static_cast<size_t>(roll)].translation()).z();
      moment += model_.bodies[b].inertial->mass * kGravity * above;
    }
    return 1 - moment / robot_.joints[waist_].gains.kp;
  }

  // how far the left hip's roll target leads when the left leg carries all, rad
  double HipLead() const {
    const int hip = kinematics_.FrameId("left_hip_roll_link");
    const double at = poses_.X_WL[static_cast<size_t>(hip)].translation().y();
    double moment = 0;  // of all that the leg carries, kg m
    for (size_t b = 0; b < model_.bodies.size(); ++b) {
      if (!model_.bodies[b].inertial || IsBeyond(static_cast<int>(b), hip)) continue;
      moment += model_.bodies[b].inertial->mass * (at - Centre(b).y());
    }
    return moment * kGravity / robot_.joints[IndexOf(robot::JointNames(robot_), "left_hip_roll_joint")].gains.kp;
  }

 private:
  static double Ankle(const Free& f) { return -(f.lean + f.hip + f.knee); }

  void Place(const Free& f) {
    for (const size_t side : {0, 3}) {
      q_[legs_[side]] = f.hip;
      q_[legs_[side + 1]] = f.knee;
      q_[legs_[side + 2]] = Ankle(f);
    }
    q_[waist_] = std::clamp(pitch_ - f.lean, -kWaistLimit, kWaistLimit);
    const Eigen::Matrix3d lean = Eigen::AngleAxisd(f.lean, Eigen::Vector3d::UnitY()).toRotationMatrix();
    kinematics_.Forward({lean, Eigen::Vector3d::Zero()}, q_, poses_);
  }

  // pelvis above the sole, and centre of mass in front of where it shall be, m
  Eigen::Vector2d Measure(const Free& f) {
    Place(f);
    const Eigen::Vector3d foot = poses_.X_WL[static_cast<size_t>(left_foot_)].translation();
    double moment = 0;
    for (size_t b = 0; b < model_.bodies.size(); ++b) {
      if (model_.bodies[b].inertial) moment += model_.bodies[b].inertial->mass * Centre(b).x();
    }
    return {-(foot.z() + robot::kG1SoleZ), moment / mass_ - (foot.x() + robot::kG1SoleMiddle + kAhead)};
  }

  // knee and one more number until height and centre of mass are right; without `second` the height alone. With the
  // lean as second number the ankle stays at its end.
  void Newton(double height, Free& f, double Free::* second) {
    const bool pinned = second != &Free::hip;
    const auto with = [&](double knee, double other) {
      Free next = f;
      next.knee += knee;
      if (second != nullptr) next.*second += other;
      if (pinned) next.hip = -kDeepestAnkle - next.lean - next.knee;
      return next;
    };
    f = with(0, 0);
    constexpr double kStep = 1e-6;
    for (int i = 0; i < 50; ++i) {
      const Eigen::Vector2d error = Measure(f) - Eigen::Vector2d(height, 0);
      Eigen::Matrix2d slope;
      slope.col(0) = (Measure(with(kStep, 0)) - Measure(f)) / kStep;
      slope.col(1) =
          second != nullptr ? Eigen::Vector2d((Measure(with(0, kStep)) - Measure(f)) / kStep) : Eigen::Vector2d(0, 1);
      Eigen::Vector2d change = -slope.inverse() * error;
      if (second == nullptr) change = {-error.x() / slope(0, 0), 0};
      constexpr double kLargest = 0.2;  // rad a round: the chord of a straight leg is flat
      change = change.cwiseMax(-kLargest).cwiseMin(kLargest);
      f = with(change.x(), change.y());
      if (change.norm() < kTolerance) return;
    }
  }

  Eigen::Vector3d Centre(size_t body) const { return poses_.X_WL[body] * model_.bodies[body].inertial->p_LM; }

  bool IsBeyond(int body, int root) const {
    while (body > root) body = model_.bodies[static_cast<size_t>(body)].parent;
    return body == root;
  }

  // torque of a pitch joint's motor on what lies beyond it, N m; ground: the force on the foot beyond it, N
  double Torque(const std::string& joint, double ground) const {
    size_t carrier = 0;
    while (!model_.bodies[carrier].joint || model_.bodies[carrier].joint->name != joint) ++carrier;
    const Eigen::Vector3d at = poses_.X_WL[carrier].translation();
    double torque = 0;  // about y: z force times -(x lever)
    for (size_t b = carrier; b < model_.bodies.size(); ++b) {
      if (!model_.bodies[b].inertial || !IsBeyond(static_cast<int>(b), static_cast<int>(carrier))) continue;
      torque -= (Centre(b).x() - at.x()) * model_.bodies[b].inertial->mass * kGravity;
    }
    const double pressure =
        poses_.X_WL[static_cast<size_t>(left_foot_)].translation().x() + robot::kG1SoleMiddle + kAhead;
    return torque + (pressure - at.x()) * ground;
  }

  std::array<double, 4> Targets() const {
    std::array<double, 4> targets;
    for (size_t i = 0; i < 4; ++i) {
      const size_t j = i < 3 ? legs_[i] : waist_;
      const double torque = Torque(std::string(robot_.joints[j].name), i < 3 ? mass_ * kGravity / 2 : 0);
      targets[i] = q_[j] + torque / robot_.joints[j].gains.kp;
    }
    return targets;
  }

  const robot::RobotSpec& robot_;
  const robot::MjcfModel& model_;
  robot::Kinematics kinematics_;
  robot::LinkPoses poses_;
  std::vector<double> q_;  // rad, the robot's order
  std::array<size_t, 6> legs_;
  size_t waist_;
  int left_foot_;
  double mass_ = 0;   // kg
  double pitch_ = 0;  // of the torso, rad
};

SagittalPosture Mix(const SagittalPosture& a, const SagittalPosture& b, double share) {
  SagittalPosture mix;
  for (size_t i = 0; i < 4; ++i) {
    mix.angle[i] = std::lerp(a.angle[i], b.angle[i], share);
    mix.target[i] = std::lerp(a.target[i], b.target[i], share);
  }
  mix.pelvis_pitch = std::lerp(a.pelvis_pitch, b.pelvis_pitch, share);
  mix.soles_ahead = std::lerp(a.soles_ahead, b.soles_ahead, share);
  return mix;
}

// torques that hold arms which are not in their default pose, N m
struct ArmPull {
  double leg;  // of each pitch joint of a leg: the centre of pressure moves under both feet
  double waist_roll, waist_pitch;
};
ArmPull PullOf(const Eigen::Vector3d& moment_T, const WbcCommand& command, double waist_pitch) {
  const Eigen::Matrix3d R_HT = TorsoRotation(command);
  const Eigen::Vector3d weight_T = moment_T.cross(-kGravity * R_HT.row(2).transpose());
  const Eigen::Vector3d roll_axis_T(std::cos(waist_pitch), 0, std::sin(waist_pitch));
  return {.leg = 0.5 * kGravity * R_HT.row(0).dot(moment_T),
          .waist_roll = -weight_T.dot(roll_axis_T),
          .waist_pitch = -weight_T.y()};
}

// cell and place in it of `value` on a regular grid
struct Cell {
  size_t index;
  double share;
};
Cell Find(double value, double lowest, double highest, size_t points) {
  const double at =
      (std::clamp(value, lowest, highest) - lowest) / (highest - lowest) * static_cast<double>(points - 1);
  const size_t index = std::min(static_cast<size_t>(at), points - 2);
  return {index, at - static_cast<double>(index)};
}

}  // namespace

Posture::Posture(const robot::RobotSpec& robot, const robot::MjcfModel& model)
    : table_(kHeights * kPitches),
      default_(robot.joints.size()),
      arms_{Limb(robot, model, "torso_link", "left_wrist_yaw_link"),
            Limb(robot, model, "torso_link", "right_wrist_yaw_link")},
      legs_{Limb(robot, model, "pelvis", "left_ankle_roll_link"),
            Limb(robot, model, "pelvis", "right_ankle_roll_link")} {
  PORTER_CHECK(robot.joints.size() <= kMostJoints);
  Statics statics(robot, model);
  leg_joints_ = statics.legs();
  const std::vector<std::string> names = robot::JointNames(robot);
  waist_ = {IndexOf(names, "waist_yaw_joint"), IndexOf(names, "waist_roll_joint"), IndexOf(names, "waist_pitch_joint")};
  for (const int j : robot::JointsOf(robot, robot::kLegsAndWaist)) {
    held_.push_back(static_cast<size_t>(j));
    default_[held_.back()] = static_cast<float>(robot.joints[held_.back()].default_position);
  }
  for (size_t p = 0; p < kPitches; ++p) {
    Statics::Free guess{-0.2, 0.4, 0};
    for (size_t h = kHeights; h-- > 0;) {  // from standing to squatting
      const double height = std::lerp(kLowest, kHighest, static_cast<double>(h) / (kHeights - 1));
      const double pitch = std::lerp(kSmallestPitch, kPitch, static_cast<double>(p) / (kPitches - 1));
      table_[h * kPitches + p] = statics.Solve(height, pitch, guess);
    }
  }
  roll_lead_ = statics.RollLead();
  hip_lead_ = statics.HipLead();
  hip_rolls_ = {IndexOf(names, "left_hip_roll_joint"), IndexOf(names, "right_hip_roll_joint")};
  for (size_t j = 0; j < 3; ++j) leg_gains_[j] = robot.joints[leg_joints_[j]].gains.kp;
  waist_gains_ = {robot.joints[waist_[1]].gains.kp, robot.joints[waist_[2]].gains.kp};
  std::vector<double> q;
  for (const robot::JointSpec& joint : robot.joints) q.push_back(joint.default_position);
  default_moment_ = arms_[0].Moment(q) + arms_[1].Moment(q);
}

Eigen::Vector3d Posture::ArmMoment(std::span<const double> q) const noexcept {
  return arms_[0].Moment(q) + arms_[1].Moment(q) - default_moment_;
}

SagittalPosture Posture::At(double height, double pitch) const noexcept {
  const Cell h = Find(height, kLowest, kHighest, kHeights);
  const Cell p = Find(pitch, kSmallestPitch, kPitch, kPitches);
  const SagittalPosture* row = &table_[h.index * kPitches + p.index];
  return Mix(Mix(row[0], row[1], p.share), Mix(row[kPitches], row[kPitches + 1], p.share), h.share);
}

void Posture::WriteTargets(const Wanted& wanted, std::span<float> joint_target) const noexcept {
  const WbcCommand& command = wanted.command;
  for (const size_t j : held_) joint_target[j] = default_[j];
  const Eigen::Vector3d waist = WaistAngles(command.roll, command.pitch, command.yaw);
  const SagittalPosture down = At(command.height, waist.z());
  const SagittalPosture up = At(command.height - wanted.highest_lift, waist.z());
  const ArmPull pull = PullOf(wanted.arm_moment, command, waist.z());
  for (const size_t side : {0, 1}) {
    const double lift = side == 0 ? wanted.left_lift : wanted.right_lift;
    const double load = side == 0 ? wanted.left_load : wanted.right_load;
    std::array<double, 3> angle;
    for (size_t j = 0; j < 3; ++j) {
      angle[j] = std::lerp(down.angle[j], up.angle[j], lift);
      const double lead = down.target[j] - down.angle[j] + pull.leg / leg_gains_[j];  // of half the weight
      joint_target[leg_joints_[3 * side + j]] = static_cast<float>(angle[j] + 2 * load * lead);
    }
    const double alone = (side == 0 ? hip_lead_ : -hip_lead_) * std::max(0.0, 2 * load - 1);
    joint_target[hip_rolls_[side]] += static_cast<float>(alone);
    const Eigen::Vector3d& step = side == 0 ? wanted.left_step : wanted.right_step;
    if (!step.isZero(0)) AddStep(side, angle, down.pelvis_pitch, step, joint_target);
  }
  joint_target[waist_[0]] = static_cast<float>(waist.x());
  joint_target[waist_[1]] = static_cast<float>(roll_lead_ * waist.y() + pull.waist_roll / waist_gains_[0]);
  joint_target[waist_[2]] =
      static_cast<float>(down.target[SagittalPosture::kWaist] + pull.waist_pitch / waist_gains_[1]);
}

void Posture::AddStep(size_t side, const std::array<double, 3>& angle, double pelvis_pitch, const Eigen::Vector3d& step,
                      std::span<float> joint_target) const noexcept {
  std::array<double, kMostJoints> before = {};
  for (size_t j = 0; j < 3; ++j) before[leg_joints_[3 * side + j]] = angle[j];
  std::array<double, kMostJoints> after = before;
  const math::Transform3 X_HP(Eigen::AngleAxisd(pelvis_pitch, Eigen::Vector3d::UnitY()).toRotationMatrix(),
                              Eigen::Vector3d::Zero());
  const math::Transform3 X_HH(Eigen::AngleAxisd(step.z(), Eigen::Vector3d::UnitZ()).toRotationMatrix(),
                              {step.x(), step.y(), 0});
  legs_[side].Reach(X_HP.Inverse() * X_HH * X_HP * legs_[side].PoseOf(before), after);
  for (const size_t j : legs_[side].joints()) joint_target[j] += static_cast<float>(after[j] - before[j]);
}

Eigen::Matrix3d TorsoRotation(const WbcCommand& command) noexcept {
  return (Eigen::AngleAxisd(command.yaw, Eigen::Vector3d::UnitZ()) *
          Eigen::AngleAxisd(command.pitch, Eigen::Vector3d::UnitY()) *
          Eigen::AngleAxisd(command.roll, Eigen::Vector3d::UnitX()))
      .toRotationMatrix();
}

// R = Rz(yaw) Rx(roll) Ry(pitch) of the joints, read off R = Rz(yaw) Ry(pitch) Rx(roll) of the command
Eigen::Vector3d WaistAngles(double roll, double pitch, double yaw) noexcept {
  const double cr = std::cos(roll), sr = std::sin(roll), cp = std::cos(pitch), sp = std::sin(pitch);
  // without yaw: R_xy = sp sr, R_yy = cr, R_zx = -sp, R_zy = cp sr, R_zz = cp cr
  return {yaw + std::atan2(-sp * sr, cr), std::asin(std::clamp(cp * sr, -1.0, 1.0)), std::atan2(sp, cp * cr)};
}

}  // namespace porter::wbc
