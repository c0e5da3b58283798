// Where a plot's axes lie: ranges from the data, ticks, margins for the words, and the way from data to pixels.
#pragma once

#include "porter/report/plot.h"
#include "porter/report/ticks.h"

namespace porter::report {

constexpr double kFontSize = 12;     // px
constexpr double kLegendLine = 19;   // px, height of a line of the legend
constexpr double kGlyphWidth = 6.7;  // px, mean of a sans-serif font of that size

struct AxisFrame {
  Range range;  // of the data
  Scale scale = Scale::kLinear;
  double from = 0;  // px, where range.lower lies
  double to = 0;    // px, where range.upper lies
  Ticks ticks = {};

  bool Shows(double value) const;    // finite, and positive on a logarithmic axis
  double Pixel(double value) const;  // of a value that it shows
};

struct PlotFrame {
  AxisFrame x;         // to the right
  AxisFrame y;         // upwards: from > to
  bool empty = false;  // no curve has a point
};

double TextWidth(const std::string& text);  // px, an estimate

// `legend_lines`: of text above the plot
PlotFrame MakeFrame(const Plot& plot, int legend_lines);

}  // namespace porter::report
