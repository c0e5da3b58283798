#include "porter/report/plot_frame.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace porter::report {
namespace {

constexpr double kTitleLine = 20;  // px, for an axis title
constexpr double kGap = 8;         // px, between things
constexpr int kPixelsPerTick = 36;
constexpr int kStepsPerTick = 4;     // a y axis ends near its data, not at a tick far out
constexpr double kNearZero = 0.05;   // of an x axis
constexpr double kLogMargin = 0.04;  // of the decades, at both ends of a logarithmic y axis

void Include(double value, Scale scale, Range& range) {
  if (!std::isfinite(value) || (scale == Scale::kLogarithmic && value <= 0)) return;
  range = {std::min(range.lower, value), std::max(range.upper, value)};
}

constexpr Range kNothing{std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity()};

Range RangeOfX(const Plot& plot) {
  Range range = kNothing;
  for (const Series& series : plot.series)
    for (const double x : series.x) Include(x, plot.x.scale, range);
  return range;
}

Range RangeOfY(const Plot& plot) {
  Range range = kNothing;
  for (const Series& series : plot.series)
    for (const std::vector<double>* values : {&series.y, &series.lower, &series.upper})
      for (const double y : *values) Include(y, plot.y.scale, range);
  for (const Level& level : plot.levels) Include(level.y, plot.y.scale, range);
  return range;
}

// time and counts begin at zero, though the first value may come a little later
Range FromZero(Range range, Scale scale) {
  const bool near = range.lower > 0 && range.lower < kNearZero * range.upper;
  return scale == Scale::kLinear && near ? Range{0, range.upper} : range;
}

// a range that is not empty
Range Widened(Range range, Scale scale, int most) {
  if (range.lower < range.upper) return range;
  if (range.lower > range.upper) return scale == Scale::kLogarithmic ? Range{1, 10} : Range{0, 1};
  return scale == Scale::kLogarithmic ? Range{range.lower / 2, range.upper * 2} : RoundOut(range, most);
}

Range WithMargin(Range range, Scale scale, int most) {
  if (scale == Scale::kLinear) return RoundOut(range, kStepsPerTick * most);
  const double factor = std::pow(range.upper / range.lower, kLogMargin);
  return {range.lower / factor, range.upper * factor};
}

Ticks TicksOf(const AxisFrame& axis, int most) {
  return axis.scale == Scale::kLinear ? LinearTicks(axis.range, most) : LogarithmicTicks(axis.range, most);
}

}  // namespace

double TextWidth(const std::string& text) {
  const auto glyphs = std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; });  // UTF-8
  return kGlyphWidth * static_cast<double>(glyphs);
}

bool AxisFrame::Shows(double value) const {
  return std::isfinite(value) && (scale == Scale::kLinear || value > 0);
}

double AxisFrame::Pixel(double value) const {
  const bool log = scale == Scale::kLogarithmic;
  const double share = log ? std::log(value / range.lower) / std::log(range.upper / range.lower)
                           : (value - range.lower) / (range.upper - range.lower);
  return from + share * (to - from);
}

PlotFrame MakeFrame(const Plot& plot, int legend_lines) {
  PlotFrame frame{.x = {.scale = plot.x.scale}, .y = {.scale = plot.y.scale}};
  const Range x = RangeOfX(plot), y = RangeOfY(plot);
  frame.empty = x.lower > x.upper || y.lower > y.upper;

  frame.y.from = plot.height - kFontSize - kGap - (plot.x.title.empty() ? 0 : kTitleLine);
  frame.y.to = kGap + legend_lines * kLegendLine;
  const int y_ticks = std::max(2, static_cast<int>((frame.y.from - frame.y.to) / kPixelsPerTick));
  frame.y.range = WithMargin(Widened(y, plot.y.scale, y_ticks), plot.y.scale, y_ticks);
  frame.y.ticks = TicksOf(frame.y, y_ticks);

  double label = 0;
  for (const std::string& text : frame.y.ticks.labels) label = std::max(label, TextWidth(text));
  frame.x.from = label + kGap + (plot.y.title.empty() ? 0 : kTitleLine);
  frame.x.to = plot.width - 2 * kGap;
  const int x_ticks = std::max(2, static_cast<int>((frame.x.to - frame.x.from) / (2 * kPixelsPerTick)));
  frame.x.range = FromZero(Widened(x, plot.x.scale, x_ticks), plot.x.scale);
  frame.x.ticks = TicksOf(frame.x, x_ticks);
  return frame;
}

}  // namespace porter::report
