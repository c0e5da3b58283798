#include "porter/robot/g1/g1.h"

#include <gmock/gmock.h>

#include "porter/robot/mjcf.h"

namespace porter::robot {
namespace {

using testing::ElementsAre;

const MjcfJoint& JointOf(const MjcfModel& model, std::string_view name) {
  for (const MjcfBody& body : model.bodies) {
    if (body.joint && body.joint->name == name) return *body.joint;
  }
  throw std::runtime_error("no joint " + std::string(name));
}

TEST(G1, TableAndModelStateTheSameLimits) {
  const MjcfModel model = LoadMjcf("models/g1/g1.xml");
  ASSERT_EQ(G1().joints.size(), 43u);
  for (const JointSpec& joint : G1().joints) {
    const MjcfJoint& found = JointOf(model, joint.name);
    EXPECT_EQ(found.lower, joint.lower) << joint.name;
    EXPECT_EQ(found.upper, joint.upper) << joint.name;
    EXPECT_EQ(found.effort, joint.motor.effort) << joint.name;
    EXPECT_EQ(found.armature, joint.motor.armature) << joint.name;
    const int axis = joint.turn == Turn::kRoll ? 0 : joint.turn == Turn::kPitch ? 1 : 2;
    EXPECT_EQ(found.axis, Eigen::Vector3d::Unit(axis)) << joint.name;
  }
}

TEST(G1, LimbsHaveTheirJointsInOrder) {
  EXPECT_THAT(JointsOf(G1(), Limb::kWaist), ElementsAre(12, 13, 14));
  EXPECT_THAT(JointsOf(G1(), Limb::kRightArm), ElementsAre(22, 23, 24, 25, 26, 27, 28));
  EXPECT_THAT(JointsOf(G1(), Limb::kRightHand), ElementsAre(32, 33, 34, 38, 39, 40, 42));
  EXPECT_EQ(JointsOf(G1(), kLegs).size(), 12u);
  EXPECT_EQ(JointsOf(G1(), kLegsAndWaist).back(), 14);
  EXPECT_EQ(JointsOf(G1(), kArms).size(), 14u);
  EXPECT_EQ(JointsOf(G1(), kBody).back(), 28);
  EXPECT_EQ(JointsOf(G1(), kHands).front(), 29);
}

// what only the table says; rows of facts/viral.md 3 and 17
TEST(G1, PublishedGainsAndPoses) {
  const JointSpec& knee = G1().joints[3];
  EXPECT_EQ(knee.gains.kp, 200);
  EXPECT_EQ(knee.gains.kd, 4);
  EXPECT_EQ(knee.motor.velocity, 20);
  EXPECT_EQ(knee.default_position, 0.3);
  const JointSpec& thumb = G1().joints[42];
  EXPECT_EQ(thumb.name, "right_hand_thumb_2_joint");
  EXPECT_EQ(thumb.closed_position, -0.99731);
  double sum_kp = 0, sum_kd = 0;
  for (const JointSpec& joint : G1().joints) {
    sum_kp += joint.gains.kp;
    sum_kd += joint.gains.kd;
    EXPECT_GE(joint.closed_position, joint.lower);
    EXPECT_LE(joint.closed_position, joint.upper);
  }
  EXPECT_EQ(sum_kp, 2 * (3 * 150 + 200 + 2 * 40) + 3 * 250 + 2 * (2 * 100 + 2 * 40 + 3 * 20) + 2 * (2 + 6 * 0.5));
  EXPECT_NEAR(sum_kd, 2 * (3 * 2 + 4 + 2 * 2) + 3 * 5 + 2 * (2 * 5 + 2 * 2 + 3 * 2) + 14 * 0.1, 1e-12);
}

TEST(G1, BothSidesAreMirrorImages) {
  const math::SignedPermutation mirror = MirrorOf(G1(), JointNames(G1()));
  for (size_t j = 0; j < G1().joints.size(); ++j) {
    const JointSpec& joint = G1().joints[j];
    const size_t p = static_cast<size_t>(mirror.source[j]);
    const JointSpec& partner = G1().joints[p];
    EXPECT_EQ(mirror.source[p], static_cast<int>(j));
    EXPECT_EQ(mirror.sign[p], mirror.sign[j]);
    const bool flips = mirror.sign[j] < 0;
    EXPECT_EQ(joint.lower, flips ? -partner.upper : partner.lower) << joint.name;
    EXPECT_EQ(joint.upper, flips ? -partner.lower : partner.upper) << joint.name;
    EXPECT_EQ(joint.closed_position, mirror.sign[j] * partner.closed_position) << joint.name;
    EXPECT_EQ(joint.default_position, mirror.sign[j] * partner.default_position) << joint.name;
    EXPECT_EQ(joint.gains.kp, partner.gains.kp) << joint.name;
    EXPECT_EQ(joint.motor.effort, partner.motor.effort) << joint.name;
  }
}

}  // namespace
}  // namespace porter::robot
