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

}  // namespace
}  // namespace porter::robot
