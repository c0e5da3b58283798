#include "porter/scene/two_tables.h"

#include <Eigen/Geometry>
#include <algorithm>
#include <numbers>

#include "porter/core/check.h"
#include "porter/core/random.h"
#include "porter/math/rotation.h"
#include "porter/robot/g1/g1.h"
#include "porter/scene/lights.h"
#include "porter/scene/own_objects.h"
#include "porter/scene/shapes.h"
#include "porter/scene/surfaces.h"

namespace porter::scene {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using Eigen::Vector3f;
using math::Transform3;
using render::Instance;

constexpr uint32_t kMaterialStream = 901;
constexpr int kChoices = 24;                // materials of one use that randomisation chooses from
constexpr int kWidth = 192, kHeight = 108;  // px
constexpr double kDegree = std::numbers::pi / 180;
constexpr double kHalfLong = 5, kHalfWide = 4;  // of the room, m
const WallShape kWall{.size = {0.1, 2 * kHalfLong + 2, 3}};

void Put(Instance& slot, int mesh, const Transform3& X_WM, const render::Material& material) {
  slot.mesh = mesh;
  slot.X_WM = X_WM;
  slot.material = material;
}

robot::Kinematics KinematicsOf(const std::filesystem::path& root) {
  return {robot::LoadMjcf(root / robot::G1().model), robot::JointNames(robot::G1())};
}

class Builder {
 public:
  Builder(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed)
      : config_(config), seed_(seed), scene_(KinematicsOf(root)), surfaces_(seed, scene_.assets) {
    const robot::RobotSpec& g1 = robot::G1();
    scene_.robot_parts = LoadRobotVisuals((root / g1.model).parent_path(), scene_.kinematics, scene_.assets);
    scene_.head_frame = scene_.kinematics.FrameId("d435");
    stance_ = HoldingStance(g1, scene_.kinematics);
    scene_.kinds = LoadObjectKinds(config.own_objects, config.objects);
    AddKinds();
    for (int i = 0; i < kTableVariants; ++i) tables_.push_back(Add(MakeTable(TableVariant(config, seed, i))));
    for (const double rim : {0.0, config.rim})
      trays_.push_back(Add(MakeTray({.height = config.tray_height, .rim = rim})));
    floor_ = Add(Cuboid({2 * kHalfLong + 2, 2 * kHalfWide + 2, 0.1}, 0.001));
    wall_ = Add(Cuboid(kWall.size, 0.001));
    open_wall_ = Add(MakeWall(kWall));
    window_ = Add(MakeWindow(kWall));
    scene_.assets.lights = MakeLights(root, seed);
    OfferMaterials();
  }

  std::vector<SceneLayout> DrawLayouts(int num_envs) const {
    std::vector<SceneLayout> layouts;
    for (int env = 0; env < num_envs; ++env) layouts.push_back(DrawLayout(config_, stance_, heights_, seed_, env));
    return layouts;
  }

  TwoTables Build(std::vector<SceneLayout> layouts) {
    const size_t envs = layouts.size();
    const auto num_envs = static_cast<int>(envs);
    scene_.looks.looks.resize(envs);
    scene_.head.cameras.resize(envs, {.intrinsics = Lens(69.4, 42.5)});
    scene_.outside.cameras.resize(envs, {.intrinsics = Lens(50, 30)});
    scene_.instances = render::InstanceBatch(num_envs, kRobotSlot + static_cast<int>(scene_.robot_parts.size()));
    robot::LinkPoses poses = scene_.kinematics.MakePoses();
    for (int env = 0; env < num_envs; ++env) {
      const SceneLayout& layout = layouts[static_cast<size_t>(env)];
      core::Random random(seed_, kMaterialStream, static_cast<uint32_t>(env), 0);
      const std::span<Instance> slots = scene_.instances[env];
      render::Look& look = scene_.looks.looks[static_cast<size_t>(env)];
      look.light = static_cast<int>(random.Below(static_cast<uint32_t>(scene_.assets.lights.size())));
      look.yaw = static_cast<float>(random.Uniform(-std::numbers::pi, std::numbers::pi));
      PutRoom(random, layout, slots);
      PutFurniture(random, layout, slots);
      for (int role = 0; role < kNumObjects; ++role) PutObject(random, layout, role, slots);
      PlaceRobot(scene_.robot_parts, poses, slots.subspan(kRobotSlot));
      std::array<Transform3, kNumObjects> X_WO;
      for (size_t role = 0; role < kNumObjects; ++role) X_WO[role] = layout.objects[role].X_WO;
      Update(scene_, env, layout.X_WB, layout.q, X_WO, poses);
      const Vector3d object = X_WO[kFrontObject].translation();
      scene_.outside.cameras[static_cast<size_t>(env)].X_WC =
          math::LookAt(object + Vector3d(0.35, 1.75, 0.75), object + Vector3d(-0.15, -0.1, 0.02));
    }
    scene_.layouts = std::move(layouts);
    return std::move(scene_);
  }

 private:
  static render::Intrinsics Lens(double horizontal, double vertical) {  // degrees
    return render::FromFieldOfView(kWidth, kHeight, horizontal * kDegree, vertical * kDegree);
  }

  int Add(render::TriangleMesh mesh) {
    scene_.assets.meshes.push_back(std::move(mesh));
    return static_cast<int>(scene_.assets.meshes.size()) - 1;
  }

  void AddKinds() {
    for (const ObjectKind& kind : scene_.kinds) {
      first_part_.push_back(static_cast<int>(scene_.assets.meshes.size()));
      heights_.push_back(BoundsOf(kind.model).high.z());
      for (const ModelPart& part : kind.model.parts) Add(part.mesh);
    }
  }

