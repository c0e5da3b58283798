// What chance gives a robot of the locomotion task: commands, arm targets. Pure functions of their random numbers.
#pragma once

#include <cstdint>

#include "porter/core/random.h"
#include "porter/tasks/locomotion/config.h"
#include "porter/wbc/command.h"

namespace porter::tasks {

// one number per purpose, beside those of learn
enum Stream : uint32_t {
  kMassStream = 100,
  kEpisodeStream,
  kStartStream,
  kCommandStream,
  kArmStream,
  kPushStream,
  kNoiseStream,
};

// difficulty scales height and torso; velocities have their full range from the start
wbc::WbcCommand DrawCommand(const CommandConfig& config, double difficulty, core::Random& random);

// How far towards a joint's limit an arm target lies, 0..1: small at difficulty 0, uniform at 1 (facts/viral.md 11.1).
double DrawArmAmplitude(double difficulty, core::Random& random);

}  // namespace porter::tasks
