#include "porter/robot/g1/orders.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "porter/robot/g1/g1.h"
#include "porter/robot/mjcf.h"

namespace porter::robot {
namespace {

using testing::ElementsAreArray;

// published index lists of SceneBot (facts/formats.md 7)
constexpr int kIsaacToMujoco[] = {0,  3,  6,  9,  13, 17, 1,  4,  7,  10, 14, 18, 2,  5, 8,
                                  11, 15, 19, 21, 23, 25, 27, 12, 16, 20, 22, 24, 26, 28};
constexpr int kMujocoToIsaac[] = {0,  6,  12, 1,  7,  13, 2,  8,  14, 3,  9,  15, 22, 4, 10,
                                  16, 23, 5,  11, 17, 24, 18, 25, 19, 26, 20, 27, 21, 28};

TEST(Orders, PermutationsEqualThePublishedLists) {
  EXPECT_THAT(FromTo(G1IsaacBodyOrder(), G1MotorOrder()).source, ElementsAreArray(kIsaacToMujoco));
  EXPECT_THAT(FromTo(G1MotorOrder(), G1IsaacBodyOrder()).source, ElementsAreArray(kMujocoToIsaac));
  EXPECT_EQ(G1SceneBotOrder().joints, G1IsaacBodyOrder().joints);
}

// Unitree's Isaac tasks publish where the seven joints of each Dex3 stand among Isaac's 43: thumb, middle, index
TEST(Orders, HandsStandWhereIsaacHasThem) {
  constexpr int kLeft[] = {31, 37, 41, 30, 36, 29, 35};
  constexpr int kRight[] = {34, 40, 42, 33, 39, 32, 38};
  const JointOrder isaac = G1IsaacOrder();
  const auto index_of = [&](const std::string& name) {
    return std::ranges::find(isaac.joints, name) - isaac.joints.begin();
  };
  const char* fingers[] = {"thumb_0", "thumb_1", "thumb_2", "middle_0", "middle_1", "index_0", "index_1"};
  for (int i = 0; i < 7; ++i) {
    EXPECT_EQ(index_of(std::string("left_hand_") + fingers[i] + "_joint"), kLeft[i]);
    EXPECT_EQ(index_of(std::string("right_hand_") + fingers[i] + "_joint"), kRight[i]);
  }
}

TEST(Orders, IsaacWalksTheModelBreadthFirst) {
  const MjcfModel model = LoadMjcf("models/g1/g1.xml");
  std::vector<std::string> breadth_first;
  std::vector<int> level{0};
  while (!level.empty()) {
    std::vector<int> next;
    for (const int parent : level) {
      for (size_t b = 1; b < model.bodies.size(); ++b) {
        if (model.bodies[b].parent != parent) continue;
        next.push_back(static_cast<int>(b));
        breadth_first.push_back(model.bodies[b].joint->name);
      }
    }
    level = next;
  }
  EXPECT_EQ(breadth_first, G1IsaacOrder().joints);
}

TEST(Orders, MessagesOfAHandHoldItsSevenJoints) {
  const Limb left = Limb::kLeftHand, right = Limb::kRightHand;
  FromTo(OwnOrder(G1(), std::span(&left, 1)), Dex3LeftMessageOrder());  // throws when a name is missing
  const math::Permutation p = FromTo(OwnOrder(G1(), std::span(&right, 1)), Dex3RightMessageOrder());
  EXPECT_THAT(p.source, ElementsAreArray({2, 5, 6, 0, 3, 1, 4}));
}

}  // namespace
}  // namespace porter::robot
