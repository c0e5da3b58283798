#include "porter/report/plot_frame.h"

#include <gtest/gtest.h>

#include <cmath>

namespace porter::report {
namespace {

TEST(PlotFrame, LinearAxesCountEvenly) {
  const AxisFrame axis{.range = {10, 20}, .from = 100, .to = 300};
  EXPECT_DOUBLE_EQ(axis.Pixel(10), 100);
  EXPECT_DOUBLE_EQ(axis.Pixel(12.5), 150);
  EXPECT_DOUBLE_EQ(axis.Pixel(20), 300);
}

TEST(PlotFrame, LogarithmicAxesCountDecadesEvenly) {
  const AxisFrame axis{.range = {0.01, 100}, .scale = Scale::kLogarithmic, .from = 400, .to = 0};
  EXPECT_DOUBLE_EQ(axis.Pixel(0.01), 400);
  EXPECT_DOUBLE_EQ(axis.Pixel(0.1), 300);
  EXPECT_DOUBLE_EQ(axis.Pixel(1), 200);
  EXPECT_DOUBLE_EQ(axis.Pixel(100), 0);
  EXPECT_FALSE(axis.Shows(0));
  EXPECT_FALSE(axis.Shows(-1));
  EXPECT_TRUE(axis.Shows(1e-9));
}

TEST(PlotFrame, RangesHoldAllThatIsDrawn) {
  const Plot plot{
      .x = {"time, s"},
      .y = {"height, m"},
      .series = {{.name = "a", .x = {0, NAN, 7}, .y = {1, 2, INFINITY}, .lower = {-3, 1, 1}, .upper = {2, 3, 3}}},
      .levels = {{11, "bar"}}};
  const PlotFrame frame = MakeFrame(plot, 1);
  EXPECT_FALSE(frame.empty);
  EXPECT_DOUBLE_EQ(frame.x.range.lower, 0);
  EXPECT_DOUBLE_EQ(frame.x.range.upper, 7);
  EXPECT_LE(frame.y.range.lower, -3);
  EXPECT_GE(frame.y.range.upper, 11);
  EXPECT_GT(frame.x.from, TextWidth("-5"));  // room for the labels
  EXPECT_LT(frame.x.to, plot.width);
  EXPECT_LT(frame.y.from, plot.height - kFontSize);
  EXPECT_GE(frame.y.to, kLegendLine);
}

TEST(PlotFrame, TimeBeginsAtZero) {
  const auto lower = [](double first) {
    return MakeFrame({.x = {"x"}, .y = {"y"}, .series = {{.name = "a", .x = {first, 100}, .y = {0, 1}}}}, 0)
        .x.range.lower;
  };
  EXPECT_DOUBLE_EQ(lower(1), 0);
  EXPECT_DOUBLE_EQ(lower(50), 50);
  EXPECT_DOUBLE_EQ(lower(-1), -1);
}

TEST(PlotFrame, NothingToDrawHasAFrameAllTheSame) {
  for (const Scale scale : {Scale::kLinear, Scale::kLogarithmic}) {
    const Plot plot{.x = {"x"}, .y = {"y", scale}, .series = {{.name = "a", .x = {1}, .y = {NAN}}}};
    const PlotFrame frame = MakeFrame(plot, 0);
    EXPECT_TRUE(frame.empty);
    EXPECT_LT(frame.y.range.lower, frame.y.range.upper);
    EXPECT_LT(frame.x.range.lower, frame.x.range.upper);
  }
}

TEST(PlotFrame, TextWidthCountsGlyphsNotBytes) {
  EXPECT_DOUBLE_EQ(TextWidth("\u2212\u00B0"), 2 * kGlyphWidth);
}

}  // namespace
}  // namespace porter::report
