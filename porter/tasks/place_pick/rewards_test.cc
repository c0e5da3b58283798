#include "porter/tasks/place_pick/rewards.h"

#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <cmath>
#include <numbers>
#include <set>
#include <string>

#include "porter/config/config.h"
#include "porter/core/allocation_guard.h"
#include "porter/tasks/place_pick/test_views.h"

namespace porter::tasks {
namespace {

using View = PlacePickView;
using enum Stage;

double ValueOf(std::string_view term, const View& view) {
  for (const env::Term<View>& known : PlacePickTerms()) {
    if (known.name == term) return known.value(view);
  }
  ADD_FAILURE() << "no term " << term;
  return NAN;
}

// one arm joint and one finger move
void MoveArm(View& v) {
  v.qd[kRightArm + 1] = 2;
  v.qd[kRightHand[3]] = 0.5;
}

void Touch(View& v) {
  v.front.force[1] = {0, 3, 4};
}

void Turn(View& v, double yaw) {
  v.X_YB = {math::FromYaw(yaw), v.X_YB.translation()};
}

struct Case {
  const char* term;
  Stage stage;
  void (*change)(View& view);
  double expected;
};

// every term at a state whose value follows from its formula (facts/viral.md 4) by hand
const Case kCases[] = {
    {"upfront_heading", kApproach, [](View& v) { v.front.middle.y() = 0.4; }, 1.0 / 16},
    {"upfront_heading", kApproach, [](View& v) { Turn(v, 3), v.front.middle = {1.9, -0.01, 0.8}; },
     std::pow((std::numbers::pi + std::atan(0.1) - 3) / std::numbers::pi, 2)},
    {"bottle_in_middle", kApproach, [](View& v) { v.left_palm.y() = 0.19; }, 1},
    {"bottle_in_middle", kApproach, [](View& v) { v.palm.y() = 0.01, v.left_palm.y() = 0.19; }, 2},
    {"delta_action_rate", kTurn, [](View& v) { v.action[2] = 2, v.action[10] = -1; }, 5},
    {"dof_vel", kReach, MoveArm, 4.25},
    {"dof_acc", kReach, [](View& v) { v.qd[0] = 1, v.last_qd[0] = 0.9, v.last_qd[42] = 0.2; }, 25 + 100},
    {"torques", kReach, [](View& v) { v.tau[3] = 30, v.tau[20] = -4; }, 916},
    {"output_smoothness", kReach, [](View& v) { v.command[1] = 0.5F, v.last_command[14] = 2; }, 4.25},
    {"finger_primitive_limit", kReach, [](View& v) { v.sums[10] = -0.75F; }, 0.25},
    {"command_large_linvel_x", kApproach, [](View& v) { v.sums[0] = 0.5F; }, 0.1},
    {"command_large_linvel_y", kApproach, [](View& v) { v.sums[1] = -0.5F; }, 0.1},
    {"command_large_angvel", kApproach, [](View& v) { v.sums[2] = 1; }, 0.2},
    {"command_large_upper_body", kApproach, [](View& v) { v.sums[3] = 2, v.sums[9] = -2; }, 2 * (8 - 6.28)},
    {"zero_linvel_x_y", kGrasp, [](View& v) { v.command[0] = -0.3F, v.command[1] = 0.2F; }, 0.5},
    {"zero_XY_Ang_Ddp_ABS", kGrasp, [](View& v) { v.command[0] = -0.3F, v.command[2] = 0.2F; }, 0.5},
    {"zero_XY_Ang_Ddp_ABS", kApproach, [](View&) {}, 3},
    {"zero_XY_Ddpt_ABS", kTurn, [](View& v) { v.command[0] = -0.3F, v.command[2] = 0.2F; }, 0.3},
    {"zero_XY_Ddpt_ABS", kApproach, [](View&) {}, 3},
    {"zero_Ang_At_ABS", kTurn, [](View& v) { Turn(v, std::numbers::pi), v.command[2] = 0.25F; }, 0.25},
    {"zero_Ang_At_ABS", kTurn, [](View& v) { Turn(v, 2.5), v.command[2] = 0.25F; }, 1},
    {"robot_distance_to_box", kApproach, [](View& v) { v.front.middle = {2.4, 0.3, 0.8}; }, std::exp(-4 * 0.0025)},
    {"upper_body_actions", kApproach, [](View& v) { v.q[kRightArm] = -1, v.q[kRightArm + 6] = 0.5; }, 1.25},
    {"keep_hand_closed", kApproach, [](View& v) { v.sums[10] = 0.25F; }, std::exp(-0.25)},
    {"hand_predrop_pos_distance", kPlace, [](View& v) { v.palm = {2.32, 0.35, 0.9}; }, std::exp(-1)},
    {"penalty_hand_predrop", kPlace, [](View& v) { v.palm = {2.32, 0.35, 0.9}; }, 0.25},
    {"release_bottle", kPlace, [](View& v) { v.hold.force[0] = {3, 0, 4}, v.hold.force[3] = {0, 2, 0}; }, 7},
    {"holding_object", kReach, [](View& v) { v.palm = {2.32, -0.15, 0.45}; }, std::exp(-2)},
    {"hand_object_distance", kGrasp, [](View& v) { v.palm = v.tips[1] = v.tips[2] = v.front.middle; },
     std::exp(-10 * std::sqrt(0.01 + 0.22 * 0.22 + 0.01))},
    {"grasp_based_on_obj_finger_dir", kGrasp,
     [](View& v) {
       v.tips = {Eigen::Vector3d(2.4, 0.15, 0.8), Eigen::Vector3d(2.4, 0.05, 0.85), Eigen::Vector3d(2.4, 0.05, 0.75)};
     },
     1},
    {"grasp_force", kGrasp, Touch, 1.25},
    {"grasp_force", kGrasp, [](View& v) { v.front.force[0] = {0, 0, 50}; }, 2},
    {"lift_goal_distance", kGrasp, [](View& v) { v.front.middle = {2.3, -0.1, 1.25}; }, std::exp(-2)},
    {"lift_z", kGrasp, [](View& v) { v.front.X_YO = {Eigen::Matrix3d::Identity(), {2.4, 0.1, 0.76}}; }, 0.06},
    {"lift_z", kTurn, [](View& v) { v.front.X_YO = {Eigen::Matrix3d::Identity(), {2.4, 0.1, 0.9}}; }, 0.1},
    {"task_turn_around", kTurn, [](View& v) { Turn(v, 2 * std::numbers::pi / 3); }, 1.5},
    {"track_xy_after_turning", kTurn, [](View& v) { Turn(v, std::numbers::pi), v.placement = {2.8, -0.6}; },
     2 * std::exp(-1)},
    {"track_xy_after_turning", kGrasp, [](View& v) { Turn(v, std::numbers::pi / 2); }, std::exp(-0.5)},
    {"qpos_tracking_hold", kPlace,
     [](View& v) { std::ranges::copy(kHoldPose, v.q.begin() + kRightArm), v.q[kRightArm + 2] = 0.5; }, std::exp(-2)},
    {"qpos_tracking_front", kGrasp,
     [](View& v) {
       std::ranges::copy(kFrontPose, v.q.begin() + kRightArm);
       v.q[kRightArm + 5] = 0.25;
       v.front.X_YO = {Eigen::Matrix3d::Identity(), {2.4, 0.1, 0.81}};
     },
     std::exp(-1)},
    {"qpos_tracking_front", kGrasp,
     [](View& v) {
       std::ranges::copy(kFrontPose, v.q.begin() + kRightArm);
       v.front.X_YO = {Eigen::Matrix3d::Identity(), {2.4, 0.1, 0.79}};
     },
     0},
    {"fast_right_arm_qvel", kApproach, MoveArm, 4},
    {"finger_qvel_during_arm_qvel", kReach, MoveArm, std::exp(-6)},
    {"finger_qvel_single_foot", kReach, [](View& v) { MoveArm(v), v.loaded[0] = false; }, 0.5},
    {"finger_qvel_single_foot", kReach, MoveArm, 0},
    {"arm_qvel_single_foot", kReach, [](View& v) { MoveArm(v), v.loaded[1] = false; }, 2},
    {"arm_qvel_single_foot", kReach, MoveArm, 0},
    {"bottle_move_table_contact", kGrasp, [](View& v) { v.front_table = 0.2, v.front.velocity = {0.3, -0.4, 9}; }, 0.5},
    {"bottle_move_table_contact", kGrasp, [](View& v) { v.front_table = 0.05, v.front.velocity = {0.3, -0.4, 9}; }, 0},
    {"bottle_relative_move", kGrasp,
     [](View& v) { Touch(v), v.front.velocity = {9, 9, 0.3}, v.palm_velocity = {9, 0, -0.2}; }, 0.5},
    {"bottle_relative_move", kGrasp, [](View& v) { v.front.velocity = {9, 9, 0.3}; }, 0},
    {"bottle_lean_during_pick", kGrasp,
     [](View& v) {
       v.front.X_YO = {Eigen::AngleAxisd(0.2, Eigen::Vector3d(0.6, 0.8, 0)).toRotationMatrix(), {2.4, 0.1, 0.84}};
     },
     std::pow(std::sin(0.2), 2)},
    {"bottle_lean_during_pick", kGrasp,
     [](View& v) {
       v.front.X_YO = {Eigen::AngleAxisd(0.2, Eigen::Vector3d::UnitX()).toRotationMatrix(), {2.4, 0.1, 0.86}};
     },
     0},
    {"bottle_non_z_up_velocity", kGrasp, [](View& v) { v.front.velocity = {0.1, -0.2, -0.3}; }, 0.6},
    {"bottle_non_z_up_velocity", kGrasp, [](View& v) { v.front.velocity = {0.1, -0.2, 0.3}; }, 0.3},
};

TEST(PlacePickRewards, HaveTheValuesOfTheirFormulas) {
  std::set<std::string_view> tried;
  for (const Case& c : kCases) {
    View view = PlacedView(c.stage);
    c.change(view);
    EXPECT_NEAR(ValueOf(c.term, view), c.expected, 1e-6) << c.term;
    tried.insert(c.term);
  }
  EXPECT_EQ(tried.size(), PlacePickTerms().size());
}

// what a term pays outside of the stages in which it looks at anything: NAN where it always looks
struct Mask {
  const char* term;
  Stage first, last;
  double before, after;
};

TEST(PlacePickRewards, PayWhatTheyHoldOutsideTheirStages) {
  const Mask masks[] = {
      {"upfront_heading", kApproach, kApproach, 0, 0},
      {"bottle_in_middle", kApproach, kApproach, 0, 0},
      {"zero_linvel_x_y", kPlace, kTurn, 0, 0},
      {"zero_XY_Ang_Ddp_ABS", kReach, kGrasp, 3, 0},
      {"zero_XY_Ddpt_ABS", kReach, kTurn, 3, 0},
      {"zero_Ang_At_ABS", kTurn, kTurn, 1, 0},
      {"robot_distance_to_box", kApproach, kApproach, 0, 1},
      {"upper_body_actions", kApproach, kApproach, 0, 0},
      {"keep_hand_closed", kApproach, kReach, 0, 1},
      {"hand_predrop_pos_distance", kReach, kPlace, 1, 1},
      {"penalty_hand_predrop", kReach, kPlace, 0, 0},
      {"release_bottle", kPlace, kPlace, 0, 0},
      {"holding_object", kApproach, kReach, 0, 1},
      {"hand_object_distance", kGrasp, kTurn, 0, 0},
      {"grasp_based_on_obj_finger_dir", kGrasp, kTurn, 0, 0},
      {"grasp_force", kGrasp, kTurn, 0, 0},
      {"lift_goal_distance", kGrasp, kTurn, 0, 0},
      {"lift_z", kGrasp, kTurn, 0, 0},
      {"task_turn_around", kTurn, kTurn, 0, 0},
      {"track_xy_after_turning", kGrasp, kTurn, 0, 0},
      {"qpos_tracking_hold", kApproach, kPlace, 0, 1},
      {"qpos_tracking_front", kGrasp, kTurn, 0, 0},
      {"finger_qvel_during_arm_qvel", kReach, kTurn, 0, 0},
      {"finger_qvel_single_foot", kReach, kGrasp, 0, 0},
      {"arm_qvel_single_foot", kReach, kGrasp, 0, 0},
      {"bottle_move_table_contact", kReach, kTurn, 0, 0},
      {"bottle_relative_move", kReach, kGrasp, 0, 0},
      {"bottle_lean_during_pick", kApproach, kGrasp, 0, 0},
      {"bottle_non_z_up_velocity", kApproach, kGrasp, 0, 0},
  };
  View busy = PlacedView();  // nothing is as it should be
  MoveArm(busy);
  Turn(busy, 2.9);
  busy.loaded = {true, false};
  busy.command[0] = busy.command[2] = 0.7F;
  busy.palm.y() = 0.5;
  busy.left_palm.y() = 0.1;
  busy.front_table = 3;
  busy.front.velocity = {0.2, 0.1, -0.1};
  busy.front.X_YO = {Eigen::AngleAxisd(0.3, Eigen::Vector3d::UnitX()).toRotationMatrix(), {2.4, 0.1, 0.804}};
  busy.q[kRightArm] = -0.4;
  for (CarriedView* object : {&busy.hold, &busy.front}) object->force[1] = {1, 2, 0};
  for (const Mask& mask : masks) {
    for (size_t s = 0; s < kNumStages; ++s) {
      busy.stage.stage = static_cast<Stage>(s);
      const double value = ValueOf(mask.term, busy);
      if (busy.stage.stage < mask.first) {
        EXPECT_EQ(value, mask.before) << mask.term << " in stage " << s;
      } else if (busy.stage.stage > mask.last) {
        EXPECT_EQ(value, mask.after) << mask.term << " in stage " << s;
      } else {
        EXPECT_NE(value, 0) << mask.term << " in stage " << s;
        EXPECT_NE(value, 1) << mask.term << " in stage " << s;
      }
    }
  }
}

TEST(PlacePickRewards, TheShippedRowsNameEveryTermOnce) {
  PlacePickConfig config;
  config::Load(config, "porter/tasks/place_pick/place_pick.toml");
  const env::WeightedTerms<View> rows(PlacePickTerms(), config.rewards);
  EXPECT_EQ(rows.size(), PlacePickTerms().size());
  const core::AllocationGuard guard;
  std::array<env::Tally, 64> tallies{};
  EXPECT_TRUE(std::isfinite(rows.Evaluate(PlacedView(kGrasp), tallies)));
  EXPECT_EQ(guard.Count(), 0);
}

}  // namespace
}  // namespace porter::tasks
