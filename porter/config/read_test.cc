#include "porter/config/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/config/config.h"
#include "porter/config/sample_config.h"
#include "porter/core/file.h"

namespace porter::config {
namespace {

namespace fs = std::filesystem;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

// what the loader says to a text, "" when it says nothing
std::string ErrorOf(std::string_view text) {
  SampleConfig sample;
  try {
    LoadText(sample, text, "exp.toml");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(ReadError, UnknownKeysNameTheNearest) {
  EXPECT_EQ(ErrorOf("count = 1\ngama = 1"), "exp.toml:2:1: unknown key gama (did you mean gamma?)");
  EXPECT_EQ(ErrorOf("[ppo]\n  clp = 1"), "exp.toml:2:3: unknown key ppo.clp (did you mean clip?)");
  EXPECT_EQ(ErrorOf("[[rewards]]\n[[rewards]]\nwieght = 1"),
            "exp.toml:3:1: unknown key rewards[1].wieght (did you mean weight?)");
  EXPECT_EQ(ErrorOf("ppo.temperature = 1"),
            "exp.toml:1:5: unknown key ppo.temperature; expected one of learning_rate, clip");
}

TEST(ReadError, TheFirstMistakeOfTheFileIsTold) {
  EXPECT_THAT(ErrorOf("zebra = 1\nant = 1"), HasSubstr("zebra"));
}

TEST(ReadError, WrongTypesSayWhatWasFound) {
  EXPECT_EQ(ErrorOf("gamma = \"x\""), "exp.toml:1:9: gamma has the wrong type; found string \"x\"; expected number");
  EXPECT_EQ(ErrorOf("count = 1.0"), "exp.toml:1:9: count has the wrong type; found number 1.0; expected integer");
  EXPECT_EQ(ErrorOf("enabled = 1"),
            "exp.toml:1:11: enabled has the wrong type; found integer 1; expected true or false");
  EXPECT_EQ(ErrorOf("name = 2024-01-01"),
            "exp.toml:1:8: name has the wrong type; found a date or time; expected string");
  EXPECT_EQ(ErrorOf("ppo = 1"), "exp.toml:1:7: ppo has the wrong type; found integer 1; expected table");
  EXPECT_EQ(ErrorOf("gamma = { a = 1 }"), "exp.toml:1:9: gamma has the wrong type; found a table; expected number");
  EXPECT_EQ(ErrorOf("sizes = [1, true]"), "exp.toml:1:13: sizes[1] has the wrong type; found true; expected integer");
  EXPECT_EQ(ErrorOf("sizes = 3"), "exp.toml:1:9: sizes has the wrong type; found integer 3; expected list: integer");
  EXPECT_EQ(ErrorOf("rewards = [1]"), "exp.toml:1:12: rewards[0] has the wrong type; found integer 1; expected table");
}

TEST(ReadError, RangesHold) {
  EXPECT_EQ(ErrorOf("gamma = 1.5"), "exp.toml:1:9: gamma is out of range; found number 1.5; expected 0 to 1");
  EXPECT_EQ(ErrorOf("gamma = nan"), "exp.toml:1:9: gamma is out of range; found number nan; expected 0 to 1");
  EXPECT_EQ(ErrorOf("delay = -1"), "exp.toml:1:9: delay is out of range; found integer -1; expected >= 0");
  EXPECT_EQ(ErrorOf("ppo.clip = [0.1, inf]"),
            "exp.toml:1:18: ppo.clip[1] is out of range; found number inf; expected 0 to 1");
  EXPECT_EQ(ErrorOf("gamma = 0"), "");
  EXPECT_EQ(ErrorOf("gamma = 1"), "");
  EXPECT_EQ(ErrorOf("pose = [nan, inf, 0]"), "");  // no range was given
}

TEST(ReadError, IntegersDoNotWrap) {
  EXPECT_EQ(ErrorOf("count = 2147483648"),
            "exp.toml:1:9: count is out of range; found integer 2147483648; expected an integer of 32 bits");
  EXPECT_EQ(ErrorOf("count = -2147483648"), "");
  EXPECT_EQ(ErrorOf("seed = -1"), "exp.toml:1:8: seed is out of range; found integer -1; expected an integer >= 0");
  EXPECT_EQ(ErrorOf("seed = \"18446744073709551615\""), "");
  EXPECT_THAT(ErrorOf("seed = \"18446744073709551616\""), EndsWith("expected an integer from 0 to 2^64 - 1"));
  EXPECT_THAT(ErrorOf("seed = \"\""), EndsWith("expected an integer from 0 to 2^64 - 1"));
  EXPECT_THAT(ErrorOf("offset = 9223372036854775808"), StartsWith("exp.toml:1:29: cannot be read as TOML"));
}

TEST(ReadError, FloatsNeitherOverflowNorVanish) {
  EXPECT_THAT(ErrorOf("scale = 1e39"), HasSubstr("out of range; found number 1e+39; expected a number of 32 bits"));
  EXPECT_THAT(ErrorOf("scale = 1e-60"), HasSubstr("scale is out of range"));
  EXPECT_EQ(ErrorOf("scale = inf"), "");
}

TEST(ReadError, LengthsOfArraysAndNamesOfEnums) {
  EXPECT_EQ(ErrorOf("pose = [1, 2]"), "exp.toml:1:8: pose has the wrong length; found 2 elements; expected 3");
  EXPECT_EQ(ErrorOf("solver = \"newtn\""),
            "exp.toml:1:10: solver has no such value; found string \"newtn\"; expected newton or cg "
            "(did you mean newton?)");
  EXPECT_THAT(ErrorOf("solver = 0"), HasSubstr("wrong type"));
}

TEST(ReadError, BrokenTomlHasAPlace) {
  EXPECT_THAT(ErrorOf("count = 1\ngamma = "), StartsWith("exp.toml:2:9: cannot be read as TOML: "));
  EXPECT_THAT(ErrorOf("count = 1\ncount = 2"), StartsWith("exp.toml:2:"));
  EXPECT_THAT(ErrorOf("name = \"\xFF\""), StartsWith("exp.toml:1:"));
}

TEST(ReadError, AnotherTypeIsRefused) {
  EXPECT_EQ(ErrorOf("config = \"physics\""),
            "exp.toml:1:10: the file holds settings of another type; found string \"physics\"; expected \"sample\"");
  EXPECT_EQ(ErrorOf("config = 1"), "exp.toml:1:10: config has the wrong type; found integer 1; expected string");
}

// a folder of files that name each other
class ReadBase : public testing::Test {
 protected:
  ReadBase() { fs::create_directories(folder_ / "deep"); }
  ~ReadBase() override { fs::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text) { core::WriteTextFileAtomic(folder_ / name, text); }
  SampleConfig Read(const std::string& name) {
    SampleConfig sample;
    Load(sample, folder_ / name);
    return sample;
  }
  std::string ReadError(const std::string& name) {
    try {
      Read(name);
    } catch (const core::Error& error) {
      return error.what();
    }
    return "";
  }

  const fs::path folder_ = fs::path(testing::TempDir()) / "porter_read_base";
};

TEST_F(ReadBase, ComesFirstAndItsPathIsBesideTheFile) {
  Write("root.toml", "config = \"sample\"\ncount = 1\ngamma = 0.1\nppo.learning_rate = 1\nsizes = [1, 2]");
  Write("deep/middle.toml", "base = \"../root.toml\"\ngamma = 0.2\nsizes = [3]");
  Write("leaf.toml", "base = \"deep/middle.toml\"\nppo.clip = [0.3, 0.3]");
  const SampleConfig sample = Read("leaf.toml");
  EXPECT_EQ(sample.count, 1);
  EXPECT_EQ(sample.gamma, 0.2);
  EXPECT_EQ(sample.ppo.learning_rate, 1);  // tables merge
  EXPECT_EQ(sample.ppo.clip[0], 0.3);
  EXPECT_EQ(sample.sizes, std::vector<int>{3});  // lists are replaced
  EXPECT_EQ(ConfigName(folder_ / "leaf.toml"), "sample");
}

TEST_F(ReadBase, MissingCircularAndBrokenOnesAreTold) {
  Write("missing.toml", "\nbase = \"nowhere.toml\"");
  EXPECT_THAT(ReadError("missing.toml"),
              HasSubstr("missing.toml:2:8: the base does not exist; found string \"nowhere"));
  Write("a.toml", "base = \"b.toml\"");
  Write("b.toml", "base = \"./deep/../a.toml\"");
  EXPECT_THAT(ReadError("a.toml"), HasSubstr("b.toml:1:8: the base is read in a circle"));
  Write("self.toml", "base = \"self.toml\"");
  EXPECT_THAT(ReadError("self.toml"), HasSubstr("in a circle"));
  Write("folder.toml", "base = \"deep\"");
  EXPECT_THAT(ReadError("folder.toml"), HasSubstr("does not exist"));
  Write("broken.toml", "gamma = 2");
  Write("user.toml", "base = \"broken.toml\"");
  EXPECT_THAT(ReadError("user.toml"), HasSubstr("broken.toml:1:9: gamma is out of range"));
  EXPECT_THAT(ReadError("nothing.toml"), HasSubstr("nothing.toml: cannot read"));
}

}  // namespace
}  // namespace porter::config
