#include "porter/scene/two_tables.h"

#include <Eigen/Geometry>
#include <numbers>
#include <vector>

#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/core/text.h"
#include "porter/robot/g1/g1.h"
#include "porter/robot/kinematics.h"
#include "porter/scene/household.h"
#include "porter/scene/robot_visuals.h"
#include "porter/scene/shapes.h"

namespace porter::scene {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using Eigen::Vector3f;
using math::Transform3;
using render::Instance;

constexpr uint32_t kTableStream = 900, kRoomStream = 901;
constexpr int kTables = 8;                  // different ones
constexpr int kWidth = 192, kHeight = 108;  // px
constexpr double kDegree = std::numbers::pi / 180;
constexpr double kHalfLong = 5, kHalfWide = 4, kWallHeight = 3;  // of the room, m
constexpr double kBehindMiddle = 0.2;                            // things stand nearer to the robot than the middle, m
constexpr double kTrayY = -0.3;                                  // in the table's frame, m

Matrix3d Yaw(double angle) {
  return Eigen::AngleAxisd(angle, Vector3d::UnitZ()).toRotationMatrix();
}

// between two colours, brighter or darker by up to a fifth
Vector3f Colour(core::Random& random, const Vector3f& from, const Vector3f& to) {
  const auto share = static_cast<float>(random.Uniform()), bright = static_cast<float>(random.Uniform(0.8, 1.2));
  return (bright * (from + share * (to - from))).cwiseMin(1.0F);
}

void Put(Instance& slot, int mesh, const Transform3& X_WM, const Vector3f& colour, float roughness = 0.6F) {
  slot.mesh = mesh;
  slot.X_WM = X_WM;
  slot.material.base_colour = colour;
  slot.material.roughness = roughness;
}

render::EnvironmentLight Daylight() {
  render::EnvironmentLight light = render::UniformLight({0.36F, 0.38F, 0.42F});
  light.sun = {.direction = Vector3f(-0.4F, 0.5F, 1).normalized(), .irradiance = {1.5F, 1.4F, 1.25F}};
  return light;
}

class Builder {
 public:
  Builder(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed)
      : config_(config),
        seed_(seed),
        g1_(robot::G1()),
        kinematics_(robot::LoadMjcf(root / g1_.model), robot::JointNames(g1_)),
        poses_(kinematics_.MakePoses()),
        parts_(LoadRobotVisuals((root / g1_.model).parent_path(), kinematics_, scene_.assets)) {
    for (int i = 0; i < kTables; ++i) AddTable(static_cast<uint32_t>(i));
    for (render::TriangleMesh& object : MakeHouseholdObjects()) objects_.push_back(Add(std::move(object)));
    tray_ = Add(MakeTray());
    floor_ = Add(Cuboid({2 * kHalfLong + 2, 2 * kHalfWide + 2, 0.1}, 0.001));
    wall_ = Add(Cuboid({0.1, 2 * kHalfLong + 2, kWallHeight}, 0.001));
    scene_.assets.lights.push_back(Daylight());
  }

  TwoTables Build(int num_envs) {
    scene_.looks.looks.resize(static_cast<size_t>(num_envs));
    scene_.instances = render::InstanceBatch(num_envs, kRobotSlot + static_cast<int>(parts_.size()));
    for (int env = 0; env < num_envs; ++env) {
      core::Random random(seed_, kRoomStream, static_cast<uint32_t>(env), 0);
      const std::span<Instance> slots = scene_.instances[env];
      PutRoom(random, slots);
      const Transform3 X_WT = PutTables(random, slots);
      const Vector3d object = PutThings(random, X_WT, slots);
      StandRobot(object, slots);
      scene_.outside.cameras.push_back(
          {math::LookAt(object + Vector3d(-1.5, 1.7, 0.8), object + Vector3d(-0.2, -0.1, 0)),
           render::FromFieldOfView(kWidth, kHeight, 50 * kDegree, 30 * kDegree)});
    }
    return std::move(scene_);
  }

 private:
  int Add(render::TriangleMesh mesh) {
    scene_.assets.meshes.push_back(std::move(mesh));
    return static_cast<int>(scene_.assets.meshes.size()) - 1;
  }

  void AddTable(uint32_t variant) {
    core::Random random(seed_, kTableStream, variant, 0);
    TableShape shape;
    shape.top = {random.Uniform(0.70, 0.75), random.Uniform(1.4, 1.6), random.Uniform(0.035, 0.040)};
    shape.height = random.Uniform(config_.height_min, config_.height_max);
    shape.leg = random.Uniform(0.02, 0.04);
    shape.inset = random.Uniform(0.03, 0.09);
    shape.round_legs = variant % 2 == 1;
    heights_.push_back(shape.height);
    tables_.push_back(Add(scene::MakeTable(shape)));
  }

