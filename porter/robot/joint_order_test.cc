#include "porter/robot/joint_order.h"

#include <gmock/gmock.h>

#include "porter/core/error.h"
#include "porter/robot/g1/g1.h"

namespace porter::robot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const JointOrder kAbc{.name = "abc", .joints = {"a", "b", "c"}};
const JointOrder kCab{.name = "cab", .joints = {"c", "a", "b"}};

std::string MessageOf(const auto& action) {
  try {
    action();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(JointOrder, CarriesValuesByNameAndBack) {
  const std::vector<double> abc{1, 2, 3};
  std::vector<double> cab(3), back(3);
  FromTo(kAbc, kCab).Apply<double>(abc, cab);
  EXPECT_THAT(cab, ElementsAre(3, 1, 2));
  FromTo(kCab, kAbc).Apply<double>(cab, back);
  EXPECT_EQ(back, abc);
}

TEST(JointOrder, DifferentJointsAreListedOnBothSides) {
  const JointOrder other{.name = "other", .joints = {"a", "x", "y"}};
  const std::string message = MessageOf([&] { FromTo(kAbc, other); });
  EXPECT_THAT(message, HasSubstr("'abc' (3 joints) and 'other' (3)"));
  EXPECT_THAT(message, HasSubstr("only in 'abc': b, c"));
  EXPECT_THAT(message, HasSubstr("only in 'other': x, y"));
  const JointOrder shorter{.name = "shorter", .joints = {"a", "b"}};
  EXPECT_THAT(MessageOf([&] { FromTo(kAbc, shorter); }),
              HasSubstr("only in 'abc': c; expected the same joints; only in 'shorter': none"));
}

TEST(MirrorOf, NeedsBothSidesAndKnownNames) {
  const std::vector<std::string> pair{"waist_yaw_joint", "right_knee_joint", "left_knee_joint"};
  const math::SignedPermutation mirror = MirrorOf(G1(), pair);
  EXPECT_THAT(mirror.source, ElementsAre(0, 2, 1));
  EXPECT_THAT(mirror.sign, ElementsAre(-1, 1, 1));
  const std::vector<std::string> half{"left_knee_joint"};
  EXPECT_THAT(MessageOf([&] { MirrorOf(G1(), half); }), HasSubstr("'left_knee_joint' without 'right_knee_joint'"));
  const std::vector<std::string> slip{"waist_jaw_joint"};
  EXPECT_THAT(MessageOf([&] { MirrorOf(G1(), slip); }), HasSubstr("did you mean 'waist_yaw_joint'"));
}

}  // namespace
}  // namespace porter::robot
