#include "porter/report/curve_path.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>

#include "porter/core/check.h"
#include "porter/report/decimate.h"

namespace porter::report {
namespace {

constexpr size_t kMostPoints = 500;   // of a curve; as many as its pixels
constexpr size_t kMostWithDots = 40;  // of a curve whose points are shown
constexpr double kGap = std::numeric_limits<double>::quiet_NaN();

// the pixels of values, a gap where x or value cannot be shown
std::vector<double> Pixels(const std::vector<double>& values, const Series& series, const PlotFrame& frame) {
  PORTER_CHECK(values.size() == series.x.size(), series.name);
  std::vector<double> pixels(values.size(), kGap);
  for (size_t i = 0; i < values.size(); ++i)
    if (frame.x.Shows(series.x[i]) && frame.y.Shows(values[i])) pixels[i] = frame.y.Pixel(values[i]);
  return pixels;
}

std::string Point(const Series& series, const PlotFrame& frame, size_t i, double y) {
  return Coordinate(frame.x.Pixel(series.x[i])) + " " + Coordinate(y);
}

// calls run(indices) for each stretch of kept points without a gap
template <class Shown, class Run>
void ForEachRun(const std::vector<size_t>& kept, const Shown& shown, const Run& run) {
  std::vector<size_t> indices;
  for (const size_t i : kept) {
    if (shown(i)) {
      indices.push_back(i);
    } else if (!indices.empty()) {
      run(indices);
      indices.clear();
    }
  }
  if (!indices.empty()) run(indices);
}

}  // namespace

std::string Coordinate(double pixel) {
  char buffer[64];
  std::string text(buffer, std::to_chars(buffer, buffer + sizeof(buffer), pixel, std::chars_format::fixed, 1).ptr);
  if (text.ends_with(".0")) text.erase(text.size() - 2);
  return text;
}

CurvePath PathOfCurve(const Series& series, const PlotFrame& frame) {
  const std::vector<double> y = Pixels(series.y, series, frame);
  const std::vector<size_t> kept = Decimate(y, kMostPoints);
  CurvePath path;
  ForEachRun(
      kept, [&](size_t i) { return std::isfinite(y[i]); },
      [&](const std::vector<size_t>& run) {
        for (const size_t i : run) path.line += (i == run.front() ? "M" : "L") + Point(series, frame, i, y[i]);
        if (run.size() == 1) path.line += "h0";
        if (kept.size() > kMostWithDots) return;
        for (const size_t i : run) path.dots += "M" + Point(series, frame, i, y[i]) + "h0";
      });
  return path;
}

std::string PathOfBand(const Series& series, const PlotFrame& frame) {
  if (series.lower.empty() && series.upper.empty()) return "";
  const std::vector<double> lower = Pixels(series.lower, series, frame), upper = Pixels(series.upper, series, frame);
  const std::vector<size_t> of_lower = Decimate(lower, kMostPoints / 2), of_upper = Decimate(upper, kMostPoints / 2);
  std::vector<size_t> kept;
  std::ranges::set_union(of_lower, of_upper, std::back_inserter(kept));
  std::string path;
  ForEachRun(
      kept, [&](size_t i) { return std::isfinite(lower[i]) && std::isfinite(upper[i]); },
      [&](std::vector<size_t> run) {
        for (const size_t i : run) path += (i == run.front() ? "M" : "L") + Point(series, frame, i, upper[i]);
        std::ranges::reverse(run);
        for (const size_t i : run) path += "L" + Point(series, frame, i, lower[i]);
        path += "Z";
      });
  return path;
}

}  // namespace porter::report
