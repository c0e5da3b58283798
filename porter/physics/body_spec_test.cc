// Bodies beside the robot: inertia in closed form, rest on a table, and sizes of their own in every environment, which
// must be what a model of its own with these sizes would do.
#include "porter/physics/body_spec.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <numbers>

#include "porter/core/error.h"
#include "porter/physics/body_parameters.h"
#include "porter/physics/robot_model.h"
#include "porter/robot/g1/g1.h"

namespace porter::physics {
namespace {

using Eigen::Matrix3d;
using Eigen::Vector3d;
using math::Transform3;

Solid SolidAt(Primitive kind, std::array<double, 3> size, const Vector3d& p, double tilt = 0) {
  return {kind, size, Transform3(Eigen::AngleAxisd(tilt, Vector3d::UnitX()).toRotationMatrix(), p)};
}

TEST(InertiaOf, IsThatOfABox) {
  const Solid box = SolidAt(Primitive::kCuboid, {0.2, 0.4, 0.6}, {1, 2, 3});
  const Inertia inertia = InertiaOf(std::vector{box}, 12);
  EXPECT_TRUE(inertia.centre.isApprox(Vector3d(1, 2, 3)));
  EXPECT_TRUE(inertia.about_centre.isApprox(Vector3d(0.52, 0.4, 0.2).asDiagonal().toDenseMatrix()));
}

TEST(InertiaOf, IsThatOfACylinderOnItsSide) {
  const Solid cylinder = SolidAt(Primitive::kCylinder, {0.1, 0.6, 0}, {0, 0, 1}, std::numbers::pi / 2);  // along y
  const Inertia inertia = InertiaOf(std::vector{cylinder}, 12);
  const double side = 3 * 0.01 + 0.36, axial = 6 * 0.01;
  EXPECT_TRUE(inertia.about_centre.isApprox(Vector3d(side, axial, side).asDiagonal().toDenseMatrix()));
}

TEST(InertiaOf, OfACapsuleLiesBetweenABallAndALongRod) {
  const auto axial = [](double r, double h) {
    return InertiaOf(std::vector{SolidAt(Primitive::kCapsule, {r, h, 0}, {0, 0, 1})}, 5).about_centre;
  };
  const Matrix3d ball = axial(0.1, 1e-9);
  EXPECT_NEAR(ball(0, 0), 2.0 / 5 * 5 * 0.01, 1e-9);
  EXPECT_NEAR(ball(2, 2), 2.0 / 5 * 5 * 0.01, 1e-9);
  const Matrix3d rod = axial(0.001, 3);
  EXPECT_NEAR(rod(0, 0), 5 * 9 / 12.0, 0.01);
}

TEST(InertiaOf, AddsSolidsAboutTheirCommonCentre) {
  const std::vector<Solid> pair{SolidAt(Primitive::kCuboid, {0.1, 0.1, 0.1}, {0.5, 0, 0}),
                                SolidAt(Primitive::kCuboid, {0.1, 0.1, 0.1}, {-0.5, 0, 0}),
                                Parked(Primitive::kCapsule)};
  const Inertia inertia = InertiaOf(pair, 2);
  EXPECT_TRUE(inertia.centre.isZero(1e-12));
  const double own = 0.02 / 12;  // of each cube of 1 kg
  EXPECT_NEAR(inertia.about_centre(0, 0), 2 * own, 1e-12);
  EXPECT_NEAR(inertia.about_centre(1, 1), 2 * (own + 0.25), 1e-12);
}

BodySpec Table(double height, double tilt = 0) {
  return {.name = "table",
          .solids = {SolidAt(Primitive::kCuboid, {1, 1, 0.1}, {0, 0, -0.05})},
          .touch = {.contype = 4, .conaffinity = 2, .priority = 0},
          .X_WB = {Eigen::AngleAxisd(tilt, Vector3d::UnitX()).toRotationMatrix(), Vector3d(2, 0, height)}};
}

// a cup with a handle
BodySpec Cup(double radius, double height) {
  return {.name = "cup",
          .mount = Mount::kFree,
          .solids = {SolidAt(Primitive::kCylinder, {radius, height, 0}, {0, 0, height / 2}),
                     SolidAt(Primitive::kCapsule, {0.005, height / 2, 0}, {radius + 0.02, 0, height / 2}),
                     SolidAt(Primitive::kCuboid, {0.02, 0.01, 0.01}, {radius + 0.01, 0, height / 4}, 0.3)},
          .mass = 0.2 + radius,
          .friction = 0.3 + radius,
          .touch = {.contype = 2, .conaffinity = 7},
          .X_WB = {Matrix3d::Identity(), Vector3d(2.1, 0.1, 0.8)}};
}

RobotModel WithBodies(const BodySpec& table, const BodySpec& cup) {
  return BuildRobotModel(robot::G1(), {.floor = Floor::kFeet}, ".", std::vector{table, cup});
}

BatchSim SimOf(const RobotModel& robot, int num_envs) {
  return {robot.model, {.num_envs = num_envs, .num_threads = 1, .parameters = BodyParameters::Fields()}};
}

// drops the cup onto the table, and returns where it has been after every control step
std::vector<double> Drop(BatchSim& sim, int env, const RobotModel& robot, double height) {
  const auto at = static_cast<size_t>(robot.model.QposOf("cup"));
  std::vector<int> all;
  for (int e = 0; e < sim.num_envs(); ++e) all.push_back(e);
  sim.SetInitialState(robot.standing_qpos, robot.default_targets);
  sim.Reset(all);
  for (const int e : all) {
    const double pose[] = {2.05, 0.1, height + 0.02, 1, 0.02, 0, 0};
    std::copy_n(pose, 7, sim.qpos(e).subspan(at).begin());
  }
  sim.Refresh(all);
  std::vector<float> targets;
  for (int e = 0; e < sim.num_envs(); ++e) {
    targets.insert(targets.end(), robot.default_targets.begin(), robot.default_targets.end());
  }
  std::vector<double> path;
  for (int step = 0; step < 50; ++step) {
    sim.Step({targets.data(), static_cast<size_t>(sim.num_envs()), robot.default_targets.size()});
    const std::span<double> pose = sim.qpos(env).subspan(at, 7);
    path.insert(path.end(), pose.begin(), pose.end());
  }
  return path;
}

TEST(Bodies, LeaveTheRobotAsItIs) {
  const RobotModel alone = BuildRobotModel(robot::G1(), {.floor = Floor::kFeet});
  const RobotModel robot = WithBodies(Table(0.7), Cup(0.03, 0.1));
  EXPECT_EQ(robot.joints, alone.joints);
  for (size_t i = 0; i < alone.standing_qpos.size(); ++i) {
    EXPECT_NEAR(robot.standing_qpos[i], alone.standing_qpos[i], 1e-12) << i;
  }
  EXPECT_EQ(robot.model.QposOf("cup"), static_cast<int>(alone.standing_qpos.size()));
  EXPECT_NEAR(robot.model.TotalMass(), alone.model.TotalMass() + 0.23, 1e-9);
  EXPECT_THROW(robot.model.QposOf("table"), core::Error);
}

TEST(Bodies, AnObjectComesToRestOnATable) {
  const RobotModel robot = WithBodies(Table(0.7), Cup(0.03, 0.1));
  BatchSim sim = SimOf(robot, 1);
  const std::vector<double> path = Drop(sim, 0, robot, 0.7);
  const std::span<const double> end = std::span(path).last(7);
  EXPECT_NEAR(end[2], 0.7, 0.001);
  EXPECT_GT(end[3], 0.9999);  // upright
}

TEST(Bodies, OwnSizesAreThoseOfAModelOfItsOwn) {
  const RobotModel shared = WithBodies(Table(0.7), Cup(0.03, 0.1));
  const BodyParameters bodies(shared.model, std::vector{Table(0.7), Cup(0.03, 0.1)});
  struct Sizes {
    double height, tilt, radius, tall;
  };
  const Sizes sizes[] = {{0.66, 0, 0.05, 0.06}, {0.775, 0.05, 0.02, 0.2}, {0.7, -0.1, 0.03, 0.1}};
  for (int env = 0; env < 3; ++env) {
    const Sizes& s = sizes[env];
    BatchSim many = SimOf(shared, 3);
    bodies.Write(many, env, 0, Table(s.height, s.tilt));
    bodies.Write(many, env, 1, Cup(s.radius, s.tall));
    many.CommitParameters(std::vector{0, 1, 2});
    const RobotModel own = WithBodies(Table(s.height, s.tilt), Cup(s.radius, s.tall));
    BatchSim one = SimOf(own, 1);
    const std::vector<double> expected = Drop(one, 0, own, s.height), found = Drop(many, env, shared, s.height);
    for (size_t i = 0; i < expected.size(); ++i) ASSERT_NEAR(found[i], expected[i], 1e-9) << env << " " << i;
  }
}

TEST(Bodies, OtherSolidsThanTheModelsAreRefused) {
  const RobotModel robot = WithBodies(Table(0.7), Cup(0.03, 0.1));
  const BodyParameters bodies(robot.model, std::vector{Table(0.7), Cup(0.03, 0.1)});
  BatchSim sim = SimOf(robot, 1);
  BodySpec cup = Cup(0.03, 0.1);
  cup.solids.pop_back();
  try {
    bodies.Write(sim, 0, 1, cup);
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_NE(std::string(error.what()).find("cylinder, capsule, cuboid"), std::string::npos) << error.what();
  }
  cup = Cup(0.03, 0.1);
  for (Solid& solid : cup.solids) solid.X_BG = {};
  EXPECT_THROW(WithBodies(Table(0.7), cup), core::Error);  // its frame is at its centre of mass
}

}  // namespace
}  // namespace porter::physics
