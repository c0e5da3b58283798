// The curves of a run as figures of a page, each twice: over minutes of training (view 0) and over samples (view 1).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "porter/learn/run_log.h"
#include "porter/report/page.h"

namespace porter::learn {

class RunCurves {
 public:
  explicit RunCurves(const RunLog& log);  // `log` outlives this

  std::vector<report::Figure> Episodes() const;  // return and length
  std::vector<report::Figure> Evaluations(const std::string& bar_figure, std::optional<double> bar) const;
  std::vector<report::Figure> Rewards() const;  // statistics of the task named reward..., six of about one size a plot
  std::vector<report::Figure> Task() const;     // its other statistics
  std::vector<report::Figure> Updates() const;
  std::vector<report::Figure> Time() const;

 private:
  struct Curve {
    std::string name;
    std::vector<double> values;  // [lines]
  };

  struct Over {  // what curves are drawn over
    std::vector<double> minutes;
    std::vector<double> samples;
  };

  std::vector<Curve> CurvesNamed(std::string_view prefix) const;  // without their prefix
  report::Series Smoothed(const Curve& curve) const;
  // `plot` lacks the x axis and the x of its curves
  static void AddBoth(report::Plot plot, const Over& over, const std::string& caption,
                      std::vector<report::Figure>& figures);
  std::vector<report::Figure> OneEach(const std::vector<Curve>& curves) const;

  const RunLog& log_;
  const Over over_;  // [lines]
};

}  // namespace porter::learn
