// A scripted expert for place and pick, in the policy's own actions: docks in closed loop, places, grasps, lifts and
// turns, with a second try after a missed grasp. It sees the true state. Source of demonstrations and of the teacher's
// warm start (facts/experiments.md 1, 7).
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "porter/motion/limb_ik.h"
#include "porter/tasks/place_pick/place_pick.h"

namespace porter::tasks {

enum class ExpertPhase : uint8_t {
  kWalk,      // to the docking place, in closed loop
  kReach,     // held object above its place on the tray
  kLower,     // down to the tray's floor
  kRelease,   // hand opens
  kRetreat,   // hand back from the placed object
  kOver,      // to before the front object
  kApproach,  // hand around it
  kClose,     // hand closes
  kLift,      //
  kFront,     // arm to the front pose
  kStepBack,  // away from the table
  kTurn,      //
};
inline constexpr size_t kNumExpertPhases = 12;
constexpr std::array<std::string_view, kNumExpertPhases> EnumNames(ExpertPhase) {
  return {"walk",     "reach", "lower", "release", "retreat",   "over",
          "approach", "close", "lift",  "front",   "step_back", "turn"};
}

struct ExpertConfig {
  static constexpr std::string_view kConfigName = "expert";

  double dock_x = -0.33, dock_y = 0.03;
  double place_x = -0.03, place_y = -0.03;
  double arm_rate = 1.8;
  double front_rate = 1.2;
  double hand_speed = 0.3;
  double lift_speed = 0.25;
  double turn_rate = 1.2;
  double noise = 0.05;

  void Fields(auto&& f) {
    f(dock_x,
      {.name = "dock_x", .unit = "m", .doc = "of the pelvis against the front object, along the table's depth"});
    f(dock_y, {.name = "dock_y", .unit = "m", .doc = "the same along its width"});
    f(place_x, {.name = "place_x", .unit = "m", .doc = "where the object is placed, from the tray's middle"});
    f(place_y, {.name = "place_y", .unit = "m", .doc = "the same along the table's width"});
    f(arm_rate, {.name = "arm_rate", .unit = "rad/s", .doc = "of an arm joint's target at most", .min = 0.1, .max = 3});
    f(front_rate, {.name = "front_rate", .unit = "rad/s", .doc = "the same on the way to the front pose", .min = 0.1});
    f(lift_speed, {.name = "lift_speed", .unit = "m/s", .doc = "of the hand while it lifts", .min = 0.05, .max = 2});
    f(hand_speed, {.name = "hand_speed", .unit = "m/s", .doc = "of the hand's path", .min = 0.05, .max = 2});
    f(turn_rate,
      {.name = "turn_rate", .unit = "rad/s", .doc = "of the hand's turn on its path", .min = 0.1, .max = 10});
    f(noise, {.name = "noise", .doc = "standard deviation of what is added to each output", .min = 0, .max = 2});
  }
};

class PlacePickExpert {
 public:
  // task: that it acts in; lives longer. model: of the robot
  PlacePickExpert(const PlacePick& task, const robot::MjcfModel& model, const ExpertConfig& config);

  // outputs of the policy for all environments, from what they look like now   actions [num_envs, 11]
  void Act(const env::Moment& moment, core::Span2<float> actions) noexcept;

  ExpertPhase phase(int env) const { return scripts_[static_cast<size_t>(env)].phase; }

 private:
  // what it remembers of an environment
  struct Script {
    ExpertPhase phase = ExpertPhase::kWalk;
    int steps = 0;  // control steps in the phase
    uint64_t episode = ~uint64_t{0};
    int cycle = 0;
    Eigen::Vector3d velocity = Eigen::Vector3d::Zero();  // filtered: vx, vy, wz in the heading frame
    Eigen::Vector3d integral = Eigen::Vector3d::Zero();
    double side_error = 1;                            // filtered, m
    math::Transform3 path, goal;                      // wrist, in Y: where it shall be now, and at the end
    Eigen::Vector3d start = Eigen::Vector3d::Zero();  // pelvis at the start of the phase, in Y, m
    std::array<double, robot::kG1NumJoints> q{};      // last result of the inverse kinematics, rad
  };
  // what the limbs shall do in this step
  struct Wish {
    Eigen::Vector3d velocity = Eigen::Vector3d::Zero();  // vx, vy, wz
    std::array<double, 7> arm{};                         // joint angles, rad
    bool closed = true;
    double rate = 0;  // of the arm at most, rad/s
  };

  void Begin(ExpertPhase phase, const PlacePickView& view, Script& script) const noexcept;
  Wish Play(int env, const PlacePickView& view, Script& script) const noexcept;
  Eigen::Vector3d Dock(const PlacePickView& view, Script& script) const noexcept;
  void Follow(const PlacePickView& view, double speed, Script& script, Wish& wish) const noexcept;
  math::Transform3 PlaceGoal(const PlacePickView& view, double above) const noexcept;
  math::Transform3 GraspGoal(int env, const PlacePickView& view) const noexcept;

  const PlacePick& task_;
  const ExpertConfig config_;
  motion::LimbIk ik_;
  std::vector<Script> scripts_;
};

}  // namespace porter::tasks
