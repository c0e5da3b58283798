#include "porter/config/toml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace porter::config {
namespace {

TEST(TomlTree, KeepsOrderAndPlaces) {
  const TomlNode root = ParseToml("z = 1\n\n[a.b]\n  c = [true,\n  2.5]\n", "x.toml");
  const auto& members = std::get<TomlTable>(root.value).members;
  ASSERT_EQ(members.size(), 2u);
  EXPECT_EQ(members[0].key, "z");
  EXPECT_EQ(members[0].place.ToString(), "x.toml:1:5");
  const TomlNode& b = std::get<TomlTable>(members[1].value).members.at(0);
  EXPECT_EQ(b.key_place.ToString(), "x.toml:3:4");
  const TomlNode& c = std::get<TomlTable>(b.value).members.at(0);
  EXPECT_EQ(c.key_place.ToString(), "x.toml:4:3");
  EXPECT_EQ(std::get<double>(std::get<TomlList>(c.value).elements.at(1).value), 2.5);
  EXPECT_EQ(std::get<TomlList>(c.value).elements.at(1).place.ToString(), "x.toml:5:3");
}

// toml++ 3.3 alone has undefined behaviour on these: see toml_tree.cc
TEST(TomlTree, CharactersBeyondAsciiNeedQuotes) {
  for (const char* text : {"b = \xCE\x94", "\xC3\xA4 = 1", "a = 99a.b\"\xC7\x9F\n", "[\x01]", "[=]"})
    EXPECT_THROW(ParseToml(text, "x.toml"), core::Error) << text;
  const TomlNode root = ParseToml("\"\xCE\x94\" = \"\"\"\\\n  \xCE\x94\"\"\"  # \xCE\x94", "x.toml");
  const TomlNode& member = std::get<TomlTable>(root.value).members.at(0);
  EXPECT_EQ(member.key, "\xCE\x94");
  EXPECT_EQ(std::get<std::string>(member.value), "\xCE\x94");
}

TEST(TomlTree, OneValueIsOneValue) {
  EXPECT_EQ(std::get<int64_t>(ParseTomlValue("3", {.file = "--x"}).value), 3);
  EXPECT_THROW(ParseTomlValue("3\nb = 4", {.file = "--x"}), core::Error);
  EXPECT_EQ(ParseTomlValue("[[1]]", {.file = "--x"}).place.ToString(), "--x");
}

TEST(TomlText, QuotesAndNumbers) {
  EXPECT_EQ(QuoteToml("a\"\\\n\x7F"), "\"a\\\"\\\\\\u000A\\u007F\"");
  EXPECT_EQ(NumberToml(1.0), "1.0");
  EXPECT_EQ(NumberToml(-0.0), "-0.0");
  EXPECT_EQ(NumberToml(1e22), "1e+22");
  EXPECT_EQ(NumberToml(0.1f), "0.1");
  EXPECT_EQ(NumberToml(std::numeric_limits<double>::infinity()), "inf");
}

}  // namespace
}  // namespace porter::config
