#include "porter/scene/two_tables.h"

#include <numbers>
#include <vector>

#include "porter/core/random.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"
#include "porter/scene/robot_visuals.h"
#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector2d;
using Eigen::Vector3d;
using math::Transform3;
using render::TriangleMesh;

constexpr uint32_t kStream = 900;
constexpr int kTables = 8;  // different ones
constexpr int kWidth = 192, kHeight = 108;

enum Slot { kFloor, kWallFront, kWallLeft, kWallRight, kWallBack, kTableFront, kTableBack, kTray, kObject, kRobot };

struct Table {
  double height;
  TriangleMesh mesh;  // on the floor, around z
};

Table MakeTable(const TwoTablesConfig& config, uint64_t seed, int variant) {
  core::Random random(seed, kStream, static_cast<uint32_t>(variant), 0);
  const Vector3d top(random.Uniform(0.70, 0.75), random.Uniform(1.4, 1.6), random.Uniform(0.035, 0.040));
  const double height = random.Uniform(config.height_min, config.height_max);
  const double leg = random.Uniform(0.02, 0.04), inset = random.Uniform(0.03, 0.09), length = height - top.z();
  std::vector<TriangleMesh> bodies{Moved(Cuboid(top, 0.003), {0, 0, height - top.z() / 2})};
  for (const double x : {-1.0, 1.0}) {
    for (const double y : {-1.0, 1.0}) {
      const Vector3d at(x * (top.x() / 2 - inset), y * (top.y() / 2 - inset), length / 2);
      const Vector2d round[] = {{0, -length / 2}, {leg / 2, -length / 2}, {leg / 2, length / 2}, {0, length / 2}};
      bodies.push_back(Moved(variant % 2 == 0 ? Cuboid({leg, leg, length}, 0.002) : Revolution(round, 16), at));
    }
  }
  return {height, Joined(bodies)};
}

// 28 x 28 x 10 cm, walls of 15 mm; on z = 0
TriangleMesh MakeTray() {
  constexpr double kSide = 0.28, kHigh = 0.10, kWall = 0.015, kBevel = 0.003;
  const double at = (kSide - kWall) / 2;
  const Vector3d across(kWall, kSide, kHigh), along(kSide, kWall, kHigh);
  return Joined(std::vector{Moved(Cuboid({kSide, kSide, kWall}, kBevel), {0, 0, kWall / 2}),
                            Moved(Cuboid(across, kBevel), {at, 0, kHigh / 2}),
                            Moved(Cuboid(across, kBevel), {-at, 0, kHigh / 2}),
                            Moved(Cuboid(along, kBevel), {0, at, kHigh / 2}),
                            Moved(Cuboid(along, kBevel), {0, -at, kHigh / 2})});
}

// household objects that stand on z = 0
std::vector<TriangleMesh> MakeObjects() {
  const Vector2d bottle[] = {{0, 0},        {0.030, 0},    {0.033, 0.004}, {0.033, 0.12}, {0.028, 0.14},
                             {0.014, 0.16}, {0.013, 0.19}, {0.013, 0.20},  {0, 0.20}};
  const Vector2d cup[] = {{0, 0}, {0.026, 0}, {0.036, 0.10}, {0.034, 0.10}, {0.024, 0.004}, {0, 0.004}};
  const Vector2d mug[] = {{0, 0}, {0.036, 0}, {0.036, 0.095}, {0.033, 0.095}, {0.033, 0.005}, {0, 0.005}};
  std::vector<Vector3d> handle;
  for (int i = 0; i <= 12; ++i) {
    const double turn = std::numbers::pi * (i / 12.0 - 0.5);
    handle.emplace_back(0.034 + 0.026 * std::cos(turn), 0, 0.048 + 0.030 * std::sin(turn));
  }
  return {Revolution(bottle, 32), Revolution(cup, 32), Joined(std::vector{Revolution(mug, 32), Tube(handle, 0.005, 10)}),
          Moved(Cuboid({0.055, 0.085, 0.14}, 0.003), {0, 0, 0.07})};
}

Matrix3d Yaw(double angle) { return Eigen::AngleAxisd(angle, Vector3d::UnitZ()).toRotationMatrix(); }

// a camera at `from` that looks at `to`, upright
Transform3 LookAt(const Vector3d& from, const Vector3d& to) {
  const Vector3d forward = (to - from).normalized(), right = forward.cross(Vector3d::UnitZ()).normalized();
  Matrix3d R_WC;
  R_WC << right, forward.cross(right), forward;
  return {R_WC, from};
}

// standing, the right arm before the body
robot::RobotState Pose(const robot::RobotSpec& g1, const Vector3d& pelvis) {
  robot::RobotState state(static_cast<int>(g1.joints.size()));
  for (size_t j = 0; j < g1.joints.size(); ++j) state.q[static_cast<Eigen::Index>(j)] = g1.joints[j].default_position;
  constexpr double kRaised[] = {-0.7, -0.3, 0, 0.2, 0, 0, 0};
  const std::vector<int> arm = robot::JointsOf(g1, robot::Limb::kRightArm);
  for (size_t j = 0; j < arm.size(); ++j) state.q[arm[j]] = kRaised[j];
  state.p_WB = pelvis;
  return state;
}

