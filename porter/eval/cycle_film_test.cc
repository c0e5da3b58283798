#include "porter/eval/cycle_film.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "porter/eval/cycle_eval.h"
#include "porter/eval/test_cycles.h"

namespace porter::eval {
namespace {

CycleFilm FilmOf(tasks::Outcome wanted, tasks::PlacePickConfig config) {
  CycleFilm film(wanted, 5);
  EvaluateCycles(config, ExpertActor({}, "."),
                 {.episodes = 3,
                  .seed = 4,
                  .over = [&](const tasks::CycleReport& report) { film.End(report); },
                  .watch = [&](const tasks::PlacePick& task, const env::Moment&) { film.Watch(task); }});
  return film;
}

TEST(CycleFilm, ACycleThatWasDoneIsShownFromItsStartToItsEnd) {
  const CycleFilm film = FilmOf(tasks::Outcome::kDone, OneKind("bottle", 3));
  ASSERT_TRUE(film.found());
  const std::vector<CycleShot> shots = film.Take(8);
  ASSERT_EQ(shots.size(), 8);
  EXPECT_EQ(shots.front().caption, "0.02 s approach, bottle, bottle");
  EXPECT_NE(shots.back().caption.find("turn"), std::string::npos);
  const scene::SceneLayout &first = shots.front().layout, &last = shots.back().layout;
  EXPECT_LT(first.X_WB.translation().head<2>().norm(), 0.5) << "between the tables";
  EXPECT_GT(last.X_WB.translation().x(), 1.5) << "at the table";
  EXPECT_LT(last.X_WB.rotation()(0, 0), 0) << "turned round";
  const auto height = [](const scene::SceneLayout& layout, scene::ObjectRole role) {
    return layout.objects[role].X_WO.translation().z() - layout.front.shape.height;
  };
  EXPECT_NEAR(height(first, scene::kFrontObject), 0, 0.005) << "on the table";
  EXPECT_GT(height(last, scene::kFrontObject), 0.1) << "in the hand";
  EXPECT_NEAR(height(last, scene::kHoldObject), 0.015, 0.005) << "on the tray's floor";
}

TEST(CycleFilm, ALostCycleShowsItsEndAndOthersAreNotFound) {
  tasks::PlacePickConfig late = OneKind("bottle", 3);
  late.stages.limits = {60, 5, 5, 5, 5};
  const CycleFilm film = FilmOf(tasks::Outcome::kLate, late);
  ASSERT_TRUE(film.found());
  const std::vector<CycleShot> shots = film.Take(3);
  ASSERT_EQ(shots.size(), 3);
  EXPECT_EQ(shots.back().caption.substr(0, 15), "1.12 s approach");
  EXPECT_FALSE(FilmOf(tasks::Outcome::kDone, late).found());
}

TEST(CycleFilm, PicturesShowTheRobotWhereItIs) {
  if (!std::filesystem::exists("models/g1/meshes/pelvis.STL")) GTEST_SKIP() << "the robot's meshes are not here";
  const tasks::PlacePickConfig config = OneKind("bottle", 3);
  const CycleFilm film = FilmOf(tasks::Outcome::kDone, config);
  ASSERT_TRUE(film.found());
  const auto draw = [&](std::vector<CycleShot> shots, bool head) {
    return DrawCycle(config.scene, std::move(shots), {.seed = 4, .from_head = head, .scale = 1, .columns = 2});
  };
  for (const bool head : {false, true}) {
    const core::Image sheet = draw(film.Take(4), head);
    EXPECT_GE(sheet.width, 2 * 192);
    EXPECT_LT(sheet.width, 2 * 192 + 40);
    EXPECT_GE(sheet.height, 2 * 108);
    std::vector<CycleShot> shots = film.Take(4);
    for (CycleShot& shot : shots) shot.layout.q[25] += 1;  // right elbow
    const core::Image other = draw(shots, head);
    int changed = 0;
    for (size_t i = 0; i < sheet.pixels.size(); i += 3) {
      changed += std::abs(sheet.pixels[i] - other.pixels[i]) > 30 ? 1 : 0;
    }
    EXPECT_GT(changed, 4 * 100) << "an arm moved";
    EXPECT_LT(changed, 4 * 192 * 108 / 4) << "and nothing else";
  }
}

}  // namespace
}  // namespace porter::eval
