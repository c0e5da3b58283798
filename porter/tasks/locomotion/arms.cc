#include "porter/tasks/locomotion/arms.h"

#include <algorithm>
#include <cmath>

#include "porter/core/random.h"
#include "porter/tasks/locomotion/sampling.h"

namespace porter::tasks {
namespace {

constexpr size_t kFirstArm = 15;  // arms follow legs and waist in the robot's order; checked where robots are made

}  // namespace

void ArmMotion::Advance(const Settings& settings, size_t env, const env::Moment& moment,
                        std::span<float> joint_target) noexcept {
  const DisturbanceConfig& d = settings.disturbances;
  if (moment.step >= next) {
    core::Random random(moment.seed, kArmStream, static_cast<uint32_t>(env), moment.step);
    const double steps = std::max(1.0, std::round(d.arm_period / settings.control_period));
    const bool rest = random.Uniform() < d.arm_still;
    for (size_t i = 0; i < kArmJoints; ++i) {
      const robot::JointSpec& joint = robot::G1().joints[kFirstArm + i];
      const bool high = random.Uniform() < 0.5;
      const bool flips = i >= kArmJoints / 2 && joint.turn != robot::Turn::kPitch;  // right arm: the mirror image
      const double bound = (high ? d.arm_upper : d.arm_lower)[i % (kArmJoints / 2)];
      const double limit = flips ? -bound : bound;
      const double amplitude = DrawArmAmplitude(settings.difficulty, random);
      const double wanted = std::lerp(joint.default_position, limit, rest ? 0 : amplitude);
      const double fastest = d.arm_speed * settings.control_period;
      goal[i] = static_cast<float>(wanted);
      step[i] = static_cast<float>(std::min(fastest, std::abs(wanted - now[i]) / steps));
    }
    next = moment.step + static_cast<uint64_t>(steps);
  }
  for (size_t i = 0; i < kArmJoints; ++i) {
    now[i] += std::clamp(goal[i] - now[i], -step[i], step[i]);
    joint_target[kFirstArm + i] = now[i];
  }
}

}  // namespace porter::tasks
