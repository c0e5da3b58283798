#include "porter/tasks/locomotion/variety.h"

#include "porter/core/random.h"
#include "porter/tasks/locomotion/sampling.h"

namespace porter::tasks {
namespace {

constexpr const char* kMass = "body_mass";
constexpr const char* kFriction = "geom_friction";
constexpr const char* kGain = "actuator_gainprm";
constexpr const char* kBias = "actuator_biasprm";
constexpr size_t kMotorWidth = 10;  // numbers of a motor in gain and bias

std::vector<double> Copy(std::span<const double> values) {
  return {values.begin(), values.end()};
}

}  // namespace

std::vector<std::string> Variety::Parameters() {
  return {kMass, kFriction, kGain, kBias};
}

Variety::Variety(const DisturbanceConfig& config, physics::BatchSim& sim)
    : config_(config),
      floor_(sim.model().GeomId("floor")),
      hands_{static_cast<size_t>(sim.model().BodyId("left_wrist_yaw_link")),
             static_cast<size_t>(sim.model().BodyId("right_wrist_yaw_link"))},
      mass_(Copy(sim.Parameter(kMass)[0])),
      gain_(Copy(sim.Parameter(kGain)[0])),
      bias_(Copy(sim.Parameter(kBias)[0])) {}

std::array<double, 2> Variety::DrawBody(size_t env, const env::Moment& moment, physics::BatchSim& sim) const {
  core::Random random(moment.seed, kMassStream, static_cast<uint32_t>(env), moment.step);
  const std::span<double> mass = sim.Parameter(kMass)[env];
  for (size_t b = 0; b < mass.size(); ++b) mass[b] = mass_[b] * random.Uniform(1 - config_.mass, 1 + config_.mass);
  std::array<double, 2> loads;
  for (size_t side = 0; side < 2; ++side) {
    loads[side] = random.Uniform(0, config_.payload);
    mass[hands_[side]] += loads[side];
  }
  return loads;
}

double Variety::DrawEpisode(size_t env, const env::Moment& moment, physics::BatchSim& sim) const {
  core::Random random(moment.seed, kEpisodeStream, static_cast<uint32_t>(env), moment.step);
  const double friction = random.Uniform(config_.smallest_friction, config_.largest_friction);
  sim.Parameter(kFriction)(env, 3 * static_cast<size_t>(floor_)) = friction;
  const std::span<double> gain = sim.Parameter(kGain)[env], bias = sim.Parameter(kBias)[env];
  for (size_t at = 0; at + kMotorWidth <= gain.size(); at += kMotorWidth) {
    const double kp = random.Uniform(1 - config_.gain, 1 + config_.gain);
    const double kd = random.Uniform(1 - config_.gain, 1 + config_.gain);
    gain[at] = kp * gain_[at];
    bias[at + 1] = kp * bias_[at + 1];
    bias[at + 2] = kd * bias_[at + 2];
  }
  const auto delays = static_cast<uint32_t>(config_.max_delay - config_.min_delay) + 1;
  sim.SetDelay(static_cast<int>(env), config_.min_delay + static_cast<int>(random.Below(delays)));
  return friction;
}

}  // namespace porter::tasks
