// Settings of the locomotion task: everything beside the rewards' functions (VIRAL takes its whole-body controller as
// given; ranges follow HOMIE's, facts/viral.md 11.1, weights facts/experiments.md 3).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "porter/config/field.h"
#include "porter/env/terms.h"
#include "porter/physics/robot_model.h"
#include "porter/wbc/policy_io.h"

namespace porter::tasks {

// what the robot is told: ranges are symmetric where one number is given
struct CommandConfig {
  double vx = 0.6, vy = 0.4, wz = 1.0;
  double lowest = 0.43, highest = 0.76;
  double roll = 0.22, pitch = 0.52, pitch_back = 0.1, yaw = 0.52;
  double shortest = 2, longest = 6;
  double stand = 0.25, single = 0.35;
  double upright = 0.3;

  void Fields(auto&& f) {
    f(vx, {.name = "vx", .unit = "m/s", .doc = "largest velocity forward and back", .min = 0, .max = 3});
    f(vy, {.name = "vy", .unit = "m/s", .doc = "largest velocity to the sides", .min = 0, .max = 3});
    f(wz, {.name = "wz", .unit = "rad/s", .doc = "largest yaw rate", .min = 0, .max = 5});
    f(lowest, {.name = "lowest", .unit = "m", .doc = "lowest pelvis", .min = 0.4, .max = 0.76});
    f(highest, {.name = "highest", .unit = "m", .doc = "highest pelvis", .min = 0.4, .max = 0.8});
    f(roll, {.name = "roll", .unit = "rad", .doc = "largest roll of the torso", .min = 0, .max = 0.52});
    f(pitch, {.name = "pitch", .unit = "rad", .doc = "largest pitch of the torso forward", .min = 0, .max = 0.52});
    f(pitch_back, {.name = "pitch_back", .unit = "rad", .doc = "the same backward", .min = 0, .max = 0.52});
    f(yaw, {.name = "yaw", .unit = "rad", .doc = "largest yaw of the torso", .min = 0, .max = 2});
    f(shortest, {.name = "shortest", .unit = "s", .doc = "a command holds at least this long", .min = 0.1});
    f(longest, {.name = "longest", .unit = "s", .doc = "and at most this long", .min = 0.1});
    f(stand, {.name = "stand", .doc = "share of commands without velocity", .min = 0, .max = 1});
    f(single, {.name = "single", .doc = "share of commands along one axis", .min = 0, .max = 1});
    f(upright, {.name = "upright", .doc = "share of commands with default height and torso", .min = 0, .max = 1});
  }
};

// what else happens to it; each is a half width of a uniform range unless said otherwise
struct DisturbanceConfig {
  // before and beside the body: beyond, arms would pass through it
  std::array<double, 7> arm_lower = {-1.8, -0.3, -1.0, -1.0, -1.5, -1.0, -1.0};
  std::array<double, 7> arm_upper = {0.8, 1.3, 1.0, 1.6, 1.5, 1.0, 1.0};
  double arm_speed = 3.0;
  double arm_period = 1.0;
  double arm_still = 0.1;
  double payload = 0.5;
  double push_speed = 0.7;
  double push_period = 5;
  double smallest_friction = 0.4, largest_friction = 1.3;
  double mass = 0.1;
  double gain = 0.12;
  int min_delay = 0, max_delay = 5;
  double joint_noise = 0.005, joint_velocity_noise = 0.25, gyro_noise = 0.1, gravity_noise = 0.02;

