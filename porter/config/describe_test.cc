#include "porter/config/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/config/config.h"
#include "porter/config/sample_config.h"

namespace porter::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::vector<std::string> DiffText(const SampleConfig& left, const SampleConfig& right) {
  std::vector<std::string> lines;
  for (const Difference& row : Diff(left, right)) lines.push_back(row.key + ": " + row.left + " -> " + row.right);
  return lines;
}

TEST(Describe, ListsEveryKeyOnceInOrder) {
  std::vector<std::string> keys;
  for (const Description& row : Describe<SampleConfig>()) keys.push_back(row.key);
  EXPECT_THAT(keys, ElementsAre("enabled", "count", "offset", "seed", "gamma", "scale", "name", "model", "solver",
                                "delay", "limits", "pose", "sizes", "tags", "solvers", "ppo", "ppo.learning_rate",
                                "ppo.clip", "rewards", "rewards[].name", "rewards[].weight", "rewards[].range",
                                "rewards[].range.low", "rewards[].range.high"));
}

TEST(Describe, MarkdownRowsCarryTypeDefaultUnitRangeAndDoc) {
  const std::string text = Markdown(Describe<SampleConfig>());
  EXPECT_THAT(text, HasSubstr("| key | type | default | unit | range | doc |\n|---|---|---|---|---|---|\n"));
  EXPECT_THAT(text, HasSubstr("| gamma | number | 0.998 | | 0 to 1 | discount per control step |\n"));
  EXPECT_THAT(text, HasSubstr("| delay | number, [] for none | 0.01 | s | >= 0 | action delay |\n"));
  EXPECT_THAT(text, HasSubstr("| solver | newton or cg | \"newton\" | | | constraint solver |\n"));
  EXPECT_THAT(text, HasSubstr("| pose | list of 3: number | [0.0, 0.0, 0.0] | m | | where it stands |\n"));
  EXPECT_THAT(text, HasSubstr("| rewards | list: table | 0 rows | | | terms of the reward |\n"));
  EXPECT_THAT(text, HasSubstr("| rewards[].weight | number | 1.0 | | -10 to 10 | factor \\| sign |\n"));
}

TEST(Diff, NamesWhatDiffersOnly) {
  SampleConfig left, right;
  EXPECT_THAT(DiffText(left, right), IsEmpty());
  left.gamma = 0.5;
  right.ppo.clip = {0, 1};
  left.rewards = {{.name = "a"}};
  right.rewards = {{.name = "a", .weight = 2}};
  EXPECT_THAT(DiffText(left, right), ElementsAre("gamma: 0.5 -> 0.998", "ppo.clip: [0.2, 0.2] -> [0.0, 1.0]",
                                                 "rewards[0].weight: 1.0 -> 2.0"));
}

TEST(Diff, RowsOfOneSideOnlyAreAbsentOnTheOther) {
  SampleConfig left, right;
  right.rewards = {{.name = "a"}};
  EXPECT_THAT(DiffText(left, right),
              ElementsAre("rewards[0].name: (absent) -> \"a\"", "rewards[0].weight: (absent) -> 1.0",
                          "rewards[0].range.low: (absent) -> 0.0", "rewards[0].range.high: (absent) -> 1.0"));
  EXPECT_EQ(DiffText(right, left).front(), "rewards[0].name: \"a\" -> (absent)");
}

struct Twice {
  int a = 0, b = 0;
  void Fields(auto&& f) {
    f(a, {.name = "a"});
    f(b, {.name = "a"});
  }
};
struct Shouting {
  int a = 0;
  void Fields(auto&& f) { f(a, {.name = "A"}); }
};
struct Reserved {
  int base = 0;
  void Fields(auto&& f) { f(base, {.name = "base"}); }
};

TEST(EntriesDeathTest, OwnMistakesInNamesAbort) {
  EXPECT_DEATH(Describe<Twice>(), "there twice: a");
  EXPECT_DEATH(Describe<Shouting>(), "lower case");
  Reserved reserved;
  EXPECT_DEATH(LoadText(reserved, "", "a.toml"), "about the file itself");
}

}  // namespace
}  // namespace porter::config
