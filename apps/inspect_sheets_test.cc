#include "apps/inspect_sheets.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/robot/g1/g1.h"

namespace porter::apps {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

std::string InspectText(const std::string& what) {
  std::ostringstream out;
  PrintText(Inspect(what), out);
  return out.str();
}

std::string InspectMessage(const std::string& what) {
  try {
    Inspect(what);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Inspect, ShowsTheRobot) {
  const std::string text = InspectText("g1");
  EXPECT_THAT(text, HasSubstr("\n 3  left_knee_joint "));
  EXPECT_THAT(text, HasSubstr("student: 113 numbers\nfrom"));
  EXPECT_THAT(text, HasSubstr("tracker: 160 numbers\n"));
  EXPECT_THAT(text, HasSubstr("  31   37  b_homie_commands "));

  std::ostringstream out;
  PrintJson(Inspect("G1"), out);
  const auto json = nlohmann::json::parse(out.str());
  EXPECT_EQ(json["joints"].size(), 43u);
  EXPECT_EQ(json["joints"][42]["joint"], "right_hand_thumb_2_joint");
  EXPECT_EQ(json["joints"][3]["mirror"], "+9");
  EXPECT_EQ(json["joints"][12]["mirror"], "-12");
  EXPECT_EQ(json["joints"][4]["effort Nm"], 50);
  EXPECT_EQ(json["student"][3]["from"], 41);
  EXPECT_EQ(json["student"][3]["to"], 51);
  EXPECT_TRUE(json["wbc"][0]["min"].is_null());
  double total = 0;
  for (const auto& link : json["links"]) total += link["mass kg"].get<double>();
  EXPECT_NEAR(total, 34.3942352, 1e-9);
  EXPECT_THAT(text, HasSubstr("links: 34.394235 kg in all\n"));
}

TEST(Inspect, ShowsOneLayout) {
  const std::vector<Sheet> sheets = Inspect("command");
  ASSERT_EQ(sheets.size(), 1u);
  EXPECT_THAT(InspectText("command"),
              AllOf(HasSubstr("command: 23 numbers\n"), HasSubstr("right_arm, +--+-+-"), HasSubstr("   0.3  0.75 ")));
  EXPECT_THAT(InspectText("tracker"), HasSubstr(" swaps sides, +-++-++-+ "));
  EXPECT_THAT(InspectText("delta_action"), HasSubstr("none: drives the right arm only"));
}

TEST(Inspect, ShowsAModelFileThatFitsTheRobot) {
  const std::vector<Sheet> sheets = Inspect("models/g1/g1.xml");
  ASSERT_EQ(sheets.size(), 2u);
  EXPECT_EQ(sheets[0].rows.size(), 43u);
  EXPECT_EQ(std::get<std::string>(sheets[0].rows[22][1]), "left_hand_index_0_joint") << "the order of the file";
  EXPECT_EQ(std::get<int>(sheets[0].rows[22][2]), 29) << "the robot's order";
}

TEST(Inspect, RefusesWhatIsNotTheRobot) {
  EXPECT_THAT(InspectMessage("studnet"),
              AllOf(HasSubstr("neither a robot, a layout nor a file: studnet"), HasSubstr("did you mean student?")));
  const std::string path = testing::TempDir() + "porter_inspect_test.xml";
  core::WriteTextFileAtomic(path, "<mujoco><worldbody><body name='base'><freejoint/></body></worldbody></mujoco>");
  EXPECT_THAT(InspectMessage(path), AllOf(HasSubstr("the joints are not those of the G1"), HasSubstr("0 joints"),
                                          HasSubstr("missing: left_hip_pitch_joint")));
}

}  // namespace
}  // namespace porter::apps
