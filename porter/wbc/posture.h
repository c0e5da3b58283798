// Feed-forward of a whole-body controller: joint targets with which the robot, at rest on both feet, has the commanded
// pelvis height and torso orientation. Legs come from statics, not from learning: soles flat, centre of mass over the
// middle of the feet, and each target leads the wanted angle by what gravity makes a PD motor give way. A policy adds
// its own actions on top (facts/experiments.md 3: height and torso are not learned from reward alone).
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>
#include <vector>

#include "porter/robot/mjcf.h"
#include "porter/robot/robot_spec.h"
#include "porter/wbc/command.h"
#include "porter/wbc/limb.h"

namespace porter::wbc {

// sagittal part of a posture: angles that the joints shall have, and targets that make motors get there, rad
struct SagittalPosture {
  enum Joint { kHip, kKnee, kAnkle, kWaist };
  std::array<double, 4> angle = {};   // hip pitch, knee, ankle pitch (both legs), waist pitch
  std::array<double, 4> target = {};  // with the lead against gravity
  double pelvis_pitch = 0;            // forward lean of the pelvis; deep squats need it
  double soles_ahead = 0;             // middle of the soles in front of the pelvis, m
};

class Posture {
 public:
  static constexpr double kLowest = 0.36, kHighest = 0.76;      // pelvis heights of the table, m
  static constexpr double kSmallestPitch = -0.3, kPitch = 0.5;  // torso pitches of the table, rad

  // Solves the statics of all postures of the table. Throws core::Error when the model's joints are not the robot's.
  Posture(const robot::RobotSpec& robot, const robot::MjcfModel& model);

  // the posture for a command, which is cut to the table's range
  SagittalPosture At(double height, double pitch) const noexcept;

  // how much more the arms weigh on one side than in their default pose: sum of mass times place, in the torso's frame,
  // kg m   q: rad, the robot's joint order [num_joints]
  Eigen::Vector3d ArmMoment(std::span<const double> q) const noexcept;

  // a command, feet that are lifted by drawing up their legs, and arms that pull
  struct Wanted {
    WbcCommand command;
    double left_lift = 0, right_lift = 0;      // 0 on the floor .. 1 lifted by highest_lift
    double highest_lift = 0;                   // m
    double left_load = 0.5, right_load = 0.5;  // shares of the robot's weight that the legs carry
    // of the feet from where they stand, in the heading frame: x, y of a turn about the pelvis' vertical, m, and its
    // angle, rad
    Eigen::Vector3d left_step = Eigen::Vector3d::Zero(), right_step = Eigen::Vector3d::Zero();
    Eigen::Vector3d arm_moment = Eigen::Vector3d::Zero();  // ArmMoment
  };
  // writes the targets of legs and waist, rad; other joints stay   joint_target: the robot's order [num_joints]
  void WriteTargets(const Wanted& wanted, std::span<float> joint_target) const noexcept;

 private:
  static constexpr size_t kHeights = 41, kPitches = 17;  // 1 cm and 0.05 rad apart

  std::vector<SagittalPosture> table_;  // [kHeights, kPitches]
  std::vector<float> default_;          // of legs and waist; other joints 0, rad   [num_joints]
  std::array<size_t, 6> leg_joints_;    // left hip, knee, ankle pitch, then right
  std::array<size_t, 3> waist_;         // yaw, roll, pitch
  std::vector<size_t> held_;            // legs and waist
  std::array<double, 3> leg_gains_;     // of hip pitch, knee, ankle pitch, N m/rad
  std::array<double, 2> waist_gains_;   // of roll, pitch, N m/rad
  std::array<size_t, 2> hip_rolls_;     // left, right
  double hip_lead_ = 0;                 // by which the left hip's roll holds the pelvis level on one leg, rad
  double roll_lead_ = 1;                // target of the waist's roll for an angle of 1 rad
  // joint targets of a leg by which its foot takes a step, flat and level, from where the pitch angles have it
  void AddStep(size_t side, const std::array<double, 3>& angle, double pelvis_pitch, const Eigen::Vector3d& step,
               std::span<float> joint_target) const noexcept;

  std::array<Limb, 2> arms_, legs_;
  Eigen::Vector3d default_moment_;  // of both arms in their default pose, kg m
};

// the torso against the heading, as a command has it: R = Rz(yaw) Ry(pitch) Rx(roll)
Eigen::Matrix3d TorsoRotation(const WbcCommand& command) noexcept;

// angles of the waist's yaw, roll and pitch joints that turn the torso by Rz(yaw) Ry(pitch) Rx(roll)
Eigen::Vector3d WaistAngles(double roll, double pitch, double yaw) noexcept;

}  // namespace porter::wbc
