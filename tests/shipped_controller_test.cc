// The controller that is shipped loads, with its contract and golden numbers, and does what it is shipped for: a small
// share of the evaluation whose whole record is docs/results/wbc_eval.json.
#include <gtest/gtest.h>

#include "porter/config/config.h"
#include "porter/eval/wbc_eval.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/policy_controller.h"

namespace porter::tests {
namespace {

eval::WbcEvalConfig SmallShare() {
  eval::WbcEvalConfig config;
  config::Load(config, "porter/eval/wbc.toml");
  config.robots = 12;
  config.seconds = 8;
  std::erase_if(config.rows, [](const eval::WbcRowConfig& row) {
    return row.name != "stand" && row.name != "mixed" && row.name != "height" && row.name != "pushes";
  });
  return config;
}

TEST(ShippedController, StandsWalksSquatsAndTakesPushes) {
  const eval::WbcEvalConfig config = SmallShare();
  wbc::PolicyController controller("policies/wbc_g1", robot::G1(), robot::LoadMjcf(std::string(robot::G1().model)),
                                   config.robots);
  const std::vector<eval::WbcRow> rows = eval::EvaluateWbc(config, controller, {});
  ASSERT_EQ(rows.size(), 4u);
  for (const eval::WbcRow& row : rows) {
    EXPECT_EQ(row.falls, 0) << row.name;
    EXPECT_LT(row.height_err, 0.015) << row.name;  // m, the bar of the whole evaluation
    EXPECT_LT(row.torso_err_deg, 3) << row.name;
    EXPECT_LT(row.vx_err, 0.08) << row.name;  // m/s; twice the record of the row that is worst, for few robots
  }
}

}  // namespace
}  // namespace porter::tests
