#include "apps/config_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "porter/config/read.h"
#include "porter/config/write.h"
#include "porter/core/error.h"
#include "porter/core/file.h"

namespace porter::apps {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

struct LampConfig {
  static constexpr std::string_view kConfigName = "lamp";
  double power = 40;
  void Fields(auto&& f) { f(power, {.name = "power", .unit = "W", .doc = "electric power", .min = 0}); }
};
struct DoorConfig {
  static constexpr std::string_view kConfigName = "door";
  bool open = false;
  void Fields(auto&& f) { f(open, {.name = "open", .doc = "whether it stands open"}); }
};

constexpr ConfigType kTestTypes[] = {ConfigTypeOf<LampConfig>(), ConfigTypeOf<DoorConfig>()};

class ConfigCommand : public testing::Test {
 protected:
  ConfigCommand() { core::WriteTextFileAtomic(file_, "config = \"lamp\"\npower = 60\n"); }
  ~ConfigCommand() override { std::filesystem::remove(file_); }

  std::string Output(const ConfigOptions& options) {
    std::ostringstream out;
    EXPECT_EQ(RunConfig(options, kTestTypes, out), 0);
    return out.str();
  }
  std::string ErrorText(const ConfigOptions& options) {
    std::ostringstream out;
    try {
      RunConfig(options, kTestTypes, out);
    } catch (const core::Error& error) {
      EXPECT_EQ(out.str(), "");
      return error.what();
    }
    return "";
  }

  const std::string file_ = testing::TempDir() + "porter_lamp.toml";
};

TEST_F(ConfigCommand, DocsIsATable) {
  EXPECT_EQ(Output({.action = ConfigAction::kDocs, .settings = "lamp"}),
            "| key | type | default | unit | range | doc |\n|---|---|---|---|---|---|\n"
            "| power | number | 40.0 | W | >= 0 | electric power |\n");
  const auto json = nlohmann::json::parse(Output({.action = ConfigAction::kDocs, .settings = "lamp", .json = true}));
  EXPECT_EQ(json["config"], "lamp");
  EXPECT_EQ(json["keys"][0]["unit"], "W");
}

TEST_F(ConfigCommand, ShowResolvesFilesDefaultsAndOverrides) {
  EXPECT_THAT(Output({.action = ConfigAction::kShow, .settings = file_}),
              MatchesRegex("# hash [0-9a-f]+\nconfig = \"lamp\"\n# electric power; W; >= 0\npower = 60.0\n"));
  EXPECT_THAT(Output({.action = ConfigAction::kShow, .settings = "lamp"}), HasSubstr("power = 40.0\n"));
  const auto json = nlohmann::json::parse(
      Output({.action = ConfigAction::kShow, .settings = file_, .set = {"power=7"}, .json = true}));
  EXPECT_EQ(json["toml"], "config = \"lamp\"\npower = 7.0\n");
}

TEST_F(ConfigCommand, CheckNamesTypeAndHash) {
  const auto json = nlohmann::json::parse(Output({.action = ConfigAction::kCheck, .settings = file_, .json = true}));
  EXPECT_EQ(json["hash"].get<std::string>().size(), 32u);
  EXPECT_EQ(Output({.action = ConfigAction::kCheck, .settings = file_}),
            file_ + ": good lamp, hash " + json["hash"].get<std::string>() + "\n");
  EXPECT_THAT(ErrorText({.action = ConfigAction::kCheck, .settings = file_, .set = {"powr=7"}}),
              HasSubstr("did you mean power?"));
}

TEST_F(ConfigCommand, DiffComparesFilesAndDefaults) {
  const std::string text = Output({.action = ConfigAction::kDiff, .settings = "lamp", .other = file_});
  EXPECT_THAT(text, HasSubstr("power  40.0  "));
  EXPECT_EQ(Output({.action = ConfigAction::kDiff, .settings = "lamp", .other = "lamp"}), "no difference\n");
  const auto json =
      nlohmann::json::parse(Output({.action = ConfigAction::kDiff, .settings = file_, .other = "lamp", .json = true}));
  EXPECT_EQ(json["differences"][0]["left"], "60.0");
}

TEST_F(ConfigCommand, WrongRequestsAreExplained) {
  EXPECT_EQ(ErrorText({.action = ConfigAction::kDocs, .settings = "lmp"}),
            "config docs: no settings of this type; found lmp; expected one of lamp, door (did you mean lamp?)");
  EXPECT_EQ(ErrorText({.action = ConfigAction::kShow, .settings = "nowhere.toml"}),
            "neither a file nor a type of settings; found nowhere.toml; expected a TOML file or one of lamp, door");
  EXPECT_EQ(ErrorText({.action = ConfigAction::kDiff, .settings = "lamp"}), "diff needs two files or types");
  EXPECT_EQ(ErrorText({.action = ConfigAction::kShow, .settings = "lamp", .other = "door"}),
            "only diff takes a second file or type");
  EXPECT_EQ(ErrorText({.action = ConfigAction::kDiff, .settings = "lamp", .other = "door"}),
            "settings of different types cannot be compared; found lamp and door");
  EXPECT_EQ(ErrorText({.action = ConfigAction::kDocs, .settings = "lamp", .set = {"power=1"}}),
            "--set goes with show and check only");
  core::WriteTextFileAtomic(file_, "power = 60\n");
  EXPECT_THAT(ErrorText({.action = ConfigAction::kCheck, .settings = file_}),
              HasSubstr("the file does not say which settings it holds"));
  core::WriteTextFileAtomic(file_, "config = \"dor\"\n");
  EXPECT_THAT(ErrorText({.action = ConfigAction::kCheck, .settings = file_}), HasSubstr("did you mean door?"));
}

TEST(ConfigTypes, DefaultsOfEveryTypeAreWithinTheirRanges) {
  for (const ConfigType& type : ConfigTypes()) {
    const config::Prototype defaults = type.make(), read = type.make();
    const std::string text = config::ToToml(defaults.value, config::Comments::kNone);
    EXPECT_NO_THROW(config::LoadText(read.value, text, std::string(type.name)));
    EXPECT_EQ(config::ToToml(read.value, config::Comments::kNone), text);
  }
}

}  // namespace
}  // namespace porter::apps
