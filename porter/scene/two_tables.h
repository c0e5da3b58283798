// The room of the task: two tables, a tray and an object on the front one, the robot before it, floor and walls.
// Everything of an environment is a function of (seed, environment). Sizes: facts/viral.md 1.
#pragma once

#include <filesystem>
#include <string_view>

#include "porter/config/field.h"
#include "porter/render/assets.h"
#include "porter/render/camera.h"
#include "porter/render/instances.h"
#include "porter/render/look.h"

namespace porter::scene {

struct TwoTablesConfig {
  static constexpr std::string_view kConfigName = "two_tables";
  double distance = 5.4;
  double table_y = 0.1;
  double table_yaw = 0.0873;
  double height_min = 0.65, height_max = 0.775;
  double object_shift = 0.05;

  void Fields(auto&& f) {
    f(distance, {.name = "distance", .unit = "m", .doc = "between the tables' middles", .min = 2, .max = 10});
    f(table_y, {.name = "table_y", .unit = "m", .doc = "largest sideways shift of a table", .min = 0, .max = 1});
    f(table_yaw, {.name = "table_yaw", .unit = "rad", .doc = "largest turn of a table", .min = 0, .max = 1});
    f(height_min, {.name = "height_min", .unit = "m", .doc = "lowest table top", .min = 0.3, .max = 1.2});
    f(height_max, {.name = "height_max", .unit = "m", .doc = "highest table top", .min = 0.3, .max = 1.2});
    f(object_shift, {.name = "object_shift", .unit = "m", .doc = "largest shift, x and y", .min = 0, .max = 0.2});
  }
};

// what stands where in InstanceBatch; the robot's parts follow from kRobotSlot on
enum TwoTablesSlot {
  kFloorSlot,
  kWallSlot,  // four of them
  kFrontTableSlot = kWallSlot + 4,
  kBackTableSlot,
  kTraySlot,
  kObjectSlot,
  kRobotSlot
};

struct TwoTables {
  render::SceneAssets assets;
  render::CameraBatch head;     // the robot's: 192 x 108 px, 69.4 x 42.5 degrees (facts/viral.md 9)
  render::CameraBatch outside;  // a bystander's, of the same size
  render::InstanceBatch instances;
  render::LookBatch looks;
};

// root: the repository, where the robot's model lies; throws core::Error
TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed, int num_envs);

}  // namespace porter::scene
