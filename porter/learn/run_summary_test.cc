#include "porter/learn/run_summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace porter::learn {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsNan;

TEST(Smooth, ByHand) {
  const std::vector<double> values{1, 3, NAN, 8, 2};
  const Smoothed smoothed = Smooth(values, 3);
  EXPECT_THAT(smoothed.mean, ElementsAre(1, 2, IsNan(), 5.5, 5));  // 3 and 8; 8 and 2
  EXPECT_THAT(smoothed.lower, ElementsAre(1, 1, IsNan(), 3, 2));
  EXPECT_THAT(smoothed.upper, ElementsAre(1, 3, IsNan(), 8, 8));
  EXPECT_THAT(Smooth(values, 1).mean, ElementsAre(1, 3, IsNan(), 8, 2));
}

// four iterations of a minute and a half; the first had no episode that ended
RunLog SmallLog() {
  return {.lines = 4,
          .columns = {{"iteration", {0, 1, 2, 3}},
                      {"samples", {100, 200, 300, 400}},
                      {"episodes/count", {0, 2, 2, 2}},
                      {"episodes/length", {0, 30, 60, 100}},
                      {"time/iteration_s", {90, 90, NAN, 90}},
                      {"time/env_s", {60, 50, 40, 30}},
                      {"evaluation/success", {NAN, 0.25, NAN, 0.75}},
                      {"evaluation/never", {NAN, NAN, NAN, NAN}}}};
}

TEST(RunSummary, CountsTime) {
  EXPECT_THAT(Minutes(SmallLog()), ElementsAre(1.5, 3, 3, 4.5));
  const TimeSplit time = SplitTime(SmallLog());
  EXPECT_DOUBLE_EQ(time.total_s, 270);
  EXPECT_DOUBLE_EQ(time.env_s, 180);
  EXPECT_DOUBLE_EQ(time.update_s, 0);
}

TEST(RunSummary, AnIterationWithoutEpisodesHasNoLength) {
  EXPECT_THAT(EpisodeValues(SmallLog(), "episodes/length"), ElementsAre(IsNan(), 30, 60, 100));
}

TEST(RunSummary, MilestonesByHand) {
  const std::vector<Milestone> milestones = LengthMilestones(SmallLog());
  ASSERT_EQ(milestones.size(), 4);  // 25, 50, 75, 95 steps: reached by 30, 60, 100, 100
  EXPECT_THAT(milestones[0].length, DoubleEq(25));
  EXPECT_DOUBLE_EQ(milestones[0].minutes, 3);
  EXPECT_DOUBLE_EQ(milestones[0].samples, 200);
  EXPECT_DOUBLE_EQ(milestones[1].samples, 300);
  EXPECT_DOUBLE_EQ(milestones[2].minutes, 4.5);
  EXPECT_DOUBLE_EQ(milestones[3].length, 95);
  EXPECT_DOUBLE_EQ(milestones[3].samples, 400);
}

TEST(RunSummary, NoEpisodesNoMilestones) {
  RunLog log = SmallLog();
  log.columns[2].values = {0, 0, 0, 0};
  EXPECT_THAT(LengthMilestones(log), IsEmpty());
}

TEST(RunSummary, EvaluationsByHand) {
  const std::vector<FirstAndLast> changes = EvaluationChanges(SmallLog());
  ASSERT_EQ(changes.size(), 1);
  EXPECT_EQ(changes[0].name, "success");
  EXPECT_DOUBLE_EQ(changes[0].first, 0.25);
  EXPECT_DOUBLE_EQ(changes[0].first_minutes, 3);
  EXPECT_DOUBLE_EQ(changes[0].last, 0.75);
  EXPECT_DOUBLE_EQ(changes[0].last_minutes, 4.5);
}

}  // namespace
}  // namespace porter::learn
