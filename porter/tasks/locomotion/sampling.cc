#include "porter/tasks/locomotion/sampling.h"

#include <cmath>

namespace porter::tasks {
namespace {

void DrawVelocity(const CommandConfig& c, core::Random& random, wbc::WbcCommand& command) {
  const auto within = [&](double range) { return static_cast<float>(random.Uniform(-range, range)); };
  const double kind = random.Uniform();
  if (kind < c.stand) return;
  const bool single = kind < c.stand + c.single;
  const uint32_t axis = random.Below(3);
  const float velocity[] = {within(c.vx), within(c.vy), within(c.wz)};
  if (!single || axis == 0) command.vx = velocity[0];
  if (!single || axis == 1) command.vy = velocity[1];
  if (!single || axis == 2) command.wz = velocity[2];
}

void DrawPosture(const CommandConfig& c, double difficulty, core::Random& random, wbc::WbcCommand& command) {
  constexpr double kHeightShare = 0.7, kAxisShare = 0.6;  // of postures that are not upright
  if (random.Uniform() < c.upright) return;
  const double usual = wbc::WbcCommand{}.height;
  const auto draw = [&](double low, double high) { return static_cast<float>(random.Uniform(low, high)); };
  if (random.Uniform() < kHeightShare) {
    command.height = draw(std::lerp(usual, c.lowest, difficulty), std::lerp(usual, c.highest, difficulty));
  }
  if (random.Uniform() < kAxisShare) command.roll = draw(-difficulty * c.roll, difficulty * c.roll);
  if (random.Uniform() < kAxisShare) command.pitch = draw(-difficulty * c.pitch_back, difficulty * c.pitch);
  if (random.Uniform() < kAxisShare) command.yaw = draw(-difficulty * c.yaw, difficulty * c.yaw);
}

}  // namespace

wbc::WbcCommand DrawCommand(const CommandConfig& config, double difficulty, core::Random& random) {
  wbc::WbcCommand command;
  DrawVelocity(config, random, command);
  DrawPosture(config, difficulty, random, command);
  return command;
}

double DrawArmAmplitude(double difficulty, core::Random& random) {
  const double steepness = 20 * (1 - 0.99 * difficulty);
  const double u = random.Uniform();
  return -std::log(1 - u + u * std::exp(-steepness)) / steepness;
}

}  // namespace porter::tasks
