#include "porter/tasks/locomotion/sensors.h"

#include <algorithm>

#include "porter/core/random.h"
#include "porter/math/rotation.h"
#include "porter/tasks/locomotion/sampling.h"

namespace porter::tasks {
namespace {

constexpr size_t kBodyJoints =
    29;  // legs, waist, arms stand first in the robot's order; fingers are read without noise

}  // namespace

wbc::ControlInput ReadSensors(const env::Sight& sight, const DisturbanceConfig& d, JointReadings& readings) noexcept {
  const physics::BatchState& s = sight.state;
  const size_t e = sight.env();
  const double* w = &s.root_angular_velocity[3 * e];
  const double* r = &s.root_quaternion[4 * e];
  std::copy_n(&s.joint_position[readings.q.size() * e], readings.q.size(), readings.q.begin());
  std::copy_n(&s.joint_velocity[readings.qd.size() * e], readings.qd.size(), readings.qd.begin());
  wbc::ControlInput input{
      .w_WB_B = {w[0], w[1], w[2]},
      .gravity_B = math::ProjectedGravity(Eigen::Quaterniond(r[0], r[1], r[2], r[3]).toRotationMatrix()),
      .q = readings.q,
      .qd = readings.qd,
      .command = {}};
  core::Random random(sight.moment.seed, kNoiseStream, static_cast<uint32_t>(e), sight.moment.step);
  for (size_t j = 0; j < kBodyJoints; ++j) {
    readings.q[j] += random.Uniform(-d.joint_noise, d.joint_noise);
    readings.qd[j] += random.Uniform(-d.joint_velocity_noise, d.joint_velocity_noise);
  }
  for (double& x : input.w_WB_B) x += random.Uniform(-d.gyro_noise, d.gyro_noise);
  for (double& x : input.gravity_B) x += random.Uniform(-d.gravity_noise, d.gravity_noise);
  return input;
}

}  // namespace porter::tasks
