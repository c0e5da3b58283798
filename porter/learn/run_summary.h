// What a run took and how it went, in a few figures: time and its parts, when episodes became long, what evaluations
// said first and last. Computed from the run's log.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/learn/run_log.h"

namespace porter::learn {

// a curve without its noise: over the last values, a window of them, that are finite; a gap stays a gap
struct Smoothed {
  std::vector<double> mean;
  std::vector<double> lower;  // lowest of the window
  std::vector<double> upper;  // highest
};
Smoothed Smooth(std::span<const double> values, size_t window);

// iterations that a smoothed curve is the mean of: a fortieth of the run
size_t SmoothingWindow(const RunLog& log);

std::vector<double> Minutes(const RunLog& log);  // of training at the end of each iteration, evaluations left out

// of the episodes that ended in each iteration; a gap where none did: "episodes/return"
std::vector<double> EpisodeValues(const RunLog& log, const std::string& name);

struct TimeSplit {
  double total_s = 0;
  double env_s = 0;
  double policy_s = 0;
  double update_s = 0;
};
TimeSplit SplitTime(const RunLog& log);

// when the smoothed episode length first was at least a share of its last value
struct Milestone {
  double share = 0;
  double length = 0;  // steps
  double minutes = 0;
  double samples = 0;
};
std::vector<Milestone> LengthMilestones(const RunLog& log);  // empty when no episode ended

struct FirstAndLast {
  std::string name;  // "success"
  double first = 0, first_minutes = 0;
  double last = 0, last_minutes = 0;
};
std::vector<FirstAndLast> EvaluationChanges(const RunLog& log);

}  // namespace porter::learn
