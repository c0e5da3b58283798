// One environment of the task as rewards, observations, stages and the expert see it. Everything in the cycle's frame
// Y: the room, turned so that the table to place on lies along +x; every other cycle that is half a turn of the world.
#pragma once

#include <Eigen/Core>
#include <array>
#include <span>

#include "porter/env/task.h"
#include "porter/math/transform3.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/place_pick/stages.h"

namespace porter::tasks {

inline constexpr size_t kNumTips = 3;     // thumb_2, index_1, middle_1 of the right hand
inline constexpr size_t kNumTouches = 4;  // the same and the palm

struct CarriedView {
  math::Transform3 X_YO;                           // O: lowest face of the object, its z axis up
  Eigen::Vector3d middle;                          // of its height, in Y, m
  Eigen::Vector3d velocity, w;                     // of O, in Y, m/s and rad/s
  std::array<Eigen::Vector3d, kNumTouches> force;  // on it from fingers and palm, in Y, N

  double touch() const;  // sum of the forces' sizes, N
};

struct PlacePickView {
  StageState stage;
  math::Transform3 X_YB, X_YT, X_YWrist;  // pelvis, torso, right_wrist_yaw_link
  Eigen::Vector3d v, w_B, gravity_B;      // pelvis: in Y, m/s; in B, rad/s; in B
  Eigen::Vector3d palm, palm_velocity;    // right, in Y, m and m/s
  Eigen::Vector3d left_palm;
  std::array<Eigen::Vector3d, kNumTips> tips;  // ends of the fingers, in Y, m
  CarriedView hold, front;
  math::Transform3 X_YTray, X_YK;                               // tray on its lowest face; middle of the table's top
  double hold_height, front_height;                             // of the objects, m
  double front_table;                                           // force between front object and table, N
  double penetration;                                           // of objects, tables and tray with anything, m
  std::array<double, 2> foot_speed;                             // of the soles' middles along the floor, m/s
  std::array<bool, 2> loaded;                                   // feet, left and right, carry more than 1 N
  Eigen::Vector2d placement;                                    // front object at the start of the cycle, in Y, m
  std::array<double, robot::kG1NumJoints> q, qd, last_qd, tau;  // rad, rad/s, N m
  std::array<float, 23> command, last_command;  // policy::CommandLayout; velocities as summed, before the stage's rule
  std::array<float, 11> action;                 // last output of the policy
  std::array<float, 11> sums;                   // policy::DeltaActionLayout
  std::array<float, 31> applied;                // (targets - defaults) / 0.25 of legs, waist, arms; hands' primitives

  double hand() const { return sums[10]; }  // right-hand primitive: closed from 0 on
  double facing() const { return -X_YB.rotation()(0, 0); }
};

// links and contact pairs that the view needs, by name
struct PlacePickHandles {
  explicit PlacePickHandles(const physics::Model& model);
  // in the order of `enum`s below; for BatchSimConfig::contacts
  static std::vector<physics::ContactPair> Contacts();

  int torso, wrist, left_wrist, tray;
  std::array<int, 2> feet;    // left, right
  std::array<int, 5> things;  // all that is no robot
  std::array<int, kNumTips> tips;
  std::array<int, 2> objects, tables;  // links
  std::array<int, 2> qvel;             // of the objects' free joints
};

// names of the bodies beside the robot
inline constexpr const char* kObjectNames[] = {"object_a", "object_b"};
inline constexpr const char* kTableNames[] = {"table_a", "table_b"};
inline constexpr const char* kTrayName = "tray";

// who plays which part now
struct Roles {
  int8_t hold = 0;         // of kObjectNames; the other one is in front
  int8_t front_table = 0;  // of kTableNames; 0 lies along +x of the world
};

// R_YW, its own inverse: the room seen from the cycle
Eigen::Matrix3d Turn(Roles roles);

// Fills what the simulation shows. Stage, commands, actions, placement and heights are the caller's.
void Look(const env::Sight& sight, const PlacePickHandles& handles, Roles roles, PlacePickView& view) noexcept;

// what decides about stages
StageSigns SignsOf(const PlacePickView& view) noexcept;

// the arm's poses of the rewards, rad: shoulder pitch, roll, yaw, elbow, wrist roll, pitch, yaw (facts/viral.md 4)
inline constexpr std::array<double, 7> kHoldPose = {-1.0, -0.25, 0, 0.75, 0, 0, 0};
inline constexpr std::array<double, 7> kFrontPose = {-0.4, -0.4, 0, -0.6, 0, 0, 0};

// columns of policy::CommandLayout, by test
inline constexpr size_t kLeftArmCommand = 7, kRightArmCommand = 14, kLeftHandCommand = 21, kRightHandCommand = 22;
inline constexpr size_t kLeftElbow = 18;
inline constexpr size_t kRightArm = 22;  // first joint of it in the robot's order, by test
inline constexpr size_t kRightHand[] = {32, 33, 34, 38,
                                        39, 40, 42};  // index, middle, thumb_0; index, middle, thumb_1; thumb_2

}  // namespace porter::tasks
