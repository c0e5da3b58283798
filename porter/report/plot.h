// Line plots as SVG: named curves, bands around them, lines to reach, on linear or logarithmic axes. The picture is for
// embedding in a page: it takes text colour and font from there, follows its dark mode, and loads nothing.
#pragma once

#include <string>
#include <vector>

#include "porter/report/ticks.h"

namespace porter::report {

struct Series {
  std::string name;
  std::vector<double> x;           // not finite: a gap, as in y   [points]
  std::vector<double> y;           //                              [points]
  std::vector<double> lower = {};  // of a band around the curve   [points] or empty
  std::vector<double> upper = {};  //                              [points] or empty
};

struct Axis {
  std::string title;  // with its unit: "training time, min"
  Scale scale = Scale::kLinear;
};

// a level across the plot: a bar to reach
struct Level {
  double y = 0;
  std::string label;
};

struct Plot {
  Axis x;
  Axis y;
  std::vector<Series> series;
  std::vector<Level> levels = {};
  int width = 640;   // px, of its text; the page scales it
  int height = 300;  // px
};

// an <svg> element
struct Svg {
  std::string text;
};

// Every curve has at most 500 points afterwards, its peaks among them. A value that is not positive is a gap on a
// logarithmic axis.
Svg Draw(const Plot& plot);

}  // namespace porter::report
