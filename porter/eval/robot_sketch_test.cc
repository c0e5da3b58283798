#include "porter/eval/robot_sketch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "porter/core/random.h"
#include "porter/physics/batch_sim.h"
#include "porter/physics/robot_model.h"
#include "porter/robot/g1/g1.h"

namespace porter::eval {
namespace {

using Eigen::Vector3d;

bool SameColour(const report::Colour& a, const report::Colour& b) {
  return a.red == b.red && a.green == b.green && a.blue == b.blue;
}

// how far the nearest box is from a place, m
double NearestBox(const std::vector<report::Solid>& solids, const Vector3d& p_W) {
  double nearest = 1e9;
  for (const report::Solid& solid : solids) {
    const auto* box = std::get_if<report::Box>(&solid.shape);
    if (box != nullptr) nearest = std::min(nearest, (box->X_WG.translation() - p_W).norm());
  }
  return nearest;
}

// MuJoCo is asked where the wrist is, our kinematics is not
TEST(RobotSketch, PalmsAreWhereTheSimulatorHasThem) {
  const physics::RobotModel g1 = physics::BuildRobotModel(robot::G1(), {});
  core::Random random(7, 0, 0, 0);
  std::vector<float> pose;
  for (const robot::JointSpec& j : robot::G1().joints)
    pose.push_back(static_cast<float>(random.Uniform(j.lower, j.upper)));
  std::vector<double> qpos = physics::StandingQpos(g1.model, g1.joints, pose);
  qpos[0] = 1.5;
  std::ranges::copy(std::array{0.8, 0.0, 0.36, 0.48}, qpos.begin() + 3);
  physics::BatchSim sim(g1.model, {.num_envs = 1, .joints = g1.joints});
  sim.SetInitialState(qpos, pose);
  const std::array wrists{g1.model.BodyId("left_wrist_yaw_link"), g1.model.BodyId("right_wrist_yaw_link")};
  std::array<Vector3d, 2> palms;
  auto look = [&](const physics::EnvView& view) {
    for (const size_t side : {0, 1}) {
      const Vector3d p_LG(0.0848, side == 0 ? 0.0053 : -0.0053, 0);  // of the palms' colliders in models/g1/g1.xml
      const auto R = view.LinkRotation(wrists[side]);
      const Eigen::Map<const Eigen::Matrix<double, 3, 3, Eigen::RowMajor>> R_WL(R.data());
      palms[side] = Vector3d(view.LinkPosition(wrists[side]).data()) + R_WL * p_LG;
    }
  };
  sim.Reset(std::vector<int>{0}, physics::Callback(look));

  const math::Transform3 X_WB(Eigen::Quaterniond(qpos[3], qpos[4], qpos[5], qpos[6]), Vector3d(qpos.data()));
  const std::vector<report::Solid> solids =
      RobotSketch(robot::G1(), ".").Solids(X_WB, std::vector<double>(pose.begin(), pose.end()));
  EXPECT_NEAR(NearestBox(solids, palms[0]), 0, 1e-9);
  EXPECT_NEAR(NearestBox(solids, palms[1]), 0, 1e-9);
}

TEST(RobotSketch, StandsOnItsSolesLeftBlueRightOrange) {
  const physics::RobotModel g1 = physics::BuildRobotModel(robot::G1(), {});
  const std::vector<float> straight(robot::kG1NumJoints);
  const std::vector<double> qpos = physics::StandingQpos(g1.model, g1.joints, straight);
  const math::Transform3 X_WB(Eigen::Quaterniond::Identity(), Vector3d(qpos.data()));
  const std::vector<double> q(robot::kG1NumJoints);
  int soles = 0;
  double lowest = 1;
  for (const report::Solid& solid : RobotSketch(robot::G1(), ".").Solids(X_WB, q)) {
    for (const Vector3d& p : report::HullPoints(solid.shape)) lowest = std::min(lowest, p.z());
    const auto* box = std::get_if<report::Box>(&solid.shape);
    if (box == nullptr || box->X_WG.translation().z() > 0.1) continue;
    ++soles;
    const bool left = box->X_WG.translation().y() > 0;
    EXPECT_TRUE(SameColour(solid.colour, left ? kLeftColour : kRightColour));
    EXPECT_NEAR(std::abs(box->X_WG.translation().y()), 0.1186, 1e-3);  // the hips' offsets, summed by hand
  }
  EXPECT_EQ(soles, 2);
  EXPECT_NEAR(lowest, 0, 1e-4);  // the hip's and the knee's tilts cancel to the digits of the file
}

}  // namespace
}  // namespace porter::eval
