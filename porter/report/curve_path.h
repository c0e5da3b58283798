// The way of a curve and of a band through a plot, as the text of an SVG path.
#pragma once

#include <string>

#include "porter/report/plot_frame.h"

namespace porter::report {

// pixels with one decimal
std::string Coordinate(double pixel);

struct CurvePath {
  std::string line;  // a point between two gaps has no length; a round line end shows it
  std::string dots;  // at every point; empty for long curves, which show no points
};

// both are empty where nothing is to be drawn
CurvePath PathOfCurve(const Series& series, const PlotFrame& frame);
std::string PathOfBand(const Series& series, const PlotFrame& frame);

}  // namespace porter::report
