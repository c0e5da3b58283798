#include "porter/report/plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tinyxml2.h>

#include <algorithm>
#include <cmath>

#include "porter/report/curve_path.h"

namespace porter::report {
namespace {

using testing::HasSubstr;
using testing::Not;

// x and y in [0, 10], a pixel each on 100 x 100: (0, 0) at the lower left
const PlotFrame kFrame{.x = {.range = {0, 10}, .from = 0, .to = 100}, .y = {.range = {0, 10}, .from = 100, .to = 0}};

std::string LineOf(const std::vector<double>& y) {
  Series series{.name = "a", .y = y};
  for (size_t i = 0; i < y.size(); ++i) series.x.push_back(static_cast<double>(i));
  return PathOfCurve(series, kFrame).line;
}

TEST(CurvePath, ByHand) {
  EXPECT_EQ(LineOf({0, 10, 2.5}), "M0 100L10 0L20 75");
  EXPECT_EQ(PathOfCurve({.name = "a", .x = {1, 2}, .y = {3, 4}}, kFrame).dots, "M10 70h0M20 60h0");
}

TEST(CurvePath, GapsAreNotBridged) {
  EXPECT_EQ(LineOf({0, NAN, 5, 5, INFINITY, 1}), "M0 100h0M20 50L30 50M50 90h0");
  EXPECT_EQ(LineOf({NAN, NAN}), "");
  PlotFrame logarithmic = kFrame;
  logarithmic.y = {.range = {1, 100}, .scale = Scale::kLogarithmic, .from = 100, .to = 0};
  EXPECT_EQ(PathOfCurve({.name = "a", .x = {0, 1, 2}, .y = {10, 0, 100}}, logarithmic).line, "M0 50h0M20 0h0");
}

TEST(CurvePath, ABandGoesThereAndBack) {
  const Series series{
      .name = "a", .x = {0, 1, 2, 3}, .y = {1, 1, 1, 1}, .lower = {0, 0, NAN, 1}, .upper = {2, 3, 4, 5}};
  EXPECT_EQ(PathOfBand(series, kFrame), "M0 80L10 70L10 100L0 100ZM30 50L30 90Z");
  EXPECT_EQ(PathOfBand({.name = "a", .x = {0}, .y = {1}}, kFrame), "");
}

TEST(CurvePath, LongCurvesKeepTheirPeaksAndFewPoints) {
  Series series{.name = "a"};
  for (int i = 0; i < 20'000; ++i) {
    series.x.push_back(i / 2000.0);
    series.y.push_back(i == 7000 ? 9 : 1);  // x = 3.5
  }
  const CurvePath path = PathOfCurve(series, kFrame);
  EXPECT_THAT(path.line, HasSubstr("L35 10L"));
  EXPECT_LE(std::ranges::count(path.line, 'L'), 500);
  EXPECT_EQ(path.dots, "");
}

TEST(Plot, IsWellFormedAndNamesEverything) {
  const Plot plot{
      .x = {"time, min"},
      .y = {"return <1>"},
      .series = {{.name = "train & test", .x = {0, 1, 2}, .y = {1, 2, 3}, .lower = {0, 1, 2}, .upper = {2, 3, 4}},
                 {.name = "b", .x = {0, 2}, .y = {3, 1}}},
      .levels = {{3.5, "bar to reach"}}};
  const std::string svg = Draw(plot).text;
  tinyxml2::XMLDocument document;
  ASSERT_EQ(document.Parse(svg.c_str(), svg.size()), tinyxml2::XML_SUCCESS) << document.ErrorStr();
  for (const char* text : {">time, min<", ">return &lt;1&gt;<", ">train &amp; test<", ">b<", ">bar to reach<", ">0<"})
    EXPECT_THAT(svg, HasSubstr(text));
  EXPECT_THAT(svg, HasSubstr("--series-0"));
  EXPECT_THAT(svg, HasSubstr("--series-1"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(Plot, ASingleCurveNeedsNoLegend) {
  const std::string svg = Draw({.x = {"x"}, .y = {"y"}, .series = {{.name = "only", .x = {0, 1}, .y = {0, 1}}}}).text;
  EXPECT_THAT(svg, Not(HasSubstr(">only</text>")));
  EXPECT_THAT(svg, HasSubstr("<title>only</title>"));
}

TEST(Plot, ALegendThatIsLongTakesMoreLines) {
  Plot plot{.x = {"x"}, .y = {"y"}, .width = 200};
  for (int i = 0; i < 9; ++i) plot.series.push_back({.name = "curve of some length", .x = {0, 1}, .y = {0, 1}});
  EXPECT_THAT(Draw(plot).text,
              HasSubstr("y='165.5'>curve"));  // middle of the ninth line, 8.5 * 19, and 4 to the baseline
  EXPECT_THAT(Draw(plot).text, HasSubstr("stroke-dasharray='7 4'"));  // the colours are used up after seven
}

TEST(Plot, SaysThatThereIsNothing) {
  EXPECT_THAT(Draw({.x = {"x"}, .y = {"y"}, .series = {}}).text, HasSubstr(">no data<"));
  EXPECT_THAT(Draw({.x = {"x"}, .y = {"y", Scale::kLogarithmic}, .series = {{.name = "a", .x = {1}, .y = {-1}}}}).text,
              HasSubstr(">no data<"));
}

TEST(PlotDeathTest, ACurveHasAsManyXAsY) {
  EXPECT_DEATH(Draw({.x = {"x"}, .y = {"y"}, .series = {{.name = "odd", .x = {1}, .y = {1, 2}}}}), "odd");
}

}  // namespace
}  // namespace porter::report
