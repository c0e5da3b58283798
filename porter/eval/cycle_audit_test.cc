#include "porter/eval/cycle_audit.h"

#include <gtest/gtest.h>

#include "porter/eval/cycle_eval.h"
#include "porter/eval/test_cycles.h"

namespace porter::eval {
namespace {

TEST(CycleAudit, TheExpertSetsCansDownUprightAndWithoutTricks) {
  const CycleAudit audit = EvaluateCycles(OneKind("can", 6), ExpertActor({}, "."), {.episodes = 6, .seed = 3}).audit;
  EXPECT_GE(audit.releases, 5);
  EXPECT_LE(audit.releases, 12) << "each can is let go once";
  EXPECT_LT(audit.release_tilt_p95, 0.26) << "15 degrees";
  EXPECT_LT(audit.release_fall_p95, 0.03);
  EXPECT_GT(audit.penetration_p999, 1e-5) << "what stands on a table sinks in a little";
  EXPECT_LT(audit.penetration_p999, 0.01);
  EXPECT_GT(audit.arm_speed_p999, 0.5);
  EXPECT_LT(audit.arm_speed_p999, 3.14);
  EXPECT_LT(audit.saturated, 0.05);
  EXPECT_GT(audit.foot_slide, 0);
}

// opens the hand at once: the object falls from where it is held
TEST(CycleAudit, WhoThrowsIsSeen) {
  tasks::PlacePickConfig config = OneKind("can", 6);
  config.stages.limits = {60, 5, 5, 5, 5};
  config.stages.arm_speed = 1000;
  config.stages.thrown_palm = 1000;
  const MakeActor thrower = [](const tasks::PlacePick&) -> Actor {
    return [](const env::Moment&, core::Span2<const float>, core::Span2<float> actions) {
      for (size_t env = 0; env < actions.rows(); ++env) {
        std::ranges::fill(actions[env], 0.F);
        actions(env, 5) = 8;    // shoulder yaw, as fast as it goes
        actions(env, 10) = -4;  // hand open
      }
    };
  };
  const CycleAudit audit = EvaluateCycles(config, thrower, {.episodes = 6, .seed = 3}).audit;
  EXPECT_GT(audit.arm_speed_p999, 3.14);
  EXPECT_GT(audit.hand_speed_p999, 1);
  EXPECT_EQ(audit.releases, 0) << "not above the tray";
}

}  // namespace
}  // namespace porter::eval