void Put(render::Instance& slot, int mesh, const Transform3& X_WM, const Eigen::Vector3f& colour, bool shadow = true) {
  slot.mesh = mesh;
  slot.X_WM = X_WM;
  slot.material.base_colour = colour;
  slot.casts_shadow = shadow;
}

}  // namespace

TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed, int num_envs) {
  const robot::RobotSpec& g1 = robot::G1();
  const std::filesystem::path model = root / g1.model;
  const robot::Kinematics kinematics(robot::LoadMjcf(model), robot::JointNames(g1));
  TwoTables scene;
  const std::vector<VisualPart> parts = LoadRobotVisuals(model.parent_path(), kinematics, scene.assets);
  const auto add = [&](TriangleMesh mesh) {
    scene.assets.meshes.push_back(std::move(mesh));
    return static_cast<int>(scene.assets.meshes.size()) - 1;
  };
  std::vector<Table> tables;
  std::vector<int> table_mesh, object_mesh;
  for (int i = 0; i < kTables; ++i) tables.push_back(MakeTable(config, seed, i));
  for (const Table& table : tables) table_mesh.push_back(add(table.mesh));
  for (TriangleMesh& object : MakeObjects()) object_mesh.push_back(add(std::move(object)));
  const int tray = add(MakeTray()), floor = add(Cuboid({12, 8, 0.1}, 0.001)), wall = add(Cuboid({0.1, 12, 3}, 0.001));

  render::EnvironmentLight light = render::UniformLight({0.5F, 0.52F, 0.55F});
  light.sun = {.direction = Eigen::Vector3f(-0.4F, 0.5F, 1).normalized(), .irradiance = {1.6F, 1.5F, 1.35F}};
  scene.assets.lights.push_back(light);
  scene.looks.looks.resize(static_cast<size_t>(num_envs));
  scene.instances = render::InstanceBatch(num_envs, kRobot + static_cast<int>(parts.size()));
  const render::Intrinsics lens = render::FromFieldOfView(kWidth, kHeight, 69.4 * std::numbers::pi / 180,
                                                          42.5 * std::numbers::pi / 180);
  robot::LinkPoses poses = kinematics.MakePoses();
  const int camera = kinematics.FrameId("d435");
  for (int env = 0; env < num_envs; ++env) {
    core::Random random(seed, kStream + 1, static_cast<uint32_t>(env), 0);
    const std::span<render::Instance> slots = scene.instances[env];
    const auto colour = [&](float low, float high) {
      return Eigen::Vector3d(random.Uniform(low, high), random.Uniform(low, high), random.Uniform(low, high))
          .cast<float>()
          .eval();
    };
    double height = 0;
    const Eigen::Vector3f wood = colour(0.25F, 0.7F), paint = colour(0.5F, 0.85F);
    for (const Slot slot : {kTableBack, kTableFront}) {
      const auto which = random.Below(kTables);
      height = tables[which].height;  // the front one's comes last
      const double x = (slot == kTableFront ? 1 : -1) * config.distance / 2;
      const Vector3d p(x, random.Uniform(-config.table_y, config.table_y), 0);
      Put(slots[slot], table_mesh[which], {Yaw(random.Uniform(-config.table_yaw, config.table_yaw)), p}, wood);
    }
    Put(slots[kFloor], floor, {Matrix3d::Identity(), {0, 0, -0.05}}, colour(0.2F, 0.5F), false);
    for (int side = 0; side < 4; ++side) {
      const Vector3d at = Yaw(side * std::numbers::pi / 2) * Vector3d(side % 2 == 0 ? 5 : 4, 0, 1.5);
      Put(slots[kWallFront + side], wall, {Yaw(side * std::numbers::pi / 2), at}, paint, false);
    }
    const double front = config.distance / 2 - 0.2;
    const double s = config.object_shift;
    const Vector3d object(front + random.Uniform(-s, s), random.Uniform(-s, s), height);
    Put(slots[kTray], tray, {Matrix3d::Identity(), {front, -0.3, height}}, colour(0.05F, 0.5F));
    const int shape = object_mesh[random.Below(static_cast<uint32_t>(object_mesh.size()))];
    Put(slots[kObject], shape, {Yaw(random.Uniform(-3.14, 3.14)), object}, colour(0.03F, 0.9F));
    kinematics.Forward(Pose(g1, {object.x() - 0.36, object.y() + 0.07, 0.75}), poses);
    PlaceRobot(parts, poses, slots.subspan(kRobot));
    scene.head.cameras.push_back({kinematics.FramePose(poses, camera), lens});
    scene.outside.cameras.push_back({LookAt({front - 1.3, 1.9, 1.6}, {front - 0.1, 0, 0.75}), lens});
  }
  return scene;
}

}  // namespace porter::scene
