#include "porter/tasks/locomotion/sampling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace porter::tasks {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::Ge;
using ::testing::Le;

constexpr int kDraws = 20000;
constexpr double kShare = 4 * 0.5 / 141;  // four standard deviations of a share of 20,000 draws, at most

std::vector<wbc::WbcCommand> Draws(const CommandConfig& config, double difficulty) {
  core::Random random(1, 2, 3, 4);
  std::vector<wbc::WbcCommand> commands;
  for (int i = 0; i < kDraws; ++i) commands.push_back(DrawCommand(config, difficulty, random));
  return commands;
}

template <class F>
double ShareOf(const std::vector<wbc::WbcCommand>& commands, F&& f) {
  return static_cast<double>(std::ranges::count_if(commands, f)) / static_cast<double>(commands.size());
}

std::vector<double> Column(const std::vector<wbc::WbcCommand>& commands, float wbc::WbcCommand::* number) {
  std::vector<double> column;
  for (const wbc::WbcCommand& command : commands) column.push_back(command.*number);
  return column;
}

// the column lies in [low, high] and comes within 2 % of both ends; float has its own idea of the ends
void ExpectRange(const std::vector<wbc::WbcCommand>& commands, float wbc::WbcCommand::* number, double low,
                 double high) {
  const std::vector<double> column = Column(commands, number);
  const double near = 0.02 * (high - low);
  EXPECT_THAT(column, Each(AllOf(Ge(low - 1e-6), Le(high + 1e-6))));
  EXPECT_LT(*std::ranges::min_element(column), low + near);
  EXPECT_GT(*std::ranges::max_element(column), high - near);
}

int Axes(const wbc::WbcCommand& c) {
  return (c.vx != 0) + (c.vy != 0) + (c.wz != 0);
}

bool IsUpright(const wbc::WbcCommand& c) {
  const wbc::WbcCommand usual;
  return c.height == usual.height && c.roll == 0 && c.pitch == 0 && c.yaw == 0;
}

TEST(DrawCommand, FillsItsRanges) {
  const CommandConfig config;
  const std::vector<wbc::WbcCommand> commands = Draws(config, 1);
  ExpectRange(commands, &wbc::WbcCommand::vx, -0.6, 0.6);
  ExpectRange(commands, &wbc::WbcCommand::vy, -0.4, 0.4);
  ExpectRange(commands, &wbc::WbcCommand::wz, -1, 1);
  ExpectRange(commands, &wbc::WbcCommand::height, 0.43, 0.76);
  ExpectRange(commands, &wbc::WbcCommand::roll, -0.22, 0.22);
  ExpectRange(commands, &wbc::WbcCommand::pitch, -0.1, 0.52);
  ExpectRange(commands, &wbc::WbcCommand::yaw, -0.52, 0.52);
}

TEST(DrawCommand, DifficultyScalesThePostureButNotTheVelocity) {
  const std::vector<wbc::WbcCommand> half = Draws({}, 0.5), easy = Draws({}, 0);
  ExpectRange(half, &wbc::WbcCommand::vx, -0.6, 0.6);
  ExpectRange(half, &wbc::WbcCommand::height, 0.74 - 0.5 * 0.31, 0.74 + 0.5 * 0.02);
  ExpectRange(half, &wbc::WbcCommand::pitch, -0.05, 0.26);
  ExpectRange(easy, &wbc::WbcCommand::vx, -0.6, 0.6);
  EXPECT_EQ(ShareOf(easy, IsUpright), 1);
}

TEST(DrawCommand, GivesEachKindItsShare) {
  const CommandConfig config{.stand = 0.25, .single = 0.4, .upright = 0.4};
  const std::vector<wbc::WbcCommand> commands = Draws(config, 1);
  EXPECT_NEAR(ShareOf(commands, [](const auto& c) { return Axes(c) == 0; }), 0.25, kShare);
  EXPECT_NEAR(ShareOf(commands, [](const auto& c) { return Axes(c) == 1; }), 0.4, kShare);
  EXPECT_NEAR(ShareOf(commands, [](const auto& c) { return Axes(c) == 3; }), 0.35, kShare);
  EXPECT_NEAR(ShareOf(commands, [](const auto& c) { return Axes(c) == 1 && c.vy != 0; }), 0.4 / 3, kShare);
  // of the others a few draw nothing: height 0.3, each axis 0.4
  EXPECT_NEAR(ShareOf(commands, IsUpright), 0.4 + 0.6 * 0.3 * 0.4 * 0.4 * 0.4, kShare);
}

// inverse of a truncated exponential: F(x) = (1 - exp(-k x)) / (1 - exp(-k)), k = 20 (1 - 0.99 difficulty)
TEST(DrawArmAmplitude, FollowsItsClosedForm) {
  for (const double difficulty : {0.0, 0.5, 0.9, 1.0}) {
    core::Random random(5, 6, 7, 8);
    std::vector<double> amplitudes;
    for (int i = 0; i < kDraws; ++i) amplitudes.push_back(DrawArmAmplitude(difficulty, random));
    EXPECT_THAT(amplitudes, Each(AllOf(Ge(0), Le(1))));
    const double k = 20 * (1 - 0.99 * difficulty);
    for (const double x : {0.02, 0.1, 0.3, 0.5, 0.8}) {
      const auto below = std::ranges::count_if(amplitudes, [&](double amplitude) { return amplitude <= x; });
      EXPECT_NEAR(static_cast<double>(below) / kDraws, std::expm1(-k * x) / std::expm1(-k), kShare) << difficulty;
      if (difficulty == 1) {
        EXPECT_NEAR(static_cast<double>(below) / kDraws, x, 0.025 + kShare) << "nearly uniform";
      }
    }
  }
}

}  // namespace
}  // namespace porter::tasks
