#include "porter/scene/two_tables.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/render/renderer.h"
#include "porter/robot/g1/g1.h"

namespace porter::scene {
namespace {

using Eigen::Vector3d;

bool Same(const render::Instance& a, const render::Instance& b) {
  return a.mesh == b.mesh && a.X_WM.translation() == b.X_WM.translation() && a.X_WM.rotation() == b.X_WM.rotation() &&
         a.material.base_colour == b.material.base_colour;
}

class TwoTablesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("models/g1/meshes/pelvis.STL")) GTEST_SKIP() << "the robot's meshes are not here";
  }
};

TEST_F(TwoTablesTest, AnEnvironmentIsAFunctionOfSeedAndNumber) {
  const TwoTables few = MakeTwoTables({}, ".", 7, 2), many = MakeTwoTables({}, ".", 7, 5),
                  other = MakeTwoTables({}, ".", 8, 2);
  for (int env = 0; env < 2; ++env) {
    for (int slot = 0; slot < few.instances.num_slots; ++slot) {
      const auto at = static_cast<size_t>(slot);
      EXPECT_TRUE(Same(few.instances[env][at], many.instances[env][at])) << slot;
    }
    EXPECT_FALSE(Same(few.instances[env][kObjectSlot], other.instances[env][kObjectSlot]));
  }
  EXPECT_FALSE(Same(many.instances[0][kFrontTableSlot], many.instances[1][kFrontTableSlot]));
}

TEST_F(TwoTablesTest, ThingsStandOnTheFrontTableAndTheRobotOnTheFloor) {
  const TwoTablesConfig config;
  const TwoTables scene = MakeTwoTables(config, ".", 3, 8);
  for (int env = 0; env < 8; ++env) {
    const auto slots = scene.instances[env];
    const auto lowest = [&](const render::Instance& instance) {
      double z = 1e9;
      for (const Eigen::Vector3f& p : scene.assets.meshes[static_cast<size_t>(instance.mesh)].position)
        z = std::min(z, (instance.X_WM * p.cast<double>()).z());
      return z;
    };
    const auto highest = [&](const render::Instance& instance) {
      double z = -1e9;
      for (const Eigen::Vector3f& p : scene.assets.meshes[static_cast<size_t>(instance.mesh)].position)
        z = std::max(z, (instance.X_WM * p.cast<double>()).z());
      return z;
    };
    const double top = highest(slots[kFrontTableSlot]);
    EXPECT_GE(top, config.height_min - 1e-6);
    EXPECT_LE(top, config.height_max + 1e-6);
    EXPECT_NEAR(lowest(slots[kFrontTableSlot]), 0, 1e-6);
    EXPECT_NEAR(lowest(slots[kObjectSlot]), top, 1e-6);
    EXPECT_NEAR(lowest(slots[kTraySlot]), top, 1e-6);
    const Vector3d object = slots[kFrontTableSlot].X_WM.Inverse() * slots[kObjectSlot].X_WM.translation();
    EXPECT_LT(std::abs(object.x()), 0.35);
    double feet = 1e9;
    for (int slot : {kWindowSlot, kBackTableSlot}) EXPECT_GE(slots[static_cast<size_t>(slot)].mesh, 0);
    for (size_t slot = kRobotSlot; slot < slots.size(); ++slot) feet = std::min(feet, lowest(slots[slot]));
    EXPECT_NEAR(feet, 0, 0.005) << "soles on the floor";
  }
}

TEST_F(TwoTablesTest, TheHeadCameraSeesTheObjectWhereThePinholeSays) {
  TwoTables scene = MakeTwoTables({}, ".", 5, 6);
  const render::RenderConfig config{.shadow_map = 0};
  const auto renderer = render::Renderer::Create(config, std::move(scene.assets));
  const size_t pixels = size_t{6} * config.width * config.height;
  std::vector<int32_t> ids(pixels);
  render::FrameBatch frames{.ids = ids};
  renderer->Render(scene.head, scene.instances, scene.looks, frames);
  int seen = 0;
  for (int env = 0; env < 6; ++env) {
    const render::Camera& camera = scene.head.cameras[static_cast<size_t>(env)];
    EXPECT_NEAR(camera.intrinsics.fx, 96 / std::tan(34.7 * 3.14159265358979 / 180), 1e-9);
    EXPECT_NEAR(camera.intrinsics.fy, 54 / std::tan(21.25 * 3.14159265358979 / 180), 1e-9);
    // just above the object's base, at its rim towards the camera: hollow ones are open at the top
    const Vector3d p_W = scene.instances[env][kObjectSlot].X_WM.translation() + Vector3d(-0.02, 0, 0.03);
    const Vector3d p_C = camera.X_WC.Inverse() * p_W;
    ASSERT_GT(p_C.z(), 0);
    const double u = camera.intrinsics.fx * p_C.x() / p_C.z() + camera.intrinsics.cx;
    const double v = camera.intrinsics.fy * p_C.y() / p_C.z() + camera.intrinsics.cy;
    if (u < 0 || v < 0 || u >= config.width || v >= config.height) continue;
    const auto at = (static_cast<size_t>(env) * config.height + static_cast<size_t>(v)) * config.width;
    seen += ids[at + static_cast<size_t>(u)] == kObjectSlot;
  }
  EXPECT_GE(seen, 4) << "a hand may hide some";
}

