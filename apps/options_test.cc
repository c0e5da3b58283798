#include "apps/options.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "porter/core/error.h"

namespace porter::apps {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

enum class Mode { kFast, kSlow };
constexpr auto EnumNames(Mode) {
  return std::to_array<std::string_view>({"fast", "slow"});
}

struct TestOptions {
  std::string file;
  std::filesystem::path other = "default.toml";
  Mode mode = Mode::kFast;
  int num_envs = 64;
  double time_step = 0.02;
  std::vector<int> sizes = {1, 2};
  std::vector<std::string> set = {"old"};
  bool json = false;

  void Fields(auto&& f) {
    f(file, {.name = "file", .doc = "what to read"});
    f(other, {.name = "other", .doc = "what to read as well"});
    f(mode, {.name = "mode", .doc = "how"});
    f(num_envs, {.name = "num_envs", .doc = "environments", .min = 1});
    f(time_step, {.name = "time_step", .unit = "s", .doc = "control step"});
    f(sizes, {.name = "sizes", .doc = "layer widths"});
    f(set, kSetOption);
    f(json, kJsonOption);
  }
};

constexpr Verb kTestVerb{.name = "test", .summary = "tests options", .positionals = "file [other]"};

TestOptions Parsed(const std::vector<std::string>& args) {
  TestOptions options;
  EXPECT_TRUE(ParseOptions(kTestVerb, config::Bind(options), args));
  return options;
}

std::string OptionError(const std::vector<std::string>& args) {
  try {
    Parsed(args);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(Options, EveryKindIsRead) {
  const TestOptions options = Parsed({"a.toml", "--num-envs", "128", "--time_step=-1e-3", "b.toml", "--mode", "slow",
                                      "--sizes", "3,4,5", "--set", "a=[1,2]", "--json", "--set", "b=\"x\""});
  EXPECT_EQ(options.file, "a.toml");
  EXPECT_EQ(options.other, "b.toml");
  EXPECT_EQ(options.num_envs, 128);
  EXPECT_EQ(options.time_step, -1e-3);
  EXPECT_EQ(options.mode, Mode::kSlow);
  EXPECT_THAT(options.sizes, ElementsAre(3, 4, 5));
  EXPECT_THAT(options.set, ElementsAre("a=[1,2]", "b=\"x\""));
  EXPECT_TRUE(options.json);
}

TEST(Options, WhatIsNotGivenKeepsItsDefault) {
  const TestOptions options = Parsed({"a.toml", "--json=false", "--time-step", "-2"});
  EXPECT_EQ(options.other, "default.toml");
  EXPECT_EQ(options.time_step, -2);
  EXPECT_THAT(options.set, ElementsAre("old"));
  EXPECT_FALSE(options.json);
  EXPECT_EQ(Parsed({"--", "--odd-name"}).file, "--odd-name");
  EXPECT_EQ(Parsed({"--file", "named.toml"}).file, "named.toml");
}

TEST(OptionsError, SaysWhatIsWrongAndWhatWasMeant) {
  EXPECT_EQ(OptionError({"f", "--num-env", "3"}), "test: unknown option --num-env (did you mean --num-envs?)");
  EXPECT_EQ(OptionError({"f", "-j"}), "test: unknown option -j (porter test --help lists what there is)");
  EXPECT_EQ(OptionError({"f", "--num-envs", "0"}),
            "test --num-envs 0: num_envs is out of range; found integer 0; expected >= 1");
  EXPECT_EQ(OptionError({"f", "--num-envs", "many"}),
            "test --num-envs many: num_envs has the wrong type; found many; expected integer");
  EXPECT_EQ(OptionError({"f", "--num-envs"}), "test --num-envs: the option has no value; expected integer");
  EXPECT_THAT(OptionError({"f", "--num-envs", "--json"}), HasSubstr("the option has no value"));
  EXPECT_EQ(OptionError({"f", "--num-envs", "1", "--num-envs=2"}), "test --num-envs=2: the option is given twice");
  EXPECT_THAT(OptionError({"f", "--mode=fats"}), HasSubstr("did you mean fast?"));
  EXPECT_THAT(OptionError({"f", "--json=maybe"}), HasSubstr("expected true or false"));
  EXPECT_EQ(OptionError({"f", "g", "h"}), "test: unexpected argument h (porter test --help lists what there is)");
  EXPECT_EQ(OptionError({"--json"}), "test needs file (porter test --help lists what there is)");
}

TEST(Options, PositionalAndOptionOfOneNameAreNotBothTaken) {
  EXPECT_THAT(OptionError({"a", "--file", "b"}), HasSubstr("given twice"));
}

TEST(Options, HelpComesFromTheFields) {
  TestOptions options;
  const std::vector<std::string> args = {"--num-envs", "not read", "--help"};
  testing::internal::CaptureStdout();
  EXPECT_FALSE(ParseOptions(kTestVerb, config::Bind(options), args));
  EXPECT_THAT(testing::internal::GetCapturedStdout(),
              AllOf(HasSubstr("usage: porter test FILE [OTHER] [options]\ntests options\n"),
                    HasSubstr("\nfile         string                       what to read\n"),
                    HasSubstr("\n--mode       fast or slow   fast          how\n"),
                    HasSubstr("\n--num-envs   integer        64            environments; >= 1\n"),
                    HasSubstr("\n--time-step  number         0.02          control step; s\n"),
                    HasSubstr("\n--json                                    print one JSON object")));
}

int MakeVerbRun(const TestOptions& options) {
  return options.num_envs;
}

TEST(MakeVerb, JoinsOptionsAndFunction) {
  const Verb verb = MakeVerb<MakeVerbRun>({.name = "run", .summary = "", .positionals = "file"});
  const std::vector<std::string> args = {"f", "--num-envs", "7"};
  EXPECT_EQ(verb.run(verb, args), 7);
}

}  // namespace
}  // namespace porter::apps
