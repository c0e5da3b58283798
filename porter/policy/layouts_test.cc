#include "porter/policy/layouts.h"

#include <gmock/gmock.h>

#include "porter/core/error.h"

namespace porter::policy {
namespace {

using testing::ElementsAreArray;
using testing::HasSubstr;

// first and last column of a term, as the tables print them
struct Column {
  std::string name;
  int first, last;
  bool operator==(const Column&) const = default;
};
void PrintTo(const Column& c, std::ostream* out) {
  *out << c.name << ' ' << c.first << ".." << c.last;
}

std::vector<Column> ColumnsOf(const Layout& layout) {
  std::vector<Column> columns;
  for (const Term& term : layout.terms()) {
    const int offset = layout.Slice(term.name).offset;
    columns.push_back({term.name, offset, offset + term.width - 1});
  }
  return columns;
}

TEST(Layouts, StudentAsPublished) {  // facts/viral.md 18
  EXPECT_EQ(StudentLayout().width(), 113);
  EXPECT_THAT(ColumnsOf(StudentLayout()), ElementsAreArray<Column>({{"actions", 0, 30},
                                                                    {"b_homie_commands", 31, 37},
                                                                    {"base_ang_vel", 38, 40},
                                                                    {"delta_actions", 41, 51},
                                                                    {"dof_pos_wo_finger", 52, 80},
                                                                    {"dof_vel_wo_finger", 81, 109},
                                                                    {"projected_gravity", 110, 112}}));
  EXPECT_EQ(StudentLayout().Find("dof_vel_wo_finger")->scale, 0.05);
  EXPECT_EQ(StudentLayout().Find("base_ang_vel")->scale, 1);
}

TEST(Layouts, WbcFrameAsPublished) {  // facts/viral.md 11.2, 18
  EXPECT_EQ(WbcFrameLayout().width(), 86);
  EXPECT_THAT(ColumnsOf(WbcFrameLayout()), ElementsAreArray<Column>({{"command", 0, 6},
                                                                     {"base_ang_vel", 7, 9},
                                                                     {"projected_gravity", 10, 12},
                                                                     {"dof_pos", 13, 41},
                                                                     {"dof_vel", 42, 70},
                                                                     {"last_action", 71, 85}}));
  EXPECT_EQ(WbcFrameLayout().Find("base_ang_vel")->scale, 0.5);
  EXPECT_EQ(WbcFrameLayout().Find("dof_vel")->scale, 0.05);
}

TEST(Layouts, KinematicFrameAsPublished) {  // facts/vlk.md 4
  EXPECT_EQ(KinematicFrameLayout().width(), 70);
  EXPECT_THAT(ColumnsOf(KinematicFrameLayout()), ElementsAreArray<Column>({{"root_displacement", 0, 1},
                                                                           {"heading_change", 2, 2},
                                                                           {"root_height", 3, 3},
                                                                           {"root_rotation", 4, 9},
                                                                           {"sin_q", 10, 38},
                                                                           {"cos_q", 39, 67},
                                                                           {"wrist_contact", 68, 69}}));
}

TEST(Layouts, TrackerAsPublished) {  // facts/formats.md 7
  EXPECT_EQ(TrackerLayout().width(), 160);
  EXPECT_THAT(ColumnsOf(TrackerLayout()), ElementsAreArray<Column>({{"lower_command", 0, 23},
                                                                    {"vr_3point_pos", 24, 32},
                                                                    {"vr_3point_ori", 33, 44},
                                                                    {"motion_anchor_pos_b", 45, 47},
                                                                    {"motion_anchor_ori_b", 48, 53},
                                                                    {"root_vel", 54, 56},
                                                                    {"projected_gravity", 57, 59},
                                                                    {"omega", 60, 62},
                                                                    {"q", 63, 91},
                                                                    {"dq", 92, 120},
                                                                    {"last_action", 121, 149},
                                                                    {"contact_mask", 150, 159}}));
}

TEST(Layouts, ActionsAsPublished) {  // facts/viral.md 3
  const ActionLayout delta = DeltaActionLayout();
  EXPECT_EQ(delta.width(), 11);
  EXPECT_THAT(ColumnsOf(delta),
              ElementsAreArray<Column>(
                  {{"linear_velocity", 0, 1}, {"yaw_rate", 2, 2}, {"right_arm", 3, 9}, {"right_hand", 10, 10}}));
  EXPECT_DOUBLE_EQ(delta.Find("right_arm")->scale, 0.025);
  EXPECT_EQ(delta.Find("linear_velocity")->upper, 100);
  EXPECT_EQ(delta.Find("yaw_rate")->lower, -100);
  const ActionLayout command = CommandLayout();
  EXPECT_EQ(command.width(), 23);
  EXPECT_EQ(command.Slice("right_arm").offset, 14);
  EXPECT_EQ(command.Slice("right_hand").offset, 22);
  EXPECT_EQ(command.Find("height")->lower, 0.3);
  EXPECT_EQ(WbcActionLayout().width(), 15);
  EXPECT_EQ(WbcActionLayout().terms()[0].scale, 0.25);
}

TEST(Layouts, MirroringTwiceChangesNothing) {
  for (const Layout& layout : {Layout(WbcFrameLayout()), Layout(KinematicFrameLayout()), Layout(TrackerLayout()),
                               Layout(CommandLayout()), Layout(WbcActionLayout())}) {
    const math::SignedPermutation mirror = layout.MirrorPermutation();
    std::vector<float> row(static_cast<size_t>(layout.width())), image(row), back(row);
    for (size_t i = 0; i < row.size(); ++i) row[i] = static_cast<float>(i + 1);
    mirror.Apply<float>(row, image);
    mirror.Apply<float>(image, back);
    EXPECT_NE(image, row) << layout.name();
    EXPECT_EQ(back, row) << layout.name();
  }
}

TEST(Layouts, OneArmedLayoutsSayWhyTheyHaveNoMirrorImage) {
  const auto message = [](const Layout& layout) {
    try {
      layout.MirrorPermutation();
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(message(StudentLayout()), HasSubstr("'delta_actions' drives the right arm and hand only"));
  EXPECT_THAT(message(DeltaActionLayout()), HasSubstr("'right_arm' drives the right arm only"));
}

// arms, legs and hands of both actions land on the other side
TEST(Layouts, CommandsAndActionsChangeSides) {
  const ActionLayout command = CommandLayout();
  std::vector<float> row(23), image(23);
  command.Slice("left_arm").Of(std::span(row))[1] = 0.5f;  // left arm raised sideways
  command.Slice("left_hand").Of(std::span(row))[0] = 1;
  command.Slice("linear_velocity").Of(std::span(row))[1] = 0.2f;
  command.MirrorPermutation().Apply<float>(row, image);
  EXPECT_EQ(command.Slice("right_arm").Of(std::span(image))[1], -0.5f) << "a right arm is raised by a negative roll";
  EXPECT_EQ(command.Slice("right_hand").Of(std::span(image))[0], 1);
  EXPECT_EQ(image[1], -0.2f);
  EXPECT_EQ(std::ranges::count(image, 0.f), 20);

  std::vector<float> legs(15), other(15);
  legs[3] = 1;   // left knee
  legs[12] = 1;  // waist yaw
  WbcActionLayout().MirrorPermutation().Apply<float>(legs, other);
  EXPECT_EQ(other[9], 1) << "right knee";
  EXPECT_EQ(other[12], -1);
  EXPECT_EQ(other[3], 0);
}

}  // namespace
}  // namespace porter::policy
