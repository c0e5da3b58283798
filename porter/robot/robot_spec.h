// A robot as data: its joints in the one joint order, with limits, gains, motors and limbs. Functions take a RobotSpec,
// so another robot is another folder of data beside g1/. Everything that depends on joints is found by name from here.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/math/permutation.h"

namespace porter::robot {

enum class Limb { kLeftLeg, kRightLeg, kWaist, kLeftArm, kRightArm, kLeftHand, kRightHand };

// the axis of the link's frame about which a joint turns; roll and yaw change sign in a mirror, pitch does not
enum class Turn { kRoll, kPitch, kYaw };

// a motor with its gear, seen at the joint
struct MotorSpec {
  double effort;    // torque limit, N m
  double velocity;  // speed limit, rad/s
  double armature;  // rotor inertia, kg m^2
};

struct Gains {
  double kp;  // N m/rad
  double kd;  // N m s/rad
};

struct JointSpec {
  std::string_view name;
  Limb limb;
  Turn turn;
  MotorSpec motor;
  Gains gains;
  double lower, upper;          // range, rad
  double default_position = 0;  // rad
  double closed_position = 0;   // finger joints: angle of the closed hand, rad; the open hand is at 0
};

struct RobotSpec {
  std::string_view name;
  std::string_view model;  // its MJCF, path in the repository
  std::span<const JointSpec> joints;
};

inline constexpr Limb kLegs[] = {Limb::kLeftLeg, Limb::kRightLeg};
inline constexpr Limb kLegsAndWaist[] = {Limb::kLeftLeg, Limb::kRightLeg, Limb::kWaist};
inline constexpr Limb kArms[] = {Limb::kLeftArm, Limb::kRightArm};
inline constexpr Limb kHands[] = {Limb::kLeftHand, Limb::kRightHand};
inline constexpr Limb kBody[] = {Limb::kLeftLeg, Limb::kRightLeg, Limb::kWaist, Limb::kLeftArm, Limb::kRightArm};

// names of all joints, in order
std::vector<std::string> JointNames(const RobotSpec& robot);
// names of some of them
std::vector<std::string> JointNames(const RobotSpec& robot, std::span<const int> joints);

// indices of the joints of these limbs, in the robot's order
std::vector<int> JointsOf(const RobotSpec& robot, std::span<const Limb> limbs);
std::vector<int> JointsOf(const RobotSpec& robot, Limb limb);
// how many they are
int CountOf(const RobotSpec& robot, std::span<const Limb> limbs);
int CountOf(const RobotSpec& robot, Limb limb);

// the left-right mirror image of a joint vector of the named joints: left_x takes from right_x and vice versa, with the
// sign of the turning axis. `joints` are names of the robot in any order and must contain both sides; throws
// core::Error.
math::SignedPermutation MirrorOf(const RobotSpec& robot, std::span<const std::string> joints);

}  // namespace porter::robot