  void Fields(auto&& f) {
    f(arm_lower, {.name = "arm_lower", .unit = "rad", .doc = "lowest goals of the left arm's joints; right: mirrored"});
    f(arm_upper, {.name = "arm_upper", .unit = "rad", .doc = "highest goals of the left arm's joints"});
    f(arm_speed, {.name = "arm_speed", .unit = "rad/s", .doc = "fastest arm joint", .min = 0});
    f(arm_period, {.name = "arm_period", .unit = "s", .doc = "between new arm targets, reached linearly", .min = 0.1});
    f(arm_still, {.name = "arm_still", .doc = "share of arm targets that are the default pose", .min = 0, .max = 1});
    f(payload, {.name = "payload", .unit = "kg", .doc = "heaviest load in each hand", .min = 0, .max = 5});
    f(push_speed, {.name = "push_speed", .unit = "m/s", .doc = "largest sudden change of velocity", .min = 0});
    f(push_period, {.name = "push_period", .unit = "s", .doc = "between pushes", .min = 0.1});
    f(smallest_friction, {.name = "smallest_friction", .doc = "of the floor", .min = 0.01});
    f(largest_friction, {.name = "largest_friction", .doc = "of the floor", .min = 0.01});
    f(mass, {.name = "mass", .doc = "relative change of every link's mass", .min = 0, .max = 0.9});
    f(gain, {.name = "gain", .doc = "relative change of every motor's gains", .min = 0, .max = 0.9});
    f(min_delay,
      {.name = "min_delay", .unit = "physics steps", .doc = "shortest delay of targets", .min = 0, .max = 40});
    f(max_delay,
      {.name = "max_delay", .unit = "physics steps", .doc = "longest delay of targets", .min = 0, .max = 40});
    f(joint_noise, {.name = "joint_noise", .unit = "rad", .doc = "of joint angles", .min = 0});
    f(joint_velocity_noise, {.name = "joint_velocity_noise", .unit = "rad/s", .doc = "of joint velocities", .min = 0});
    f(gyro_noise, {.name = "gyro_noise", .unit = "rad/s", .doc = "of angular velocity", .min = 0});
    f(gravity_noise, {.name = "gravity_noise", .doc = "of the direction of gravity", .min = 0});
  }
};

// Difficulty runs from 0 to 1: arms, heights, torso and pushes grow with it. It rises while the robot walks well.
struct LocomotionCurriculum {
  double start = 0;
  double rise = 0.002;
  double fall = 0.004;
  double contact = 0.85, velocity = 0.6, length = 700;
  double lift = 0.045;
  double clearance_decay = 0.98, clearance_rest = 0.25;

  void Fields(auto&& f) {
    f(start, {.name = "start", .doc = "difficulty at the start", .min = 0, .max = 1});
    f(rise, {.name = "rise", .doc = "of the difficulty in an iteration that met all bars", .min = 0, .max = 1});
    f(fall, {.name = "fall", .doc = "in an iteration with episodes shorter than 0.7 of the bar", .min = 0, .max = 1});
    f(contact, {.name = "contact", .doc = "share of feet that follow the clock", .min = 0, .max = 1});
    f(velocity, {.name = "velocity", .doc = "mean velocity score, 0..1", .min = 0, .max = 1});
    f(length, {.name = "length", .unit = "steps", .doc = "mean length of episodes", .min = 0});
    f(lift, {.name = "lift", .unit = "m", .doc = "swing height from which swing_clearance is paid less", .min = 0});
    f(clearance_decay, {.name = "clearance_decay", .doc = "of its weight an iteration", .min = 0, .max = 1});
    f(clearance_rest, {.name = "clearance_rest", .doc = "share of its weight that stays", .min = 0, .max = 1});
  }
};

struct LocomotionConfig {
  static constexpr std::string_view kConfigName = "locomotion";

  int num_envs = 640;
  int threads = 0;
  int substeps = 4;
  double episode_seconds = 20;
  double swing_height = 0.06;
  double fall_height = 0.33, fall_tilt = 0.65, fall_torso_tilt = 1.0;
  double fall_reward = -2;
  physics::RobotModelConfig model;
  wbc::PolicyIoConfig policy;
  CommandConfig commands;
  DisturbanceConfig disturbances;
  LocomotionCurriculum curriculum;
  std::vector<env::TermRow> rewards;

  void Fields(auto&& f) {
    f(num_envs, {.name = "num_envs", .doc = "robots at once", .min = 1, .max = 1e6});
    f(threads, {.name = "threads", .doc = "physics workers, 0: all cores", .min = 0, .max = 4096});
    f(substeps, {.name = "substeps", .doc = "physics steps per control step", .min = 1, .max = 100});
    f(episode_seconds, {.name = "episode_seconds", .unit = "s", .doc = "longest episode", .min = 0.1});
    f(swing_height, {.name = "swing_height", .unit = "m", .doc = "of a foot in mid-swing", .min = 0});
    f(fall_height, {.name = "fall_height", .unit = "m", .doc = "a pelvis below this ends the episode", .min = 0});
    f(fall_tilt,
      {.name = "fall_tilt", .doc = "so does gravity along the pelvis' plane beyond this", .min = 0, .max = 1});
    f(fall_torso_tilt, {.name = "fall_torso_tilt", .unit = "rad", .doc = "and a torso that leans further", .min = 0});
    f(fall_reward, {.name = "fall_reward", .doc = "once, for such an end"});
    f(model, {.name = "model", .doc = "how the robot is simulated"});
    f(policy, {.name = "policy", .doc = "what stands between robot and network"});
    f(commands, {.name = "commands", .doc = "what the robot is told"});
    f(disturbances, {.name = "disturbances", .doc = "arms, loads, pushes, other robots, noise"});
    f(curriculum, {.name = "curriculum", .doc = "how the task grows harder"});
    f(rewards, {.name = "rewards", .doc = "terms with weights, per second"});
  }
};

}  // namespace porter::tasks
