#include "porter/physics/robot_model.h"

#include <mujoco/mujoco.h>

#include <algorithm>

#include "porter/core/error.h"
#include "porter/physics/handles.h"
#include "porter/physics/model_builder.h"
#include "porter/robot/model_check.h"
#include "porter/robot/visuals.h"

namespace porter::physics {
namespace {

using robot::ConvexPart;

// contact bits of the robot's geoms, as models/g1/g1.xml explains them
constexpr int kHandBit = 1;
constexpr int kObjectBit = 2;
constexpr int kFootBit = 8;
constexpr int kBodyBit = 16;

// all meshes, or the convex ones of a part
std::vector<MeshGeom> LoadMeshes(const std::filesystem::path& folder, ConvexPart part = ConvexPart::kNone) {
  std::vector<MeshGeom> meshes;
  for (const robot::RobotVisual& row : robot::LoadVisuals(folder)) {
    if (part != ConvexPart::kNone && row.convex != part) continue;
    MeshGeom mesh{.body = row.body, .file = folder / "meshes" / row.file, .position = row.position};
    std::transform(row.rgba.begin(), row.rgba.end(), mesh.rgba.begin(), [](double c) { return static_cast<float>(c); });
    meshes.push_back(std::move(mesh));
  }
  return meshes;
}

void AddFloor(Floor floor, double friction, ModelBuilder& builder) {
  if (floor == Floor::kNone) return;
  const int all = kHandBit | kObjectBit | kFootBit | kBodyBit;
  builder.AddFloor(friction, floor == Floor::kFeet ? kObjectBit | kFootBit : all);
  builder.DropIdleColliders();
}

// lowest point of the bounding boxes of the first body's geoms, and of all that hang on it, that the floor can carry, m
double LowestPoint(const mjModel& m, const mjData& d) {
  double lowest = 0;
  bool any = false;
  for (int g = 0; g < m.ngeom; ++g) {
    if (m.geom_type[g] == mjGEOM_PLANE || m.geom_contype[g] == 0) continue;
    if (m.body_rootid[m.geom_bodyid[g]] != 1) continue;
    const double* box = m.geom_aabb + 6 * g;  // centre and half sizes in the geom frame
    const double* up = d.geom_xmat + 9 * g + 6;
    double z = d.geom_xpos[3 * g + 2];
    if (m.geom_type[g] == mjGEOM_SPHERE) {
      z -= m.geom_size[3 * g];
    } else {
      for (int k = 0; k < 3; ++k) z += up[k] * box[k] - std::abs(up[k]) * box[3 + k];
    }
    lowest = any ? std::min(lowest, z) : z;
    any = true;
  }
  return lowest;
}

}  // namespace

std::vector<double> StandingQpos(const Model& model, std::span<const std::string> joints, std::span<const float> pose) {
  const mjModel& m = model.mujoco();
  const DataPtr data(mj_makeData(&m));
  for (size_t j = 0; j < joints.size(); ++j) data->qpos[m.jnt_qposadr[model.JointId(joints[j])]] = pose[j];
  mj_kinematics(&m, data.get());
  if (m.njnt > 0 && m.jnt_type[0] == mjJNT_FREE) data->qpos[2] -= LowestPoint(m, *data);
  return {data->qpos, data->qpos + m.nq};
}

RobotModel BuildRobotModel(const robot::RobotSpec& robot, const RobotModelConfig& config,
                           const std::filesystem::path& root, std::span<const BodySpec> bodies) {
  const std::filesystem::path own = root / robot.model;
  const std::filesystem::path mjcf = config.mjcf.empty() ? own : config.mjcf;
  ModelBuilder builder(mjcf);
  robot::CheckJoints(robot, builder.JointNames(), mjcf.string(), robot::OrderRule::kAnyOrder);
  if (mjcf != own) robot::CheckCarriers(ModelBuilder(own).JointCarriers(), builder.JointCarriers(), mjcf.string());
  if (config.fingers == Fingers::kWelded) {
    builder.Weld(robot::JointNames(robot, robot::JointsOf(robot, robot::kHands)));
  }
  if (config.hand_colliders == Colliders::kConvexMeshes) {
    builder.ReplaceColliders(LoadMeshes(own.parent_path(), ConvexPart::kHand));
  }
  if (config.foot_colliders == Colliders::kConvexMeshes) {
    builder.ReplaceColliders(LoadMeshes(own.parent_path(), ConvexPart::kFoot));
  }
  if (config.visual_meshes) builder.AddVisuals(LoadMeshes(own.parent_path()));
  for (const BodySpec& body : bodies) builder.AddBody(body);
  AddFloor(config.floor, config.floor_friction, builder);
  if (config.fingers == Fingers::kWelded) builder.FuseRigidLinks();
  const std::vector<std::string> present = builder.JointNames();
  std::vector<Motor> motors;
  std::vector<std::string> joints;
  std::vector<float> default_targets;
  for (const robot::JointSpec& joint : robot.joints) {
    if (std::find(present.begin(), present.end(), joint.name) == present.end()) continue;  // welded
    joints.emplace_back(joint.name);
    default_targets.push_back(static_cast<float>(joint.default_position));
    motors.push_back({.joint = joints.back(),
                      .kp = joint.gains.kp,
                      .kd = joint.gains.kd,
                      .effort = joint.motor.effort,
                      .armature = joint.motor.armature});
  }
  builder.SetMotors(motors);
  RobotModel made{.model = builder.Compile(config.options),
                  .joints = std::move(joints),
                  .default_targets = std::move(default_targets)};
  made.standing_qpos = StandingQpos(made.model, made.joints, made.default_targets);
  return made;
}

}  // namespace porter::physics