  // what visual randomisation may cover things with
  void OfferMaterials() {
    core::Random random(seed_, kMaterialStream, 0, 1);
    const auto offer = [&](std::vector<int> slots, SurfaceUse use) {
      VisualGroup group{.slots = std::move(slots)};
      for (int i = 0; i < kChoices; ++i) group.choices.push_back(surfaces_.Draw(use, random));
      return group;
    };
    scene_.surfaces.floor = offer({kFloorSlot}, SurfaceUse::kFloor);
    scene_.surfaces.tables = offer({kFrontTableSlot, kBackTableSlot}, SurfaceUse::kTable);
    if (std::ranges::all_of(scene_.kinds, &ObjectKind::paintable)) {
      scene_.surfaces.objects =
          offer({ObjectSlot(kFrontObject), ObjectSlot(kHoldObject), ObjectSlot(kBackObject)}, SurfaceUse::kObject);
    }
    for (size_t part = 0; part < scene_.robot_parts.size(); ++part)
      scene_.surfaces.robot.push_back(kRobotSlot + static_cast<int>(part));
  }

  void PutRoom(core::Random& random, const SceneLayout& layout, std::span<Instance> slots) const {
    const render::Material wall_material = surfaces_.Draw(SurfaceUse::kWall, random);
    Put(slots[kFloorSlot], floor_, {Matrix3d::Identity(), {0, 0, -0.05}}, surfaces_.Draw(SurfaceUse::kFloor, random));
    slots[kFloorSlot].casts_shadow = false;
    for (int side = 0; side < 4; ++side) {
      const Matrix3d turn = math::FromYaw(side * std::numbers::pi / 2);
      const double away = side % 2 == 0 ? kHalfLong : kHalfWide;
      const bool open = side == layout.window_side;
      Instance& wall = slots[static_cast<size_t>(kWallSlot + side)];
      Put(wall, open ? open_wall_ : wall_, {turn, turn * Vector3d(away, 0, open ? 0 : kWall.size.z() / 2)},
          wall_material);
      wall.casts_shadow = false;
      if (open) Put(slots[kWindowSlot], window_, wall.X_WM, {.base_colour = {0.75F, 0.75F, 0.73F}, .roughness = 0.4F});
    }
    slots[kWindowSlot].casts_shadow = false;
  }

  void PutFurniture(core::Random& random, const SceneLayout& layout, std::span<Instance> slots) const {
    Put(slots[kFrontTableSlot], tables_[static_cast<size_t>(layout.table_variant[0])], layout.front.X_WF,
        surfaces_.Draw(SurfaceUse::kTable, random));
    Put(slots[kBackTableSlot], tables_[static_cast<size_t>(layout.table_variant[1])], layout.back.X_WF,
        surfaces_.Draw(SurfaceUse::kTable, random));
    Put(slots[kTraySlot], trays_[layout.tray.rim > 0 ? 1 : 0], layout.X_WTray,
        surfaces_.Draw(SurfaceUse::kTray, random));
  }

  // Update moves it to its place
  void PutObject(core::Random& random, const SceneLayout& layout, int role, std::span<Instance> slots) const {
    const auto which = static_cast<size_t>(layout.objects[static_cast<size_t>(role)].kind);
    const ObjectKind& kind = scene_.kinds[which];
    const render::Material drawn = surfaces_.Draw(SurfaceUse::kObject, random);
    for (size_t part = 0; part < kind.model.parts.size(); ++part) {
      Instance& slot = slots[static_cast<size_t>(ObjectSlot(role, static_cast<int>(part)))];
      slot.mesh = first_part_[which] + static_cast<int>(part);
      slot.material = part == 0 && kind.paintable ? drawn : kind.model.parts[part].material;
    }
  }

  const TwoTablesConfig& config_;
  const uint64_t seed_;
  TwoTables scene_;
  const SurfaceSet surfaces_;
  RobotStance stance_;
  ObjectHeights heights_;        // of the kinds
  std::vector<int> first_part_;  // mesh of each kind's first part
  std::vector<int> tables_;      // meshes
  std::vector<int> trays_;       // without and with a rim
  int floor_ = 0, wall_ = 0, open_wall_ = 0, window_ = 0;
};

static_assert(kMaxObjectParts == kObjectParts);

}  // namespace

TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed, int num_envs) {
  CheckRanges(config);
  Builder builder(config, root, seed);
  return builder.Build(builder.DrawLayouts(num_envs));
}

TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed,
                        std::vector<SceneLayout> layouts) {
  CheckRanges(config);
  return Builder(config, root, seed).Build(std::move(layouts));
}

void Update(TwoTables& scene, int env, const robot::LinkPoses& poses, std::span<const Transform3> X_WO) noexcept {
  PORTER_CHECK(X_WO.size() == kNumObjects && env >= 0 && env < scene.instances.num_envs);
  const std::span<Instance> slots = scene.instances[env];
  MoveRobot(scene.robot_parts, poses, slots.subspan(kRobotSlot));
  for (int role = 0; role < kNumObjects; ++role) {
    for (int part = 0; part < kObjectParts; ++part) {
      slots[static_cast<size_t>(ObjectSlot(role, part))].X_WM = X_WO[static_cast<size_t>(role)];
    }
  }
  scene.head.cameras[static_cast<size_t>(env)].X_WC = scene.kinematics.FramePose(poses, scene.head_frame);
}

void Update(TwoTables& scene, int env, const Transform3& X_WB, std::span<const double> q,
            std::span<const Transform3> X_WO, robot::LinkPoses& scratch) noexcept {
  scene.kinematics.Forward(X_WB, q, scratch);
  Update(scene, env, scratch, X_WO);
}

}  // namespace porter::scene
