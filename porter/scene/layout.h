// Where things are in one environment of the two-table room, as plain data: what the pictures show and what physics
// builds its bodies and colliders from. A function of (seed, environment, episode). Sizes: facts/viral.md 1.
#pragma once

#include <Eigen/Core>
#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include "porter/config/field.h"
#include "porter/core/random.h"
#include "porter/math/transform3.h"
#include "porter/robot/kinematics.h"
#include "porter/scene/furniture.h"

namespace porter::scene {

struct TwoTablesConfig {
  static constexpr std::string_view kConfigName = "two_tables";
  double distance = 5.4;
  double table_y = 0.1;
  double table_yaw = 0.0873;
  double height_min = 0.65, height_max = 0.775;
  double object_shift = 0.05;
  double rim = 0.012;
  double tray_height = 0.1;
  std::vector<std::string> objects;
  std::filesystem::path own_objects;

  void Fields(auto&& f) {
    f(distance, {.name = "distance", .unit = "m", .doc = "between the tables' middles", .min = 2, .max = 10});
    f(table_y, {.name = "table_y", .unit = "m", .doc = "largest sideways shift of a table", .min = 0, .max = 1});
    f(table_yaw, {.name = "table_yaw", .unit = "rad", .doc = "largest turn of a table", .min = 0, .max = 1});
    f(height_min, {.name = "height_min", .unit = "m", .doc = "lowest table top", .min = 0.3, .max = 1.2});
    f(height_max, {.name = "height_max", .unit = "m", .doc = "highest table top", .min = 0.3, .max = 1.2});
    f(object_shift, {.name = "object_shift", .unit = "m", .doc = "largest shift, x and y", .min = 0, .max = 0.2});
    f(rim, {.name = "rim", .unit = "m", .doc = "width of the lip that half of the trays have", .min = 0, .max = 0.05});
    f(tray_height, {.name = "tray_height", .unit = "m", .doc = "of the tray's walls", .min = 0.02, .max = 0.3});
    f(objects, {.name = "objects", .doc = "names of the kinds to draw from; none: all that there are"});
    f(own_objects, {.name = "own_objects", .doc = "TOML file that lists objects from OBJ, GLB or STL files"});
  }
};

// what an object is for: facts/viral.md 1, "objects"
enum ObjectRole { kFrontObject, kHoldObject, kBackObject, kNumObjects };

struct TableLayout {
  TableShape shape;
  math::Transform3 X_WF;  // F: on the floor below the middle of the top
  math::Transform3 X_WK() const { return X_WF * math::Transform3(Eigen::Matrix3d::Identity(), {0, 0, shape.height}); }
};

struct ObjectLayout {
  int kind = 0;           // in the list of kinds that the layout was drawn with
  math::Transform3 X_WO;  // O: the frame of the model, on its lowest face
};

struct SceneLayout {
  int table_variant[2] = {};  // of the front and the back table: TableVariant(seed, i)
  TableLayout front, back;    // at +x and -x
  TrayShape tray;
  math::Transform3 X_WTray;  // on the front table's top
  std::array<ObjectLayout, kNumObjects> objects;
  int window_side = 0;    // which wall has the window: 0 +x, 1 +y, 2 -x, 3 -y
  math::Transform3 X_WB;  // pelvis
  std::vector<double> q;  // joint angles, rad   [joints of the robot]
};

// how a robot stands with something in its right hand
struct RobotStance {
  std::vector<double> q;    // rad   [joints]
  double height = 0;        // of the pelvis with the soles on the floor, m
  Eigen::Vector3d p_BHeld;  // middle of what it holds
};
RobotStance HoldingStance(const robot::RobotSpec& robot, const robot::Kinematics& kinematics);

// height of each kind of object from its lowest face, m, among which a layout is drawn   [kinds]
using ObjectHeights = std::vector<double>;

constexpr int kTableVariants = 9;  // different ones a seed, each kind of legs in turn
TableShape TableVariant(const TwoTablesConfig& config, uint64_t seed, int variant);

// throws core::Error for ranges that are the wrong way round
void CheckRanges(const TwoTablesConfig& config);

// what stands on the table that the robot works at, by chance: the tray and the front object, which is turned
// uniformly. X_WK: middle of the top, x away from the robot
struct Served {
  math::Transform3 X_WTray, X_WO;
};
Served ServeTable(const TwoTablesConfig& config, const math::Transform3& X_WK, core::Random& random);

SceneLayout DrawLayout(const TwoTablesConfig& config, const RobotStance& stance, const ObjectHeights& heights,
                       uint64_t seed, int env, uint64_t episode = 0);

}  // namespace porter::scene