  void PutRoom(core::Random& random, std::span<Instance> slots) const {
    const Vector3f paint = Colour(random, {0.55F, 0.52F, 0.48F}, {0.75F, 0.75F, 0.75F});
    Put(slots[kFloorSlot], floor_, {Matrix3d::Identity(), {0, 0, -0.05}},
        Colour(random, {0.12F, 0.11F, 0.1F}, {0.35F, 0.3F, 0.25F}));
    slots[kFloorSlot].casts_shadow = false;
    for (int side = 0; side < 4; ++side) {
      const Matrix3d turn = Yaw(side * std::numbers::pi / 2);
      const double away = side % 2 == 0 ? kHalfLong : kHalfWide;
      Instance& wall = slots[static_cast<size_t>(kWallSlot + side)];
      Put(wall, wall_, {turn, turn * Vector3d(away, 0, kWallHeight / 2)}, paint, 0.9F);
      wall.casts_shadow = false;
    }
  }

  // pose of the front table's top: origin in its middle
  Transform3 PutTables(core::Random& random, std::span<Instance> slots) const {
    const Vector3f wood = Colour(random, {0.16F, 0.08F, 0.035F}, {0.55F, 0.38F, 0.2F});
    Transform3 X_WT;
    for (const auto& [slot, side] : {std::pair(kBackTableSlot, -1), std::pair(kFrontTableSlot, 1)}) {
      const auto which = random.Below(kTables);
      const Vector3d p(side * config_.distance / 2, random.Uniform(-config_.table_y, config_.table_y), 0);
      const Matrix3d turn = Yaw(random.Uniform(-config_.table_yaw, config_.table_yaw));
      Put(slots[slot], tables_[which], {turn, p}, wood, 0.4F);
      X_WT = {turn, p + Vector3d(0, 0, heights_[which])};
    }
    return X_WT;
  }

  // where the object stands
  Vector3d PutThings(core::Random& random, const Transform3& X_WT, std::span<Instance> slots) const {
    const Vector3f dull(0.03F, 0.05F, 0.12F), bright(0.5F, 0.5F, 0.55F);
    Put(slots[kTraySlot], tray_, X_WT * Transform3(Matrix3d::Identity(), {-kBehindMiddle, kTrayY, 0}),
        Colour(random, dull, bright));
    const double s = config_.object_shift;
    const Vector3d object = X_WT * Vector3d(-kBehindMiddle + random.Uniform(-s, s), random.Uniform(-s, s), 0);
    const int mesh = objects_[random.Below(static_cast<uint32_t>(objects_.size()))];
    Vector3f colour;
    for (float& channel : colour) channel = static_cast<float>(random.Uniform(0.03, 0.8));
    Put(slots[kObjectSlot], mesh, {Yaw(random.Uniform(-std::numbers::pi, std::numbers::pi)), object}, colour, 0.35F);
    return object;
  }

  // before the object, soles on the floor, the right arm raised
  void StandRobot(const Vector3d& object, std::span<Instance> slots) {
    constexpr double kRaised[] = {-0.7, -0.3, 0, 0.2, 0, 0, 0};  // rad
    std::vector<double> q;
    for (const robot::JointSpec& joint : g1_.joints) q.push_back(joint.default_position);
    const std::vector<int> arm = robot::JointsOf(g1_, robot::Limb::kRightArm);
    for (size_t j = 0; j < arm.size(); ++j) q[static_cast<size_t>(arm[j])] = kRaised[j];
    kinematics_.Forward(Transform3{}, q, poses_);
    const int foot = kinematics_.FrameId("left_ankle_roll_link");
    const double height = -(kinematics_.FramePose(poses_, foot).translation().z() + robot::kG1SoleZ);
    kinematics_.Forward({Matrix3d::Identity(), Vector3d(object.x() - 0.36, object.y() + 0.07, height)}, q, poses_);
    PlaceRobot(parts_, poses_, slots.subspan(kRobotSlot));
    scene_.head.cameras.push_back({kinematics_.FramePose(poses_, kinematics_.FrameId("d435")),
                                   render::FromFieldOfView(kWidth, kHeight, 69.4 * kDegree, 42.5 * kDegree)});
  }

  const TwoTablesConfig& config_;
  const uint64_t seed_;
  const robot::RobotSpec& g1_;
  const robot::Kinematics kinematics_;
  robot::LinkPoses poses_;
  TwoTables scene_;
  std::vector<VisualPart> parts_;
  std::vector<double> heights_;        // of the tables' tops, m
  std::vector<int> tables_, objects_;  // meshes
  int tray_ = 0, floor_ = 0, wall_ = 0;
};

}  // namespace

TwoTables MakeTwoTables(const TwoTablesConfig& config, const std::filesystem::path& root, uint64_t seed, int num_envs) {
  if (config.height_min > config.height_max) {
    throw core::Error({.what = "tables cannot be as high as they shall be",
                       .found = core::Cat("height_min ", config.height_min, ", height_max ", config.height_max),
                       .expected = "height_min <= height_max"});
  }
  return Builder(config, root, seed).Build(num_envs);
}

}  // namespace porter::scene
