#include "porter/learn/run_curves.h"

#include <algorithm>
#include <cmath>

#include "porter/core/text.h"
#include "porter/learn/run_summary.h"

namespace porter::learn {
namespace {

using report::Figure;
using report::Plot;
using report::Scale;
using report::Series;

constexpr size_t kRewardsInPlot = 6;
constexpr int kSmallWidth = 430;  // px, of one of three plots side by side
constexpr int kSmallHeight = 250;
constexpr std::string_view kTask = "task/";

bool IsReward(const std::string& name) {  // of a statistic
  return name.starts_with("reward/") || name.starts_with("reward_");
}

double Largest(const std::vector<double>& values) {
  double largest = 0;
  for (const double value : values) largest = std::isfinite(value) ? std::max(largest, std::abs(value)) : largest;
  return largest;
}

// logarithmic for what stays positive and shrinks or grows a hundredfold
Scale ScaleFor(const std::vector<double>& values) {
  double lower = INFINITY, upper = 0;
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    lower = std::min(lower, value);
    upper = std::max(upper, value);
  }
  return lower > 0 && upper >= 100 * lower ? Scale::kLogarithmic : Scale::kLinear;
}

}  // namespace

RunCurves::RunCurves(const RunLog& log) : log_(log), over_{Minutes(log), log.Values("samples")} {}

std::vector<RunCurves::Curve> RunCurves::CurvesNamed(std::string_view prefix) const {
  std::vector<Curve> curves;
  for (const LogColumn& column : log_.columns)
    if (column.name.starts_with(prefix)) curves.push_back({column.name.substr(prefix.size()), column.values});
  return curves;
}

Series RunCurves::Smoothed(const Curve& curve) const {
  learn::Smoothed smoothed = Smooth(curve.values, SmoothingWindow(log_));
  return {.name = curve.name,
          .y = std::move(smoothed.mean),
          .lower = std::move(smoothed.lower),
          .upper = std::move(smoothed.upper)};
}

void RunCurves::AddBoth(Plot plot, const Over& over, const std::string& caption, std::vector<Figure>& figures) {
  const auto add = [&](const std::string& title, const std::vector<double>& x, int view) {
    plot.x.title = title;
    for (Series& series : plot.series) series.x = x;
    figures.push_back({.picture = Draw(plot), .caption = caption, .view = view});
  };
  add("minutes of training", over.minutes, 0);
  add("samples", over.samples, 1);
}

std::vector<Figure> RunCurves::OneEach(const std::vector<Curve>& curves) const {
  std::vector<Figure> figures;
  for (const Curve& curve : curves) {
    AddBoth(
        {.y = {"", ScaleFor(curve.values)}, .series = {Smoothed(curve)}, .width = kSmallWidth, .height = kSmallHeight},
        over_, curve.name, figures);
  }
  return figures;
}

std::vector<Figure> RunCurves::Episodes() const {
  std::vector<Figure> figures;
  const Curve reward{"return", EpisodeValues(log_, "episodes/return")};
  const Curve length{"length", EpisodeValues(log_, "episodes/length")};
  AddBoth({.y = {"return"}, .series = {Smoothed(reward)}}, over_, "Return of the episodes that ended", figures);
  AddBoth({.y = {"length, steps"}, .series = {Smoothed(length)}}, over_, "Length of the episodes that ended", figures);
  return figures;
}

// few lines have an evaluation: its curve passes over those that have none
std::vector<Figure> RunCurves::Evaluations(const std::string& bar_figure, std::optional<double> bar) const {
  std::vector<Figure> figures;
  for (const Curve& curve : CurvesNamed("evaluation/")) {
    Series series{.name = curve.name};
    Over over;
    for (size_t i = 0; i < log_.lines; ++i) {
      if (!std::isfinite(curve.values[i])) continue;
      series.y.push_back(curve.values[i]);
      over.minutes.push_back(over_.minutes[i]);
      over.samples.push_back(over_.samples[i]);
    }
    Plot plot{.series = {series}, .width = kSmallWidth, .height = kSmallHeight};
    if (bar && curve.name == bar_figure)
      plot.levels.push_back({*bar, core::Cat("bar to reach: ", core::FormatNumber(*bar))});
    AddBoth(plot, over, curve.name, figures);
  }
  return figures;
}

std::vector<Figure> RunCurves::Rewards() const {
  std::vector<Curve> rewards = CurvesNamed(kTask);
  std::erase_if(rewards, [](const Curve& curve) { return !IsReward(curve.name); });
  std::ranges::stable_sort(rewards, std::greater(), [](const Curve& curve) { return Largest(curve.values); });
  std::vector<Figure> figures;
  for (size_t first = 0; first < rewards.size(); first += kRewardsInPlot) {
    Plot plot{.y = {"reward"}};
    for (size_t i = first; i < std::min(first + kRewardsInPlot, rewards.size()); ++i) {
      Series series = Smoothed({rewards[i].name.substr(std::string_view("reward/").size()), rewards[i].values});
      series.lower = series.upper = {};  // bands of many curves hide each other
      plot.series.push_back(std::move(series));
    }
    AddBoth(plot, over_, first == 0 ? "The largest rewards" : "Smaller ones", figures);
  }
  return figures;
}

std::vector<Figure> RunCurves::Task() const {
  std::vector<Curve> curves = CurvesNamed(kTask);
  std::erase_if(curves, [](const Curve& curve) { return IsReward(curve.name); });
  return OneEach(curves);
}

std::vector<Figure> RunCurves::Updates() const {
  return OneEach(CurvesNamed("update/"));
}

std::vector<Figure> RunCurves::Time() const {
  Plot plot{.y = {"seconds an iteration"}};
  for (const char* part : {"env", "policy", "update"}) {
    Series series = Smoothed({part, log_.Values(core::Cat("time/", part, "_s"))});
    series.lower = series.upper = {};
    plot.series.push_back(std::move(series));
  }
  std::vector<Figure> figures;
  AddBoth(plot, over_, "Where the time goes", figures);
  return figures;
}

}  // namespace porter::learn
