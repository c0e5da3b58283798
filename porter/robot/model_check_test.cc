#include "porter/robot/model_check.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "porter/core/error.h"
#include "porter/robot/g1/g1.h"

namespace porter::robot {
namespace {

using testing::AllOf;
using testing::HasSubstr;

std::string CheckMessage(const std::vector<std::string>& found, OrderRule rule) {
  try {
    CheckJoints(G1(), found, "mine.xml", rule);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(CheckJoints, AcceptsTheRobotsJoints) {
  std::vector<std::string> names = JointNames(G1());
  EXPECT_EQ(CheckMessage(names, OrderRule::kSameOrder), "");
  std::reverse(names.begin(), names.end());
  EXPECT_EQ(CheckMessage(names, OrderRule::kAnyOrder), "");
}

TEST(CheckJoints, ListsBothSides) {
  std::vector<std::string> names = JointNames(G1());
  names.erase(names.begin() + 3);
  names.back() = "sixth_finger_joint";
  EXPECT_THAT(CheckMessage(names, OrderRule::kAnyOrder),
              AllOf(HasSubstr("mine.xml: the joints are not those of the G1"),
                    HasSubstr("found 42 joints; unknown: sixth_finger_joint"),
                    HasSubstr("expected 43 joints; missing: left_knee_joint, right_hand_thumb_2_joint")));
}

TEST(CheckJoints, SeesARepeatedName) {
  std::vector<std::string> names = JointNames(G1());
  names.push_back("waist_yaw_joint");
  EXPECT_THAT(CheckMessage(names, OrderRule::kAnyOrder), HasSubstr("repeated: waist_yaw_joint"));
}

TEST(CheckJoints, SeesAnotherOrderWhereOrderMatters) {
  std::vector<std::string> names = JointNames(G1());
  std::swap(names[13], names[14]);
  EXPECT_THAT(CheckMessage(names, OrderRule::kSameOrder), HasSubstr("in another order, first at joint 13"));
}

TEST(CheckCarriers, RefusesJointsThatFollowEachOtherOtherwise) {
  const std::vector<JointCarrier> ours{{"hip", ""}, {"knee", "hip"}, {"ankle", "knee"}, {"thumb", ""}};
  EXPECT_NO_THROW(CheckCarriers(ours, std::vector<JointCarrier>{{"thumb", ""}, ours[0], ours[1], ours[2]}, "a.xml"));
  const std::vector<JointCarrier> theirs{{"knee", ""}, {"hip", "knee"}, {"ankle", "hip"}, {"thumb", ""}};
  try {
    CheckCarriers(ours, theirs, "a.xml");
    FAIL() << "no error";
  } catch (const core::Error& error) {
    EXPECT_STREQ(
        error.what(),
        "a.xml: the joints follow each other in another order; found hip on knee, knee on the pelvis, ankle on "
        "hip; expected hip on the pelvis, knee on hip, ankle on knee");
  }
}

TEST(JointCarriers, PassOverWeldedLinks) {
  const MjcfModel model = ParseMjcf(R"(<mujoco><worldbody><body name="root"><freejoint/>
      <body name="a"><joint name="first"/><body name="plate"><body name="b"><joint name="second"/></body></body></body>
    </body></worldbody></mujoco>)",
                                    "text");
  const std::vector<JointCarrier> carriers = JointCarriers(model);
  ASSERT_EQ(carriers.size(), 2u);
  EXPECT_EQ(carriers[0].carrier, "");
  EXPECT_EQ(carriers[1].joint, "second");
  EXPECT_EQ(carriers[1].carrier, "first");
}

}  // namespace
}  // namespace porter::robot
