#include "porter/eval/wbc_eval.h"

#include <gtest/gtest.h>

#include "porter/robot/mjcf.h"
#include "porter/wbc/policy_controller.h"
#include "porter/wbc/test_bundle.h"

namespace porter::eval {
namespace {

WbcEvalConfig FewRobots() {
  WbcEvalConfig config{.robots = 4, .seconds = 3, .seed = 6};
  config.model.fingers = physics::Fingers::kWelded;
  config.model.floor = physics::Floor::kFeet;
  config.rows = {{.name = "stand"}, {.name = "mixed", .vx = {-0.5, 0.5}, .wz = {-0.8, 0.8}, .hold = 1}};
  return config;
}

// all figures but the speed
std::vector<double> Figures(const WbcRow& r) {
  return {r.falls,     r.vx_err,    r.vy_err,        r.wz_err,      r.height_err,   r.torso_err_deg,
          r.drift_m,   r.drift_deg, r.stepping,      r.drift_p95_m, r.pelvis_std_m, r.stop_s,
          r.recovered, r.slip,      r.target_change, r.saturated};
}

TEST(EvaluateWbc, GivesTheSameFiguresForAnyNumberOfThreads) {
  const wbc::BundleFolder folder(::testing::TempDir() + "wbc_eval_bundle");
  WbcEvalConfig config = FewRobots();
  wbc::PolicyController controller(folder.path(), robot::G1(), robot::LoadMjcf(std::string(robot::G1().model)),
                                   config.robots);
  std::vector<std::string> told;
  std::vector<std::vector<double>> figures;
  for (const int threads : {1, 2}) {
    config.threads = threads;
    const auto rows =
        EvaluateWbc(config, controller, {.progress = [&](const WbcRow& row) { told.push_back(row.name); }});
    ASSERT_EQ(rows.size(), 2u);
    for (const WbcRow& row : rows) {
      EXPECT_EQ(row.robots, 4);
      EXPECT_GT(row.steps_per_s, 0);
      EXPECT_GT(row.slip, 0);
      figures.push_back(Figures(row));
    }
  }
  EXPECT_EQ(told, (std::vector<std::string>{"stand", "mixed", "stand", "mixed"}));
  EXPECT_EQ(figures[2], figures[0]);
  EXPECT_EQ(figures[3], figures[1]);
  EXPECT_NE(figures[1], figures[0]);
}

}  // namespace
}  // namespace porter::eval
