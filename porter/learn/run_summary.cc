#include "porter/learn/run_summary.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "porter/core/check.h"

namespace porter::learn {
namespace {

constexpr size_t kWindowsInRun = 40;
constexpr double kShares[] = {0.25, 0.5, 0.75, 0.95};
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

double Sum(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += std::isfinite(value) ? value : 0;
  return sum;
}

}  // namespace

Smoothed Smooth(std::span<const double> values, size_t window) {
  PORTER_CHECK(window >= 1u);
  Smoothed smoothed;
  for (size_t i = 0; i < values.size(); ++i) {
    double sum = 0, lower = values[i], upper = values[i];
    int count = 0;
    for (size_t k = i + 1 - std::min(window, i + 1); k <= i; ++k) {
      if (!std::isfinite(values[k])) continue;
      sum += values[k];
      lower = std::min(lower, values[k]);
      upper = std::max(upper, values[k]);
      ++count;
    }
    const bool gap = !std::isfinite(values[i]);
    smoothed.mean.push_back(gap ? kNone : sum / count);
    smoothed.lower.push_back(gap ? kNone : lower);
    smoothed.upper.push_back(gap ? kNone : upper);
  }
  return smoothed;
}

size_t SmoothingWindow(const RunLog& log) {
  return std::max<size_t>(1, log.lines / kWindowsInRun);
}

std::vector<double> Minutes(const RunLog& log) {
  std::vector<double> minutes;
  double total = 0;
  for (const double seconds : log.Values("time/iteration_s")) {
    total += std::isfinite(seconds) ? seconds / 60 : 0;
    minutes.push_back(total);
  }
  return minutes;
}

std::vector<double> EpisodeValues(const RunLog& log, const std::string& name) {
  std::vector<double> values = log.Values(name);
  const std::vector<double> episodes = log.Values("episodes/count");
  for (size_t i = 0; i < values.size(); ++i)
    if (episodes[i] == 0) values[i] = kNone;
  return values;
}

TimeSplit SplitTime(const RunLog& log) {
  return {Sum(log.Values("time/iteration_s")), Sum(log.Values("time/env_s")), Sum(log.Values("time/policy_s")),
          Sum(log.Values("time/update_s"))};
}

std::vector<Milestone> LengthMilestones(const RunLog& log) {
  const std::vector<double> length = Smooth(EpisodeValues(log, "episodes/length"), SmoothingWindow(log)).mean;
  const auto final = std::find_if(length.rbegin(), length.rend(), [](double l) { return std::isfinite(l); });
  if (final == length.rend()) return {};
  const std::vector<double> minutes = Minutes(log), samples = log.Values("samples");
  std::vector<Milestone> milestones;
  for (const double share : kShares) {
    const double bar = share * *final;
    const auto reached = std::ranges::find_if(length, [&](double l) { return l >= bar; });
    if (reached == length.end()) continue;
    const auto at = static_cast<size_t>(reached - length.begin());
    milestones.push_back({share, bar, minutes[at], samples[at]});
  }
  return milestones;
}

std::vector<FirstAndLast> EvaluationChanges(const RunLog& log) {
  constexpr std::string_view kPrefix = "evaluation/";
  const std::vector<double> minutes = Minutes(log);
  std::vector<FirstAndLast> changes;
  for (const LogColumn& column : log.columns) {
    if (!column.name.starts_with(kPrefix)) continue;
    FirstAndLast change{.name = column.name.substr(kPrefix.size()), .first = kNone, .last = kNone};
    for (size_t i = 0; i < log.lines; ++i) {
      if (!std::isfinite(column.values[i])) continue;
      change.last = column.values[i];
      change.last_minutes = minutes[i];
      if (std::isfinite(change.first)) continue;
      change.first = column.values[i];
      change.first_minutes = minutes[i];
    }
    if (std::isfinite(change.first)) changes.push_back(change);
  }
  return changes;
}

}  // namespace porter::learn