TEST_F(TwoTablesTest, ALayoutSaysWhereThePicturesShowThings) {
  const TwoTables scene = MakeTwoTables({}, ".", 11, 3);
  for (int env = 0; env < 3; ++env) {
    const SceneLayout& layout = scene.layouts[static_cast<size_t>(env)];
    const auto slots = scene.instances[env];
    const TableShape& shape = layout.front.shape;
    const auto highest = [](const render::TriangleMesh& mesh) { return BoundsOf({{{.mesh = mesh}}}).high; };
    const Vector3d corner = highest(scene.assets.meshes[static_cast<size_t>(slots[kFrontTableSlot].mesh)]);
    EXPECT_LT((corner - Vector3d(shape.top.x() / 2, shape.top.y() / 2, shape.height)).norm(), 1e-6);
    EXPECT_EQ(slots[kFrontTableSlot].X_WM.translation(), layout.front.X_WF.translation());
    EXPECT_EQ(slots[kTraySlot].X_WM.translation(), layout.X_WTray.translation());
    EXPECT_NEAR(layout.X_WTray.translation().z(), shape.height, 1e-12);
    const Vector3d back = layout.back.X_WK().Inverse() * layout.objects[kBackObject].X_WO.translation();
    EXPECT_NEAR(back.z(), 0, 1e-12);
    EXPECT_LT((back - Vector3d(0.19, 0, 0)).cwiseAbs().maxCoeff(), 0.011) << "facts/viral.md 1";
    // what it holds is where the palm is
    robot::LinkPoses poses = scene.kinematics.MakePoses();
    scene.kinematics.Forward(layout.X_WB, layout.q, poses);
    const Vector3d palm = scene.kinematics.FramePose(poses, scene.kinematics.FrameId("right_palm")).translation();
    const ObjectLayout& held = layout.objects[kHoldObject];
    const double height = BoundsOf(scene.kinds[static_cast<size_t>(held.kind)].model).high.z();
    EXPECT_NEAR((held.X_WO * Vector3d(0, 0, height / 2) - palm).norm(), std::hypot(0.08, 0.05), 1e-9);
  }
}

TEST_F(TwoTablesTest, UpdateMovesRobotCameraAndObjectsAndAllocatesNothing) {
  TwoTables scene = MakeTwoTables({}, ".", 4, 3);
  const render::InstanceBatch before = scene.instances;
  const SceneLayout layout = scene.layouts[1];
  robot::LinkPoses poses = scene.kinematics.MakePoses(), same = scene.kinematics.MakePoses();
  const math::Transform3 shift(Eigen::Matrix3d::Identity(), {0.1, -0.2, 0.3});
  std::array<math::Transform3, kNumObjects> X_WO;
  for (size_t role = 0; role < kNumObjects; ++role) X_WO[role] = shift * layout.objects[role].X_WO;
  const Vector3d camera = scene.head.cameras[1].X_WC.translation();
  core::AllocationGuard guard;
  Update(scene, 1, shift * layout.X_WB, layout.q, X_WO, poses);
  EXPECT_EQ(guard.Count(), 0);
  for (size_t slot = 0; slot < scene.instances[1].size(); ++slot) {
    const bool moves = slot >= kObjectSlot;
    const Vector3d moved = scene.instances[1][slot].X_WM.translation() - before[1][slot].X_WM.translation();
    EXPECT_LT((moved - (moves ? shift.translation() : Vector3d(0, 0, 0))).norm(), 1e-12) << slot;
    EXPECT_TRUE(Same(scene.instances[0][slot], before[0][slot])) << "another environment";
    EXPECT_TRUE(Same(scene.instances[2][slot], before[2][slot])) << "another environment";
  }
  EXPECT_LT((scene.head.cameras[1].X_WC.translation() - camera - shift.translation()).norm(), 1e-12);
  // link poses from elsewhere give the same
  const render::InstanceBatch from_angles = scene.instances;
  scene.kinematics.Forward(shift * layout.X_WB, layout.q, same);
  Update(scene, 1, same, X_WO);
  for (size_t slot = 0; slot < scene.instances[1].size(); ++slot) {
    EXPECT_TRUE(Same(scene.instances[1][slot], from_angles[1][slot]));
  }
}

TEST_F(TwoTablesTest, DrawsOnlyTheKindsThatAreNamed) {
  const TwoTables scene = MakeTwoTables({.objects = {"mug", "book"}}, ".", 4, 8);
  ASSERT_EQ(scene.kinds.size(), 2u);
  EXPECT_EQ(scene.kinds[0].name, "mug");
  EXPECT_EQ(scene.kinds[1].name, "book");
  std::string message;
  try {
    MakeTwoTables({.objects = {"botle"}}, ".", 4, 1);
  } catch (const core::Error& error) {
    message = error.what();
  }
  EXPECT_NE(message.find("did you mean 'bottle'"), std::string::npos) << message;
}

TEST(TwoTables, RefusesHeightsTheWrongWayRound) {
  EXPECT_THROW(MakeTwoTables({.height_min = 0.8, .height_max = 0.7}, ".", 1, 1), core::Error);
}

}  // namespace
}  // namespace porter::scene
