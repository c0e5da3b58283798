#include "porter/eval/cycle_eval.h"

#include <gtest/gtest.h>

#include <numeric>

#include "porter/eval/test_cycles.h"

namespace porter::eval {
namespace {

int Losses(const CycleSummary& summary) {
  int sum = 0;
  for (const auto& stage : summary.losses) sum = std::accumulate(stage.begin(), stage.end(), sum);
  return sum;
}

TEST(CycleEval, TheExpertCarriesMostCans) {
  const CycleSummary summary = EvaluateCycles(OneKind("can", 6), ExpertActor({}, "."), {.episodes = 12, .seed = 3});
  EXPECT_EQ(summary.all.cycles, 12);
  EXPECT_GE(summary.all.successes, 8);
  EXPECT_EQ(summary.all.successes + Losses(summary), 12);
  EXPECT_EQ(summary.held.at("can").cycles, 12);
  EXPECT_EQ(summary.grasped.at("can").successes, summary.all.successes);
  EXPECT_EQ(std::accumulate(summary.by_height.begin(), summary.by_height.end(), 0,
                            [](int sum, const CycleCount& count) { return sum + count.cycles; }),
            12);
  EXPECT_NEAR(std::accumulate(summary.stage_s.begin(), summary.stage_s.end(), 0.0), summary.mean_cycle_s, 1e-9);
  EXPECT_GT(summary.mean_cycle_s, 8);
  EXPECT_LT(summary.mean_cycle_s, 20);
}

TEST(CycleEval, TheShippedTeacherCarriesMostCans) {
  const CycleSummary summary =
      EvaluateCycles(OneKind("can", 6), TeacherActor("policies/place_pick_teacher"), {.episodes = 12, .seed = 3});
  EXPECT_EQ(summary.all.cycles, 12);
  EXPECT_GE(summary.all.successes, 7);
}

TEST(CycleEval, WhoDoesNothingSucceedsNever) {
  tasks::PlacePickConfig config = OneKind("can", 6);
  config.stages.limits = {20, 5, 5, 5, 5};
  config.cycles = 2;
  const MakeActor idle = [](const tasks::PlacePick&) -> Actor {
    return [](const env::Moment&, core::Span2<const float>, core::Span2<float> actions) {
      for (size_t env = 0; env < actions.rows(); ++env) std::ranges::fill(actions[env], 0.F);
    };
  };
  int told = 0, watched = 0;
  const CycleSummary summary =
      EvaluateCycles(config, idle,
                     {.episodes = 6,
                      .seed = 3,
                      .progress = [&](int done, int succeeded) { told = done + 100 * succeeded; },
                      .watch = [&](const tasks::PlacePick&, const env::Moment&) { ++watched; }});
  EXPECT_EQ(summary.all.cycles, 12);
  EXPECT_EQ(summary.all.successes, 0);
  EXPECT_EQ(summary.losses[0][static_cast<size_t>(tasks::Outcome::kLate)], 12);
  EXPECT_EQ(summary.interventions, 6);
  EXPECT_EQ(summary.longest_run, 0);
  EXPECT_EQ(told, 12);
  EXPECT_GE(watched, 40);
}

}  // namespace
}  // namespace porter::eval
