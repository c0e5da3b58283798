#include "porter/tasks/locomotion/sensors.h"

#include <gtest/gtest.h>

#include <cmath>

#include "porter/tasks/locomotion/test_robots.h"

namespace porter::tasks {
namespace {

constexpr DisturbanceConfig kNoise{
    .joint_noise = 0.01, .joint_velocity_noise = 0.4, .gyro_noise = 0.2, .gravity_noise = 0.03};

// what 20 steps of noise at most add to a robot at rest: joints, speeds, fingers, angular velocity, gravity
struct Largest {
  double q = 0, qd = 0, fingers = 0, w = 0, gravity = 0;
};

Largest LargestNoise(const DisturbanceConfig& noise) {
  BareRobots robots(SmallLocomotion(3));
  Largest largest;
  const physics::BatchState& state = robots.sim.state();
  for (uint64_t step = 0; step < 20; ++step) {
    auto look = [&](const physics::EnvView& view) {
      JointReadings readings;
      const env::Sight sight{view, state, {1, step}};
      const wbc::ControlInput input = ReadSensors(sight, noise, readings);
      const auto raise = [](double& most, double value) { most = std::max(most, std::abs(value)); };
      for (size_t j = 0; j < robot::kG1NumJoints; ++j) {
        const size_t at = robot::kG1NumJoints * sight.env() + j;
        raise(j < 29 ? largest.q : largest.fingers, input.q[j] - state.joint_position[at]);
        raise(j < 29 ? largest.qd : largest.fingers, input.qd[j] - state.joint_velocity[at]);
      }
      for (int k = 0; k < 3; ++k) {
        raise(largest.w, input.w_WB_B[k]);
        raise(largest.gravity, input.gravity_B[k] - (k == 2 ? -1 : 0));
      }
    };
    robots.sim.Refresh(robots.all, physics::Callback(look));
  }
  return largest;
}

TEST(Sensors, NoiseStaysWithinItsBoundsAndReachesThem) {
  const Largest largest = LargestNoise(kNoise);
  const auto fills = [](double value, double bound) {  // 180 uniform draws come within a tenth of the bound
    EXPECT_LE(value, bound);
    EXPECT_GT(value, 0.9 * bound);
  };
  fills(largest.q, 0.01);
  fills(largest.qd, 0.4);
  fills(largest.w, 0.2);
  fills(largest.gravity, 0.03);
  EXPECT_EQ(largest.fingers, 0);
}

TEST(Sensors, WithoutNoiseTheyShowTheState) {
  DisturbanceConfig none;
  none.joint_noise = none.joint_velocity_noise = none.gyro_noise = none.gravity_noise = 0;
  const Largest largest = LargestNoise(none);
  EXPECT_EQ(largest.q, 0);
  EXPECT_EQ(largest.qd, 0);
  EXPECT_EQ(largest.w, 0);
  EXPECT_EQ(largest.gravity, 0);
}

}  // namespace
}  // namespace porter::tasks
