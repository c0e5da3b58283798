// Where an axis has its ticks and what they say: steps of 1, 2 or 5 times a power of ten; on a logarithmic axis, powers
// of ten.
#pragma once

#include <string>
#include <vector>

namespace porter::report {

enum class Scale { kLinear, kLogarithmic };

struct Range {
  double lower = 0;
  double upper = 0;
};

struct Ticks {
  std::vector<double> values;       // ascending, inside the range
  std::vector<std::string> labels;  // one a value: "0.5", "20k", "5e-6"
};

// the smallest of 1, 2 and 5 times a power of ten that cuts `span` into at most `most` parts; span > 0
double NiceStep(double span, int most);

// the range with its ends moved outward to whole steps; one without width gets some
Range RoundOut(Range range, int most);

// at most `most` + 1 ticks; lower < upper
Ticks LinearTicks(Range range, int most);

// Powers of ten, as many of them left out as `most` asks for; within few decades also their multiples by 2 and 5.
// Within less than a decade, those of a linear axis. 0 < lower < upper
Ticks LogarithmicTicks(Range range, int most);

}  // namespace porter::report
