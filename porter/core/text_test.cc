#include "porter/core/text.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>

namespace porter::core {
namespace {

TEST(Text, CatAndJoin) {
  EXPECT_EQ(Cat("env ", 3, ": ", 0.5, '!'), "env 3: 0.5!");
  EXPECT_EQ(Join(std::vector<std::string>{"walk", "place", "grasp"}, ", "), "walk, place, grasp");
  EXPECT_EQ(Join(std::vector<std::string>{"walk"}, ", "), "walk");
  EXPECT_EQ(Join({}, ", "), "");
}

TEST(Text, FormatNumberReadsBackAndIsShort) {
  EXPECT_EQ(FormatNumber(3), "3");
  EXPECT_EQ(FormatNumber(-0.1), "-0.1");
  EXPECT_EQ(FormatNumber(2e-5), "2e-05");
  const double values[] = {0.1 + 0.2,  1.0 / 3, 1e300 * 3,           5e-324,
                           -123456789, 1e22,    0x1.fffffffffffffp1, std::numeric_limits<double>::max()};
  for (const double value : values) EXPECT_EQ(std::strtod(FormatNumber(value).c_str(), nullptr), value);
}

TEST(Text, EditDistanceCountsSlips) {
  EXPECT_EQ(EditDistance("gamma", "gamma"), 0);
  EXPECT_EQ(EditDistance("gama", "gamma"), 1);    // insert
  EXPECT_EQ(EditDistance("gammma", "gamma"), 1);  // delete
  EXPECT_EQ(EditDistance("gamna", "gamma"), 1);   // replace
  EXPECT_EQ(EditDistance("agmma", "gamma"), 1);   // swap
  EXPECT_EQ(EditDistance("", "gamma"), 5);
  EXPECT_EQ(EditDistance("kitten", "sitting"), 3);
  EXPECT_EQ(EditDistance("left", "right"), EditDistance("right", "left"));
}

TEST(Text, NearestNameIsASlipOrNothing) {
  const std::vector<std::string> names{"gamma", "lambda", "learning_rate"};
  EXPECT_EQ(NearestName("gama", names), "gamma");
  EXPECT_EQ(NearestName("lamda", names), "lambda");
  EXPECT_EQ(NearestName("learning_rat", names), "learning_rate");
  EXPECT_EQ(NearestName("horizon", names), "");
  EXPECT_EQ(NearestName("gamma", {}), "");
}

TEST(TextTable, PutsNumbersRightAndWordsLeft) {
  TextTable table({"joint", "gain", "note"});
  table.AddRow({"left_knee", "150", "x"});
  table.AddRow({"h\xC3\xBC\x66te", "7.5", ""});  // two bytes, one column
  EXPECT_EQ(table.ToString(),
            "joint      gain  note\n"
            "left_knee   150  x\n"
            "h\xC3\xBC\x66te       7.5\n");
}

TEST(TextTable, AColumnWithOneWordIsWords) {
  TextTable table({"ratio"});
  table.AddRow({"0.97"});
  table.AddRow({"-"});
  EXPECT_EQ(table.ToString(), "ratio\n0.97\n-\n");
}

TEST(TextTableDeathTest, RowsHaveOneCellPerColumn) {
  TextTable table({"a", "b"});
  EXPECT_DEATH(table.AddRow({"1"}), "one cell per column");
}

}  // namespace
}  // namespace porter::core
