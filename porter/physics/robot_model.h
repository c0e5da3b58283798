// The robot ready for simulation: the variants of the one MJCF that training, tests and benchmarks use, with the motors
// of `robot`. A user's own MJCF goes the same way and is checked against `robot` by name.
#pragma once

#include <array>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/physics/body_spec.h"
#include "porter/physics/model.h"
#include "porter/physics/sim_options.h"
#include "porter/robot/robot_spec.h"

namespace porter::physics {

enum class Fingers { kMoving, kWelded };
constexpr std::array<std::string_view, 2> EnumNames(Fingers) {
  return {"moving", "welded"};
}

// what a part of the robot touches with; the feet's primitives are four small spheres a sole
enum class Colliders { kPrimitives, kConvexMeshes };
constexpr std::array<std::string_view, 2> EnumNames(Colliders) {
  return {"primitives", "convex_meshes"};
}

enum class Floor { kNone, kFeet, kWholeRobot };
constexpr std::array<std::string_view, 3> EnumNames(Floor) {
  return {"none", "feet", "whole_robot"};
}

struct RobotModelConfig {
  std::filesystem::path mjcf;  // empty: the robot's own
  Fingers fingers = Fingers::kMoving;
  Colliders hand_colliders = Colliders::kPrimitives;
  Colliders foot_colliders = Colliders::kPrimitives;
  bool visual_meshes = false;
  Floor floor = Floor::kWholeRobot;  // what the floor carries; colliders that then touch nothing are left out
  double floor_friction = 0.9;
  SimOptions options;

  void Fields(auto&& f) {
    f(mjcf, {.name = "mjcf", .doc = "MJCF of the robot, empty: porter's own"});
    f(fingers, {.name = "fingers", .doc = "welded fingers are rigid and open, and cost less"});
    f(hand_colliders, {.name = "hand_colliders", .doc = "what the hands touch with"});
    f(foot_colliders, {.name = "foot_colliders", .doc = "what the feet touch with"});
    f(visual_meshes, {.name = "visual_meshes", .doc = "attach the meshes that are only seen"});
    f(floor, {.name = "floor", .doc = "what the floor carries"});
    f(floor_friction, {.name = "floor_friction", .doc = "sliding friction of the floor", .min = 0, .max = 10});
    f(options, {.name = "options", .doc = "solver and contact settings"});
  }
};

// The pose of these joints with the robot's lowest collider on z = 0 and its root, the model's first body, upright;
// MuJoCo's order. pose: rad, of joints of the model   [joints] -> [nq]
std::vector<double> StandingQpos(const Model& model, std::span<const std::string> joints, std::span<const float> pose);

struct RobotModel {
  Model model;
  std::vector<std::string> joints;     // motors of the model in the robot's order (without welded fingers)
  std::vector<float> default_targets;  // default pose, rad   [joints]
  std::vector<double> standing_qpos;   // StandingQpos of the default pose   [nq]
};

// root: folder that robot.model and the meshes beside it are relative to. Throws core::Error with both sides when the
// joints of the MJCF are not the robot's, and for missing files. bodies: what stands around it.
RobotModel BuildRobotModel(const robot::RobotSpec& robot, const RobotModelConfig& config,
                           const std::filesystem::path& root = ".", std::span<const BodySpec> bodies = {});

}  // namespace porter::physics
