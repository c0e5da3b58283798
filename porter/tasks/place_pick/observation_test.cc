#include "porter/tasks/place_pick/observation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <Eigen/Geometry>
#include <numbers>
#include <numeric>
#include <string>
#include <vector>

#include "porter/core/allocation_guard.h"
#include "porter/policy/layouts.h"
#include "porter/tasks/place_pick/test_views.h"

namespace porter::tasks {
namespace {

using Eigen::Vector3d;
using ::testing::ElementsAreArray;
using ::testing::FloatNear;
using ::testing::Pointwise;

// the numbers of one term
std::vector<float> TermOf(const policy::ObsLayout& layout, std::span<const float> all, const std::string& name) {
  size_t at = 0;
  for (const policy::Term& term : layout.terms()) {
    const auto width = static_cast<size_t>(term.width);
    if (term.name == name)
      return {all.begin() + static_cast<ptrdiff_t>(at), all.begin() + static_cast<ptrdiff_t>(at + width)};
    at += width;
  }
  ADD_FAILURE() << "no term " << name;
  return {};
}

// a view in which every number differs from its neighbours
PlacePickView Lively() {
  PlacePickView v = PlacedView(Stage::kPlace);
  const Eigen::Matrix3d quarter = math::FromYaw(std::numbers::pi / 2);
  v.X_YB = {quarter, {1, 2, 0.75}};
  v.v = {0.5, -0.25, 0.125};
  v.w_B = {0.1, 0.2, 0.3};
  v.gravity_B = {0.6, 0, -0.8};
  v.X_YWrist = {quarter, {1.5, 2.5, 0.9}};
  v.palm = {1.5, 2.5, 1};
  v.hold.X_YO = {math::FromYaw(std::numbers::pi), {1, 3, 0.7}};
  v.hold.middle = {1, 3, 0.8};
  v.front.X_YO = {Eigen::Matrix3d::Identity(), {2, 2, 0.6}};
  v.front.middle = {2, 2, 0.7};
  v.front.force = {Vector3d(1, 2, 3), Vector3d(-50, 0, 19), Vector3d(0, 21, 0), Vector3d(7, 8, 9)};
  v.hold.force = {Vector3d(-1, -2, -3), Vector3d::Zero(), Vector3d::Zero(), Vector3d(0, 0, -30)};
  v.X_YK = {Eigen::Matrix3d::Identity(), {2.5, 2, 0.65}};
  v.X_YTray = {Eigen::Matrix3d::Identity(), {2, 1.5, 0.65}};
  v.placement = {2.25, -0.5};
  std::iota(v.q.begin(), v.q.end(), 1.0);
  std::iota(v.qd.begin(), v.qd.end(), -20.0);
  std::iota(v.action.begin(), v.action.end(), 0.0F);
  std::iota(v.applied.begin(), v.applied.end(), -5.0F);
  v.command = {0.25F, -0.5F, 0.75F, 0.7F, 0.1F, 0.2F, 0.3F};
  return v;
}

TEST(PlacePickObservation, HasThePublishedWidths) {
  EXPECT_EQ(TeacherLayout().width(), 226);
  EXPECT_EQ(policy::StudentLayout().width(), 113);
  std::vector<std::string> names;
  std::vector<int> widths;
  const policy::ObsLayout layout = TeacherLayout();
  for (const policy::Term& term : layout.terms()) {
    names.push_back(term.name);
    widths.push_back(term.width);
  }
  EXPECT_TRUE(std::ranges::is_sorted(names)) << "alphabetical, as published";
  EXPECT_THAT(widths, ElementsAreArray({31, 7, 3, 3, 11, 43, 43, 12, 9, 9, 12, 9, 9, 2, 3, 5, 9, 3, 3}));
}

TEST(PlacePickObservation, SaysWhatTheViewHolds) {
  const PlacePickView v = Lively();
  const policy::ObsLayout layout = TeacherLayout();
  std::vector<float> out(226);
  const PlacePickObserver observer;
  {
    const core::AllocationGuard guard;
    observer.WriteTeacher(v, out);
    EXPECT_EQ(guard.Count(), 0);
  }
  const auto expect = [&](const char* term, std::vector<float> expected) {
    EXPECT_THAT(TermOf(layout, out, term), Pointwise(FloatNear(1e-6F), expected)) << term;
  };
  std::vector<float> applied(31), q(43), qd(43), action(11);
  std::iota(applied.begin(), applied.end(), -5.0F);
  std::iota(action.begin(), action.end(), 0.0F);
  for (size_t j = 0; j < 43; ++j) {
    q[j] = static_cast<float>(1.0 + static_cast<double>(j) - robot::G1().joints[j].default_position);
    qd[j] = 0.05F * (static_cast<float>(j) - 20);
  }
  expect("actions", applied);
  expect("b_homie_commands", {0.5F, -1, 0.375F, 0.7F, 0.1F, 0.2F, 0.3F});
  expect("base_ang_vel", {0.1F, 0.2F, 0.3F});
  expect("base_lin_vel", {-0.25F, -0.5F, 0.125F});
  expect("delta_actions", action);
  expect("dof_pos", q);
  expect("dof_vel", qd);
  expect("grasp_fingers_tips_force", {1, 2, 3, -20, 0, 19, 0, 20, 0, 7, 8, 9});
  expect("grasp_hand_object_transform", {-0.5F, -0.5F, -0.3F, 0, -1, 0, 0, 0, 1});
  expect("grasp_obj_transform", {0, -1, -0.05F, 0, -1, 0, 0, 0, 1});
  expect("hold_fingers_tips_force", {-1, -2, -3, 0, 0, 0, 0, 0, 0, 0, 0, -20});
  expect("hold_hand_object_transform", {0.5F, 0.5F, -0.2F, 0, 1, 0, 0, 0, 1});
  expect("hold_obj_transform", {1, 0, 0.05F, 0, 1, 0, 0, 0, 1});
  expect("placement_pos", {2.25F, -0.5F});
  expect("projected_gravity", {0.6F, 0, -0.8F});
  expect("stage", {0, 0, 1, 0, 0});
  expect("table_pelvis_transform", {1.5F, 0, -0.1F, 0, -1, 0, 0, 0, 1});
  expect("target_lift_pos", {0.3F, -0.1F, 0.3F});
  expect("target_place_pos", {-0.5F, -0.97F, 0.1F});
}

TEST(PlacePickObservation, TheStudentSeesWhatTheRobotItselfMeasures) {
  const PlacePickView v = Lively();
  std::vector<float> teacher(226), student(113);
  const PlacePickObserver observer;
  observer.WriteTeacher(v, teacher);
  observer.WriteStudent(v, student);
  const policy::ObsLayout layout = policy::StudentLayout();
  for (const char* name : {"b_homie_commands", "base_ang_vel", "delta_actions", "projected_gravity"}) {
    EXPECT_EQ(TermOf(layout, student, name), TermOf(TeacherLayout(), teacher, name)) << name;
  }
  EXPECT_EQ(std::vector<float>(student.begin(), student.begin() + 31),
            std::vector<float>(teacher.begin(), teacher.begin() + 31));
  for (const char* name : {"dof_pos", "dof_vel"}) {
    std::vector<float> body = TermOf(TeacherLayout(), teacher, name);
    body.resize(29);
    EXPECT_EQ(TermOf(layout, student, std::string(name) + "_wo_finger"), body) << name;
  }
}

TEST(PlacePickObservation, SmallVelocityCommandsReadAsNoneAndWildNumbersAreClipped) {
  PlacePickView v = Lively();
  v.command[0] = 0.02F, v.command[1] = 0.02F, v.command[2] = 0.1F;
  v.X_YB = {Eigen::Matrix3d::Identity(), {-1e6, 0, 0}};
  std::vector<float> out(226);
  PlacePickObserver().WriteTeacher(v, out);
  EXPECT_THAT(TermOf(TeacherLayout(), out, "b_homie_commands"),
              ElementsAreArray({0.F, 0.F, 0.F, 0.7F, 0.1F, 0.2F, 0.3F}));
  EXPECT_EQ(TermOf(TeacherLayout(), out, "grasp_obj_transform")[0], 100);
}

}  // namespace
}  // namespace porter::tasks
