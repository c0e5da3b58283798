#include "porter/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "porter/config/sample_config.h"
#include "porter/core/random.h"

namespace porter::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SampleConfig FromText(std::string_view text) {
  SampleConfig sample;
  LoadText(sample, text, "exp.toml");
  return sample;
}

TEST(ConfigText, EveryKindOfMemberIsRead) {
  const SampleConfig sample = FromText(R"(
config = "sample"
enabled = false
count = -3
offset = -9_000_000_000
seed = 0xFF
gamma = 1
scale = 0.25
name = "a \"b\"\n"
model = "models/g1/g1.xml"
solver = "cg"
delay = 0.02
limits = [1, 2.5]
pose = [3, -1, 0.5]
sizes = [64, 512]
tags = ["x", "y"]
solvers = ["newton", "cg"]
ppo.learning_rate = 1e-4
ppo.clip = [0.1, 0.2]
[[rewards]]
name = "upright"
[[rewards]]
name = "reach"
weight = -2.5
range = { low = -1, high = 1 }
)");
  EXPECT_FALSE(sample.enabled);
  EXPECT_EQ(sample.count, -3);
  EXPECT_EQ(sample.offset, -9'000'000'000);
  EXPECT_EQ(sample.seed, 255u);
  EXPECT_EQ(sample.gamma, 1.0);
  EXPECT_EQ(sample.scale, 0.25f);
  EXPECT_EQ(sample.name, "a \"b\"\n");
  EXPECT_EQ(sample.model, "models/g1/g1.xml");
  EXPECT_EQ(sample.solver, Solver::kCg);
  EXPECT_EQ(sample.delay, 0.02);
  EXPECT_THAT(*sample.limits, ElementsAre(1, 2.5));
  EXPECT_THAT(sample.pose, ElementsAre(3, -1, 0.5));
  EXPECT_THAT(sample.sizes, ElementsAre(64, 512));
  EXPECT_THAT(sample.tags, ElementsAre("x", "y"));
  EXPECT_THAT(sample.solvers, ElementsAre(Solver::kNewton, Solver::kCg));
  EXPECT_EQ(sample.ppo.learning_rate, 1e-4);
  EXPECT_THAT(sample.ppo.clip, ElementsAre(0.1, 0.2));
  ASSERT_EQ(sample.rewards.size(), 2u);
  EXPECT_EQ(sample.rewards[0].weight, 1.0);  // its default
  EXPECT_EQ(sample.rewards[1].weight, -2.5);
  EXPECT_EQ(sample.rewards[1].range.low, -1.0);
}

TEST(ConfigText, WhatIsNotSaidKeepsItsValue) {
  SampleConfig sample;
  sample.gamma = 0.5;
  sample.rewards = {{.name = "old", .weight = 7}};
  LoadText(sample, "count = 4", "a.toml");
  EXPECT_EQ(sample.gamma, 0.5);
  EXPECT_EQ(sample.rewards[0].weight, 7);
  LoadText(sample, "rewards = [{ name = \"new\" }]", "a.toml");  // lists are replaced: no 7 left over
  ASSERT_EQ(sample.rewards.size(), 1u);
  EXPECT_EQ(sample.rewards[0].weight, 1.0);
}

TEST(ConfigText, AnErrorLeavesTheSettingsAsTheyWere) {
  SampleConfig sample;
  EXPECT_THROW(LoadText(sample, "count = 4\ngamma = 2", "a.toml"), core::Error);
  EXPECT_EQ(sample.count, SampleConfig{}.count);
  const std::string overrides[] = {"count=4", "gamma=2"};
  EXPECT_THROW(Override(sample, overrides), core::Error);
  EXPECT_EQ(sample.count, SampleConfig{}.count);
}

TEST(ConfigToToml, IsReadableAndInOrderOfFields) {
  SampleConfig sample;
  sample.rewards = {{.name = "reach", .weight = -2}};
  EXPECT_EQ(ToToml(sample), R"(config = "sample"
enabled = true
count = 7
offset = 0
seed = 1
gamma = 0.998
scale = 0.1
name = ""
model = ""
solver = "newton"
delay = 0.01
limits = []
pose = [0.0, 0.0, 0.0]
sizes = []
tags = []
solvers = []

[ppo]
learning_rate = 2e-05
clip = [0.2, 0.2]

[[rewards]]
name = "reach"
weight = -2.0

[rewards.range]
low = 0.0
high = 1.0
)");
}

TEST(ConfigToToml, CommentsSayDocUnitAndRange) {
  const std::string text = ToToml(SampleConfig{}, Comments::kDocumented);
  EXPECT_THAT(text, HasSubstr("# discount per control step; 0 to 1\ngamma = 0.998\n"));
  EXPECT_THAT(text, HasSubstr("# action delay; s; >= 0\ndelay = 0.01\n"));
  EXPECT_EQ(ToToml(FromText(text)), ToToml(SampleConfig{}));
}

TEST(ConfigToToml, EveryValueReadsBackEqual) {
  SampleConfig sample;
  sample.seed = std::numeric_limits<uint64_t>::max();
  sample.offset = std::numeric_limits<int64_t>::min();
  sample.name = "quote \" backslash \\ tab \t zero " + std::string(1, '\0') + " delete \x7F umlaut \xC3\xA4 # ]";
  sample.solver = Solver::kCg;
  sample.delay = {};  // its default is a value: none must survive as well
  sample.limits = {{0.5, -0.0}};
  sample.pose = {5e-324, std::numeric_limits<double>::max(), -std::numeric_limits<double>::infinity()};
  sample.sizes = {3, -2147483647 - 1};
  sample.tags = {"", "a,b"};
  sample.solvers = {Solver::kCg};
  sample.rewards = {{.name = "a", .range = {.low = -1e300}}, {.name = "b"}};
  EXPECT_EQ(FromText(ToToml(sample)), sample);
  EXPECT_TRUE(std::signbit((*FromText(ToToml(sample)).limits)[1]));
}

TEST(ConfigToToml, EveryDoubleAndFloatReadsBackBitForBit) {
  core::Random random(1, 0, 0, 0);
  for (int i = 0; i < 3000; ++i) {
    SampleConfig sample;
    for (double& value : sample.pose) {
      const uint64_t high = random.NextUint32();
      value = std::bit_cast<double>(high << 32 | random.NextUint32());
      if (std::isnan(value)) value = 0;
    }
    sample.scale = std::bit_cast<float>(random.NextUint32());
    if (std::isnan(sample.scale)) sample.scale = 0;
    const SampleConfig read = FromText(ToToml(sample));
    ASSERT_EQ(std::bit_cast<uint32_t>(read.scale), std::bit_cast<uint32_t>(sample.scale)) << ToToml(sample);
    for (size_t k = 0; k < 3; ++k)
      ASSERT_EQ(std::bit_cast<uint64_t>(read.pose[k]), std::bit_cast<uint64_t>(sample.pose[k])) << ToToml(sample);
  }
}

// the famous float whose shortest text, read as a double and rounded again, lands on its neighbour
TEST(ConfigToToml, TwiceRoundedFloatsAreWrittenInFull) {
  SampleConfig sample;
  sample.scale = 7.038531e-26f;
  EXPECT_EQ(FromText(ToToml(sample)).scale, 7.038531e-26f);
  EXPECT_NE(static_cast<float>(7.038531e-26), 7.038531e-26f);  // the trap is real
}

TEST(ConfigHash, FollowsValuesOnly) {
  SampleConfig sample;
  const std::string hash = Hash(sample);
  EXPECT_EQ(hash.size(), 32u);
  EXPECT_EQ(Hash(FromText("# a comment\ncount = 7")), hash);
  EXPECT_NE(Hash(FromText("count = 8")), hash);
}

}  // namespace
}  // namespace porter::config
