#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/config/config.h"
#include "porter/config/sample_config.h"

namespace porter::config {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

SampleConfig Overridden(const std::vector<std::string>& overrides) {
  SampleConfig sample;
  sample.rewards = {{.name = "upright"}, {.name = "reach"}};
  Override(sample, overrides);
  return sample;
}

std::string OverrideError(const std::string& text) {
  try {
    Overridden({text});
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(Override, ReachesEveryMember) {
  const SampleConfig sample =
      Overridden({"gamma=0.5", "ppo.learning_rate=1e-3", "rewards[1].weight=-3", "rewards[1].range.low=-1", "pose[2]=9",
                  "enabled=false", "ppo.clip=[0,1]", "limits=[1,2]", "limits[1]=7", "ppo={learning_rate=2}"});
  EXPECT_EQ(sample.gamma, 0.5);
  EXPECT_EQ(sample.ppo.learning_rate, 2);
  EXPECT_EQ(sample.rewards[0].weight, 1);
  EXPECT_EQ(sample.rewards[1].weight, -3);
  EXPECT_EQ(sample.rewards[1].range.low, -1);
  EXPECT_THAT(sample.pose, ElementsAre(0, 0, 9));
  EXPECT_FALSE(sample.enabled);
  EXPECT_THAT(sample.ppo.clip, ElementsAre(0, 1));
  EXPECT_THAT(*sample.limits, ElementsAre(1, 7));
}

TEST(Override, WordsNeedNoQuotes) {
  const SampleConfig sample = Overridden({"name=a=b #c", "model=/a b/c.xml", "solver=cg", "tags=x,y z", "solvers=cg"});
  EXPECT_EQ(sample.name, "a=b #c");
  EXPECT_EQ(sample.model, "/a b/c.xml");
  EXPECT_EQ(sample.solver, Solver::kCg);
  EXPECT_THAT(sample.tags, ElementsAre("x", "y z"));
  EXPECT_THAT(sample.solvers, ElementsAre(Solver::kCg));
  EXPECT_EQ(Overridden({"name=\"1\\t2\""}).name, "1\t2");
  EXPECT_EQ(Overridden({"name=1.5"}).name, "1.5");
  EXPECT_EQ(Overridden({"name="}).name, "");
  EXPECT_EQ(Overridden({"seed=18446744073709551615"}).seed, UINT64_MAX);
}

TEST(Override, ListsOptionalsAndRows) {
  EXPECT_THAT(Overridden({"sizes=1,2"}).sizes, ElementsAre(1, 2));
  EXPECT_THAT(Overridden({"sizes=[ 1, 2 ]"}).sizes, ElementsAre(1, 2));
  EXPECT_THAT(Overridden({"sizes=[]"}).sizes, ElementsAre());
  EXPECT_FALSE(Overridden({"delay=[]"}).delay);
  EXPECT_EQ(Overridden({"delay=[]", "delay=3"}).delay, 3);
  EXPECT_EQ(Overridden({"rewards=[{name=\"x\",weight=2}]"}).rewards.size(), 1u);
}

TEST(OverrideError, ThePlaceIsTheArgument) {
  EXPECT_EQ(OverrideError("gama=1"), "--set gama=1: unknown key gama (did you mean gamma?)");
  EXPECT_EQ(OverrideError("gamma=2"), "--set gamma=2: gamma is out of range; found integer 2; expected 0 to 1");
  EXPECT_EQ(OverrideError("gamma=abc"), "--set gamma=abc: gamma has the wrong type; found abc; expected number");
  EXPECT_EQ(OverrideError("gamma="), "--set gamma=: gamma has no value; expected number");
  EXPECT_EQ(OverrideError("gamma"), "--set gamma: an override has no value; expected KEY=VALUE");
  EXPECT_EQ(OverrideError("rewards[2].weight=1"),
            "--set rewards[2].weight=1: rewards has no element 2; found 2 elements (indices start at 0)");
  EXPECT_EQ(OverrideError("rewards[1].wight=1"),
            "--set rewards[1].wight=1: unknown key rewards[1].wight (did you mean weight?)");
  EXPECT_EQ(OverrideError("gamma.x=1"), "--set gamma.x=1: gamma is no table and has no key x; expected number");
  EXPECT_THAT(OverrideError("gamma[0]=1"), HasSubstr("gamma has no element 0; found number"));
  EXPECT_THAT(OverrideError("limits[0]=1"), HasSubstr("limits has no element 0"));
  EXPECT_THAT(OverrideError("solver=gc"), HasSubstr("solver has no such value; found string \"gc\""));
  EXPECT_THAT(OverrideError("pose=1,2"), HasSubstr("pose has the wrong length; found 2 elements; expected 3"));
}

TEST(OverrideError, MalformedKeysAndSmuggledLines) {
  for (const char* text : {"=1", ".gamma=1", "ppo.=1", "pose[=1", "pose[]=1", "pose[x]=1", "pose[0]x=1", "pose]0=1",
                           "pose[-1]=1", "pose[0=1"})
    EXPECT_THAT(OverrideError(text), HasSubstr("malformed key")) << text;
  EXPECT_THAT(OverrideError("count=1\ngamma = 0"), HasSubstr("count has the wrong type"));
  EXPECT_THAT(OverrideError("name=\xFF"), HasSubstr("cannot be read"));
}

}  // namespace
}  // namespace porter::config
