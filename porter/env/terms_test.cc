#include "porter/env/terms.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace porter::env {
namespace {

using ::testing::HasSubstr;

struct Point {
  double x, y;
};
constexpr Term<Point> kPointTerms[] = {
    {"x", [](const Point& p) noexcept { return p.x; }},
    {"y_square", [](const Point& p) noexcept { return p.y * p.y; }},
    {"one", [](const Point&) noexcept { return 1.0; }},
};

std::string ErrorOf(const std::vector<TermRow>& rows) {
  try {
    WeightedTerms<Point>(kPointTerms, rows);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(WeightedTerms, SumsWhatTheRowsWeighAndTalliesEachTerm) {
  WeightedTerms<Point> terms(kPointTerms, {{"y_square", -0.5}, {"x", 2}});
  std::vector<Tally> tallies(terms.size());
  EXPECT_EQ(terms.Evaluate({3, 4}, tallies), -8 + 6);
  EXPECT_EQ(terms.Evaluate({1, 2}, tallies), -2 + 2);
  EXPECT_EQ(tallies[0].sum, -10);
  EXPECT_EQ(tallies[1].sum, 8);
  EXPECT_EQ(tallies[1].count, 2);
  terms.SetWeight(terms.IndexOf("x"), 10);
  EXPECT_EQ(terms.Evaluate({1, 0}, tallies), 10);
}

TEST(WeightedTerms, NamesStandAsInTheRows) {
  const WeightedTerms<Point> terms(kPointTerms, {{"one", 1}, {"x", 0}});
  ASSERT_EQ(terms.size(), 2u);
  EXPECT_EQ(terms.name(0), "one");
  EXPECT_EQ(terms.IndexOf("x"), 1u);
  EXPECT_EQ(terms.IndexOf("y_square"), 2u) << "known, but in no row";
}

TEST(WeightedTerms, WithoutRowsNothingIsPaid) {
  EXPECT_EQ(WeightedTerms<Point>(kPointTerms, {}).Evaluate({3, 4}, {}), 0);
}

TEST(WeightedTerms, RefusesUnknownAndRepeatedTerms) {
  EXPECT_THAT(ErrorOf({{"x", 1}, {"y_squares", 1}}),
              HasSubstr("found 'y_squares'; expected x, y_square, one (did you mean 'y_square'?)"));
  EXPECT_THAT(ErrorOf({{"x", 1}, {"one", 1}, {"x", 2}}), HasSubstr("a term stands twice in the table; found x"));
}

TEST(TallyTable, AveragesOverWhatWasAddedUnderEachName) {
  TallyTable table(3, {"speed", "falls", "never"});
  table.Row(0)[0].Add(1);
  table.Row(0)[0].Add(2);
  table.Row(2)[0].Add(6);
  table.Row(1)[1].Add(1);
  const std::vector<learn::Statistic> means = table.Take();
  ASSERT_EQ(means.size(), 3u);
  EXPECT_EQ(means[0].name, "speed");
  EXPECT_EQ(means[0].value, 3);
  EXPECT_EQ(means[1].value, 1);
  EXPECT_EQ(means[2].value, 0);
  EXPECT_EQ(table.Take()[0].value, 0) << "starts again";
}

}  // namespace
}  // namespace porter::env
