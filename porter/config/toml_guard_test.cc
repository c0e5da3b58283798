#include "porter/config/toml_guard.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/config/toml_tree.h"

namespace porter::config {
namespace {

using ::testing::HasSubstr;

std::string Repeat(std::string_view text, int count) {
  std::string result;
  for (int i = 0; i < count; ++i) result += text;
  return result;
}

std::string TomlError(const std::string& text) {
  try {
    ParseToml(text, "x.toml");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

// each of these would end the process by exhausting the stack of the parser's recursion
TEST(TomlGuard, TextThatNestsTooDeeplyIsRefused) {
  constexpr int kDeep = 1000000;
  EXPECT_EQ(TomlError("\n" + Repeat("a.", kDeep)), "x.toml:2:66: a name has too many parts; expected at most 32");
  EXPECT_THAT(TomlError("[" + Repeat("a . ", kDeep) + "a]"), HasSubstr("too many parts"));
  EXPECT_THAT(TomlError(Repeat("\"=\".", kDeep) + "a = 1"), HasSubstr("too many parts"));
  EXPECT_THAT(TomlError(Repeat("'#'.", kDeep) + "a = 1"), HasSubstr("too many parts"));
  EXPECT_THAT(TomlError("x = { a = \"\"\"\\\"\"\"\"\", " + Repeat("a.", kDeep)), HasSubstr("too many parts"));
  EXPECT_THAT(TomlError("a = " + Repeat("[", kDeep)), HasSubstr("cannot be read as TOML"));
  EXPECT_THAT(TomlError(Repeat("a={", kDeep)), HasSubstr("cannot be read as TOML"));
}

TEST(TomlGuard, OrdinaryTextPasses) {
  const std::string points(100, '.');
  EXPECT_EQ(TomlError("\xEF\xBB\xBF"
                      "a = 1"),
            "");
  EXPECT_EQ(TomlError("a.b.c.d = [" + Repeat("0.5, 1.25, ", 5000) + "]\n# " + points + " \xC3\xA4\n"), "");
  EXPECT_EQ(TomlError("a = \"\xC3\xA4 \\\" " + points + "\"\nb = '\xC3\xA4 \\'\nc = 1 # \" '"), "");
  EXPECT_EQ(TomlError("a = \"\"\"\n\xC3\xA4 \"\" \\\"\"\" " + points + "\"\"\"\"\"\nb = '''\n" + points + "''\n'''"),
            "");
  EXPECT_EQ(TomlError(Repeat("[[row]]\nname = \"a.b\"\n", 500)), "");
}

}  // namespace
}  // namespace porter::config
