#include "porter/robot/mjcf.h"

#include <gmock/gmock.h>

#include <numbers>

#include "porter/core/error.h"

namespace porter::robot {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double kPi = std::numbers::pi;

// degrees (MJCF's default), three levels of classes, both ways to write a free joint's siblings
constexpr const char* kSmall = R"(<mujoco>
  <default>
    <joint armature="0.5"/>
    <default class="arm"><joint axis="0 2 0" range="-90 45"/>
      <default class="weak"><joint actuatorfrcrange="-7 7"/></default>
    </default>
  </default>
  <worldbody>
    <light pos="0 0 3"/>
    <body name="base" childclass="arm" pos="0 0 1">
      <joint name="root" type="free" limited="false"/>
      <inertial pos="0 0 0.1" mass="2" diaginertia="1 2 3" quat="2 0 0 0"/>
      <camera name="eye" pos="1 0 0"/>
      <body name="upper"><joint name="a"/>
        <body name="lower" pos="0 0 -1"><joint name="b" class="weak" axis="1 0 0" limited="false"/></body>
        <body name="plate"><site name="mark" pos="0 1 0"/></body>
      </body>
    </body>
  </worldbody>
  <worldbody><geom type="plane" size="1 1 1"/></worldbody>
</mujoco>)";

std::string ParseMessage(const std::string& inside) {
  try {
    ParseMjcf("<mujoco>\n<worldbody>\n<body name='base'><freejoint/>\n" + inside + "\n</body></worldbody></mujoco>",
              "m.xml");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Mjcf, ReadsTheTreeWithItsClasses) {
  const MjcfModel model = ParseMjcf(kSmall, "small.xml");
  EXPECT_THAT(model.JointNames(), ElementsAre("a", "b"));
  ASSERT_EQ(model.bodies.size(), 4u);
  EXPECT_FALSE(model.bodies[0].joint);
  ASSERT_TRUE(model.bodies[0].inertial);
  EXPECT_EQ(model.bodies[0].inertial->mass, 2);
  EXPECT_EQ(model.bodies[0].inertial->R_LM.w(), 1) << "quaternions are normalised";
  EXPECT_FALSE(model.bodies[1].inertial);
  const MjcfJoint& a = *model.bodies[1].joint;
  EXPECT_EQ(a.axis, Eigen::Vector3d::UnitY());
  EXPECT_DOUBLE_EQ(a.lower, -kPi / 2);
  EXPECT_DOUBLE_EQ(a.upper, kPi / 4);
  EXPECT_EQ(a.armature, 0.5);
  EXPECT_EQ(a.effort, 0);
  const MjcfJoint& b = *model.bodies[2].joint;
  EXPECT_EQ(b.axis, Eigen::Vector3d::UnitX());
  EXPECT_EQ(b.effort, 7);
  EXPECT_EQ(b.upper, 0) << "not limited";
  EXPECT_EQ(model.bodies[3].parent, 1);
  EXPECT_EQ(model.bodies[2].X_PL.translation(), Eigen::Vector3d(0, 0, -1));
}

TEST(Mjcf, CamerasLookAlongZWithYDown) {
  const MjcfModel model = ParseMjcf(kSmall, "small.xml");
  ASSERT_EQ(model.frames.size(), 2u);
  EXPECT_EQ(model.frames[0].name, "eye");  // as written it looks down
  EXPECT_EQ(model.frames[0].X_LF.rotation() * Eigen::Vector3d::UnitZ(), Eigen::Vector3d(0, 0, -1));
  EXPECT_EQ(model.frames[0].X_LF.rotation() * Eigen::Vector3d::UnitY(), Eigen::Vector3d(0, -1, 0));
  EXPECT_EQ(model.frames[1].body, 3);
}

TEST(Mjcf, WhatItDoesNotUnderstandIsAnErrorWithItsPlace) {
  EXPECT_THAT(ParseMessage("<body name='x' euler='0 0 1'/>"),
              HasSubstr("m.xml:4: <body>: this way to write a pose is not read; found 'euler'; expected pos and quat"));
  EXPECT_THAT(ParseMessage("\n<site name='x' axisangle='0 0 1 1'/>"), HasSubstr("m.xml:5: <site>"));
  EXPECT_THAT(ParseMessage("<body name='x'><joint name='j' type='slide'/></body>"), HasSubstr("joint type 'slide'"));
  EXPECT_THAT(ParseMessage("<body name='x'><joint name='j'/><joint name='k'/></body>"), HasSubstr("a second joint"));
  EXPECT_THAT(ParseMessage("<body name='x'><freejoint/></body>"), HasSubstr("a free joint below the root"));
  EXPECT_THAT(ParseMessage("<body name='x'><joint name='j' ref='1'/></body>"), HasSubstr("reference angle"));
  EXPECT_THAT(ParseMessage("<body name='x'><joint/></body>"), HasSubstr("has no name"));
  EXPECT_THAT(ParseMessage("<joint name='j' axis='1 0 0'/>"), HasSubstr("the root of the tree is moved by a hinge"));
  EXPECT_THAT(ParseMessage("<body name='x'><joint name='j' axis='0 0 0'/></body>"), HasSubstr("no length"));
  EXPECT_THAT(ParseMessage("<body name='x' pos='1 2'/>"),
              HasSubstr("attribute 'pos'; found '1 2'; expected 3 numbers"));
  EXPECT_THAT(ParseMessage("<body name='x' pos='1 2 q'/>"), HasSubstr("found '1 2 q'"));
  EXPECT_THAT(ParseMessage("<body name='x' quat='0 0 0 0'/>"), HasSubstr("a quaternion without length"));
  EXPECT_THAT(ParseMessage("<site name='s' class='nix'/>"), HasSubstr("no such default class; found 'nix'"));
  EXPECT_THAT(ParseMessage("<inertial mass='1' pos='0 0 0' fullinertia='1 1 1 0 0 0'/>"), HasSubstr("full inertia"));
  EXPECT_THAT(ParseMessage("<inertial mass='-1' diaginertia='1 1 1'/>"), HasSubstr("a negative mass"));
  EXPECT_THAT(ParseMessage("<inertial mass='1' pos='0 0 0'/>"), HasSubstr("no 'diaginertia'"));
  EXPECT_THAT(ParseMessage("<frame/>"), HasSubstr("this element is not read; found <frame>"));
  EXPECT_THAT(ParseMessage("</body><body name='y'>"), HasSubstr("more than one tree"));
}

TEST(Mjcf, WholeFilesThatAreNoRobot) {
  const auto message = [](const char* text) {
    try {
      ParseMjcf(text, "m.xml");
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_THAT(message("<mujoco><worldbody>"), HasSubstr("m.xml:1: not well-formed XML"));
  EXPECT_THAT(message(""), HasSubstr("not well-formed XML"));
  EXPECT_THAT(message("<robot/>"), HasSubstr("not an MJCF file; found <robot>; expected <mujoco>"));
  EXPECT_THAT(message("<mujoco>\n<include file='x.xml'/></mujoco>"), HasSubstr("m.xml:2: files in several parts"));
  EXPECT_THAT(message("<mujoco><compiler settotalmass='1'/></mujoco>"), HasSubstr("'settotalmass' changes masses"));
  EXPECT_THAT(message("<mujoco><compiler inertiafromgeom='true'/></mujoco>"), HasSubstr("overrides the stated"));
  EXPECT_THAT(message("<mujoco><worldbody/></mujoco>"), HasSubstr("no floating base"));
}

}  // namespace
}  // namespace porter::robot
