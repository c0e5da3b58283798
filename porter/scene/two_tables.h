// The room of the task for the eyes: two tables, a tray, objects, the robot, floor, walls and a window. It is built
// from one layout for each environment (layout.h), and Update moves robot and objects in it.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "porter/render/assets.h"
#include "porter/render/camera.h"
#include "porter/render/instances.h"
#include "porter/render/look.h"
#include "porter/robot/kinematics.h"
#include "porter/scene/layout.h"
#include "porter/scene/object_kinds.h"
#include "porter/scene/robot_visuals.h"
#include "porter/scene/visual_randomisation.h"

namespace porter::scene {

constexpr int kObjectParts = 4;  // slots of an object; parts that a model has not are empty slots

// what stands where in InstanceBatch; the robot's parts follow from kRobotSlot on
enum TwoTablesSlot {
  kFloorSlot,
  kWallSlot,  // four of them: +x, +y, -x, -y
  kWindowSlot = kWallSlot + 4,
  kFrontTableSlot,
  kBackTableSlot,
  kTraySlot,
  kObjectSlot,  // parts of the front object, then of the held one, then of the one on the back table
  kRobotSlot = kObjectSlot + kNumObjects * kObjectParts
};

// slot of a part of an object
constexpr int ObjectSlot(int role, int part = 0) {
  return kObjectSlot + role * kObjectParts + part;
}

struct TwoTables {
  explicit TwoTables(robot::Kinematics robot) : kinematics(std::move(robot)) {}

  render::SceneAssets assets;  // may be moved into a renderer
  robot::Kinematics kinematics;
  std::vector<VisualPart> robot_parts;
  int head_frame = 0;                // of kinematics: the camera
  std::vector<ObjectKind> kinds;     // among which objects are drawn; their meshes are in assets
  std::vector<SceneLayout> layouts;  // as drawn; Update leaves them   [num_envs]
  render::CameraBatch head;          // the robot's: 192 x 108 px, 69.4 x 42.5 degrees (facts/viral.md 9)
  render::CameraBatch outside;       // a bystander's, of the same size
  VisualSurfaces surfaces;           // which slots are what, and materials that they may have instead
  render::InstanceBatch instances;
  render::LookBatch looks;
};

// root: the repository, where the robot's model lies; throws core::Error
TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed, int num_envs);
// the same with one environment for each of these layouts, whose tables are this seed's variants
TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed,
                        std::vector<SceneLayout> layouts);

// Moves the robot, its camera and the objects of one environment; nothing else changes and nothing is allocated, so
// that threads may update different environments at once. poses: of scene.kinematics; X_WO: by ObjectRole [kNumObjects]
void Update(TwoTables& scene, int env, const robot::LinkPoses& poses, std::span<const math::Transform3> X_WO) noexcept;
// the same from the pelvis and joint angles, rad [joints]; scratch: scene.kinematics.MakePoses(), one a thread
void Update(TwoTables& scene, int env, const math::Transform3& X_WB, std::span<const double> q,
            std::span<const math::Transform3> X_WO, robot::LinkPoses& scratch) noexcept;

}  // namespace porter::scene
