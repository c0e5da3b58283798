// How a foreign ONNX walker wants to be fed: a contract file says it in words, since the ONNX file does not
// (facts/formats.md 6.5). Terms stand in the order of the network's input.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace porter::wbc {

enum class WalkerTerm {
  kLastAction,        // last raw output   [joints]
  kAngularVelocity,   // of the pelvis, body axes, rad/s   [3]
  kYawRateCommand,    // rad/s   [1]
  kVelocityCommand,   // vx, vy, m/s   [2]
  kCosPhase,          // of the left and the right foot   [2]
  kSinPhase,          // [2]
  kJointPosition,     // q - default, rad   [joints]
  kJointVelocity,     // rad/s   [joints]
  kProjectedGravity,  // [3]
};
constexpr std::array<std::string_view, 9> EnumNames(WalkerTerm) {
  return {"last_action", "angular_velocity", "yaw_rate_command", "velocity_command", "cos_phase",
          "sin_phase",   "joint_position",   "joint_velocity",   "projected_gravity"};
}

struct WalkerTermRow {
  WalkerTerm term = WalkerTerm::kLastAction;
  double scale = 1;

  void Fields(auto&& f) {
    f(term, {.name = "term", .doc = "what stands here"});
    f(scale, {.name = "scale", .doc = "factor of the numbers"});
  }
};

struct WalkerJointRow {
  std::string name;
  double kp = 0;
  double kd = 0;
  double default_position = 0;
  bool driven = true;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "joint, in the order of the network"});
    f(kp, {.name = "kp", .unit = "N m/rad", .doc = "position gain", .min = 0});
    f(kd, {.name = "kd", .unit = "N m s/rad", .doc = "velocity gain", .min = 0});
    f(default_position, {.name = "default_position", .unit = "rad", .doc = "angle that targets are counted from"});
    f(driven, {.name = "driven", .doc = "false: moved by others; the network then sees it at rest in its default"});
  }
};

struct OnnxContract {
  static constexpr std::string_view kConfigName = "onnx_walker";

  std::string name;
  std::filesystem::path file;
  std::string input = "actor_obs";
  std::string output = "action";
  std::vector<WalkerTermRow> observation;
  std::vector<WalkerJointRow> joints;
  double action_scale = 0.25;
  double action_clip = 100;
  double gait_period = 1;

  void Fields(auto&& f) {
    f(name, {.name = "name", .doc = "of the walker"});
    f(file, {.name = "file", .doc = "the ONNX file; a relative path starts at the folder of the contract"});
    f(input, {.name = "input", .doc = "name of the graph's input"});
    f(output, {.name = "output", .doc = "name of the graph's output"});
    f(observation, {.name = "observation", .doc = "terms in the order of the input"});
    f(joints, {.name = "joints", .doc = "joints in the order of the output"});
    f(action_scale, {.name = "action_scale", .unit = "rad", .doc = "joint target = default + scale x action"});
    f(action_clip, {.name = "action_clip", .doc = "outputs are cut there, and cuts counted", .min = 0});
    f(gait_period, {.name = "gait_period", .unit = "s", .doc = "of the gait clock", .min = 0.1, .max = 10});
  }
};

// The file is then found from where the program was started. Throws core::Error as config::Load, and for a contract
// that names no file; whether the file is there shows when it is read.
OnnxContract LoadOnnxContract(const std::filesystem::path& path);

}  // namespace porter::wbc
