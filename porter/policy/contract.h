// What a trained policy may be run with: the words of a bundle's contract.toml. Loading compares them with the robot
// and with the layouts of the program, name by name; whoever runs a policy on anything else gets an error with both
// sides.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "porter/policy/layout.h"
#include "porter/robot/robot_spec.h"

namespace porter::policy {

// a joint as the policy was trained with it, in the robot's order
struct JointContract {
  std::string name;
  double kp = 0;                // N m/rad
  double kd = 0;                // N m s/rad
  double effort = 0;            // N m
  double default_position = 0;  // rad

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "joint"});
    f(kp, {.name = "kp", .unit = "N m/rad", .doc = "position gain", .min = 0});
    f(kd, {.name = "kd", .unit = "N m s/rad", .doc = "velocity gain", .min = 0});
    f(effort, {.name = "effort", .unit = "N m", .doc = "torque limit", .min = 0});
    f(default_position, {.name = "default_position", .unit = "rad", .doc = "angle that targets are counted from"});
  }
};

// a term of an observation or action layout
struct TermContract {
  std::string name;
  int width = 0;
  std::string unit;
  std::string frame;
  double scale = 1;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "term"});
    f(width, {.name = "width", .doc = "numbers", .min = 1});
    f(unit, {.name = "unit", .doc = "before scaling"});
    f(frame, {.name = "frame", .doc = "letter of docs/frames.md"});
    f(scale, {.name = "scale", .doc = "factor of the term"});
  }
};

// the range of a command that the policy was trained on
struct CommandRange {
  std::string name;
  double lower = 0;
  double upper = 0;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "command"});
    f(lower, {.name = "lower", .doc = "smallest value seen in training"});
    f(upper, {.name = "upper", .doc = "largest value seen in training"});
  }
};

// a number that the code around the network was trained with, such as the period of a gait
struct ContractNumber {
  std::string name;
  double value = 0;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "of the setting"});
    f(value, {.name = "value", .doc = "in training"});
  }
};

// how the policy came to be
struct TrainingRecord {
  std::string commit;
  std::string config_hash;
  uint64_t seed = 0;
  double samples = 0;  // control steps of all environments together
  double hours = 0;    // wall clock
  std::string machine;
  std::string result;  // the figures that matter, in words

  void Fields(auto&& f) {
    f(commit, {.name = "commit", .doc = "of the program that trained"});
    f(config_hash, {.name = "config_hash", .doc = "of the resolved settings"});
    f(seed, {.name = "seed", .doc = "of all random numbers"});
    f(samples, {.name = "samples", .doc = "control steps of all environments together", .min = 0});
    f(hours, {.name = "hours", .unit = "h", .doc = "wall clock", .min = 0});
    f(machine, {.name = "machine", .doc = "what it ran on"});
    f(result, {.name = "result", .doc = "the figures that matter"});
  }
};

struct Contract {
  static constexpr std::string_view kConfigName = "policy_contract";

  std::string name;
  std::string robot;
  double control_rate = 50;  // Hz
  int history = 1;           // frames of the observation in the network's input, oldest first
  std::vector<JointContract> joints;
  std::vector<TermContract> observation;  // of one frame
  std::vector<TermContract> action;
  std::vector<CommandRange> commands;
  std::vector<ContractNumber> numbers;  // settings of the code around the network
  std::string weights_hash;             // of the files beside the contract, so that none is taken from another bundle
  TrainingRecord training;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "of the policy"});
    f(robot, {.name = "robot", .doc = "the robot that it moves"});
    f(control_rate, {.name = "control_rate", .unit = "Hz", .doc = "how often it acts", .min = 1, .max = 1000});
    f(history, {.name = "history", .doc = "frames in the network's input, oldest first", .min = 1, .max = 1000});
    f(joints, {.name = "joints", .doc = "all joints of the robot, in order"});
    f(observation, {.name = "observation", .doc = "terms of one frame, in order"});
    f(action, {.name = "action", .doc = "terms of the output, in order"});
    f(commands, {.name = "commands", .doc = "ranges of the commands in training"});
    f(numbers, {.name = "numbers", .doc = "settings of the code around the network"});
    f(weights_hash, {.name = "weights_hash", .doc = "of the files beside this one"});
    f(training, {.name = "training", .doc = "how the policy came to be"});
  }
};

// the contract of a policy trained here: joints and gains of the robot, terms of the layouts
Contract MakeContract(std::string name, const robot::RobotSpec& robot, const ObsLayout& observation,
                      const ActionLayout& action);

// a number of the contract by name; throws core::Error when it is missing. source: of the contract, for messages.
double NumberOf(const Contract& contract, std::string_view name, const std::string& source);

// Throws core::Error, with both sides, where the contract differs from what the caller is going to run it with: robot,
// joints and their order, gains, effort limits, default pose, control rate, terms, widths, units, frames, scales,
// history. source: of the contract, for messages.
struct ContractUse {
  const robot::RobotSpec& robot;
  const ObsLayout& observation;
  const ActionLayout& action;
  double control_rate = 50;  // Hz
  int history = 1;
};
void CheckContract(const Contract& contract, const ContractUse& use, const std::string& source);

}  // namespace porter::policy
