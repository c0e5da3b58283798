#include "porter/tasks/place_pick/references.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/tasks/place_pick/expert.h"
#include "porter/tasks/place_pick/place_pick.h"

namespace porter::tasks {
namespace {

using ::testing::HasSubstr;

ReferenceStates::State Numbered(double number) {
  return {{number, 2}, {static_cast<uint8_t>(number), 1, 7}};
}

TEST(ReferenceStates, EachStageKeepsSoManyWithTheSameChance) {
  std::array<int, 100> kept{};
  for (uint64_t seed = 0; seed < 400; ++seed) {
    ReferenceStates states(10, seed);
    for (int i = 0; i < 100; ++i) states.Add(Stage::kGrasp, Numbered(i));
    EXPECT_EQ(states.size(Stage::kGrasp), 10);
    EXPECT_EQ(states.size(Stage::kTurn), 0);
    std::set<double> seen;
    for (uint64_t draw = 0; draw < 200; ++draw) {
      core::Random random(seed, 1, 0, draw);
      seen.insert(states.Draw({0, 0, 0, 1, 0}, random)->simulation[0]);
    }
    for (const double number : seen) ++kept[static_cast<size_t>(number)];
  }
  for (size_t tenth = 0; tenth < 10; ++tenth) {  // 40 of 400 each, ten together 400 +- 19
    int sum = 0;
    for (size_t i = 0; i < 10; ++i) sum += kept[10 * tenth + i];
    EXPECT_NEAR(sum, 400, 80) << tenth;
  }
}

TEST(ReferenceStates, StagesAreDrawnByWeightAmongThoseThatThereAre) {
  ReferenceStates states(4, 1);
  core::Random none(1, 2, 3, 4);
  EXPECT_EQ(states.Draw({1, 1, 1, 1, 1}, none), nullptr);
  states.Add(Stage::kApproach, Numbered(0));
  states.Add(Stage::kPlace, Numbered(2));
  states.Add(Stage::kTurn, Numbered(4));
  std::map<double, int> drawn;
  for (uint64_t i = 0; i < 4000; ++i) {
    core::Random random(1, 2, 3, i);
    ++drawn[states.Draw({1, 5, 3, 5, 0}, random)->simulation[0]];
  }
  EXPECT_NEAR(drawn[0], 1000, 120) << "1 of 1 + 3";
  EXPECT_NEAR(drawn[2], 3000, 120);
  EXPECT_EQ(drawn[4], 0);
}

TEST(ReferenceStates, AFileGivesThemBackAndKnowsItsWorld) {
  const std::filesystem::path path = std::filesystem::temp_directory_path() / "references_test.safetensors";
  ReferenceStates states(4, 1);
  states.Add(Stage::kReach, Numbered(3));
  states.Add(Stage::kTurn, Numbered(5));
  states.Write(path, "this world");
  const ReferenceStates back = ReferenceStates::Read(path, "this world");
  EXPECT_EQ(back.size(Stage::kReach), 1);
  core::Random random(1, 2, 3, 4);
  const ReferenceStates::State* state = back.Draw({0, 0, 0, 0, 1}, random);
  EXPECT_EQ(state->simulation, Numbered(5).simulation);
  EXPECT_EQ(state->task, Numbered(5).task);
  try {
    ReferenceStates::Read(path, "another one");
    FAIL();
  } catch (const core::Error& error) {
    EXPECT_THAT(error.what(), HasSubstr("these reference states are of another world"));
    EXPECT_THAT(error.what(), HasSubstr("this world"));
  }
  std::filesystem::remove(path);
}

TEST(References, EpisodesStartInTheMiddleOfTheExpertsCycles) {
  PlacePickConfig config;
  config::Load(config, "porter/tasks/place_pick/place_pick.toml");
  config.num_envs = 8;
  config.threads = 2;
  config.scene.objects = {"can"};
  config.variety.smallest_friction = 0.6;
  config.references = {.share = 0.75, .stages = {0, 0, 1, 1, 1}, .per_stage = 10};
  auto states = std::make_shared<const ReferenceStates>(RecordReferences(config, {}, "."));
  for (const Stage stage : {Stage::kApproach, Stage::kReach, Stage::kPlace, Stage::kGrasp, Stage::kTurn}) {
    EXPECT_EQ(states->size(stage), 10);
  }
  config.num_envs = 64;
  const std::unique_ptr<env::BatchEnv> env = MakePlacePick(config);
  TaskOf(*env).SetReferences(states);
  std::vector<float> policy(64 * 226), critic(policy.size());
  env->Reset(3, {{policy.data(), 64, 226}, {critic.data(), 64, 226}});
  std::map<Stage, int> started;
  for (int i = 0; i < 64; ++i) {
    const PlacePickView& view = TaskOf(*env).view(i);
    ++started[view.stage.stage];
    EXPECT_EQ(TaskOf(*env).cycle(i).episode, 0u);
    if (view.stage.stage == Stage::kTurn) {
      EXPECT_LT((view.front.middle - view.palm).norm(), 0.2) << "in the hand";
      EXPECT_GT(view.X_YB.translation().x(), 1.5) << "at the table";
      EXPECT_GT(view.stage.step, 200);
    }
  }
  EXPECT_NEAR(started[Stage::kApproach], 16, 12) << "the true start";
  EXPECT_EQ(started[Stage::kReach], 0);
  for (const Stage stage : {Stage::kPlace, Stage::kGrasp, Stage::kTurn}) EXPECT_NEAR(started[stage], 16, 12);
}

}  // namespace
}  // namespace porter::tasks
