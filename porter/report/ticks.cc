#include "porter/report/ticks.h"

#include <algorithm>
#include <cmath>

#include "porter/core/check.h"
#include "porter/report/number_text.h"

namespace porter::report {
namespace {

constexpr double kSlack = 1e-9;  // of a step: the rounding of a division may not cost the last tick

struct Unit {
  double size;
  const char* suffix;
};

// from ten thousand on, an axis counts in thousands, millions or billions
Unit UnitOf(const Range& range) {
  const double largest = std::max(std::abs(range.lower), std::abs(range.upper)) * (1 + kSlack);
  if (largest >= 1e13) return {1, ""};
  for (const Unit unit : {Unit{1e9, "G"}, Unit{1e6, "M"}})
    if (largest >= unit.size) return unit;
  return largest >= 1e4 ? Unit{1e3, "k"} : Unit{1, ""};
}

// as many digits as tell two neighbours apart
std::string Label(double value, double step, const Unit& unit) {
  if (value == 0) return "0";
  const int digits = static_cast<int>(std::floor(std::log10(std::abs(value) / step) + kSlack)) + 2;
  return ShortText(value / unit.size, std::clamp(digits, 6, 15)) + unit.suffix;
}

bool Inside(const Range& range, double value) {
  return value >= range.lower * (1 - kSlack) && value <= range.upper * (1 + kSlack);
}

}  // namespace

double NiceStep(double span, int most) {
  PORTER_CHECK(span > 0 && std::isfinite(span));
  PORTER_CHECK(most > 0);
  const double least = span / most * (1 - kSlack);
  const double power = std::pow(10, std::floor(std::log10(least)));
  for (const double factor : {1, 2, 5})
    if (factor * power >= least) return factor * power;
  return 10 * power;
}

Range RoundOut(Range range, int most) {
  PORTER_CHECK(range.lower <= range.upper);
  const double size = std::max(std::abs(range.lower), std::abs(range.upper));
  if (range.upper - range.lower <= size * kSlack) {  // no width
    const double margin = size > 0 ? 0.1 * size : 1;
    range = {range.lower - margin, range.upper + margin};
  }
  const double step = NiceStep(range.upper - range.lower, most);
  return {std::floor(range.lower / step + kSlack) * step, std::ceil(range.upper / step - kSlack) * step};
}

Ticks LinearTicks(Range range, int most) {
  PORTER_CHECK(range.lower < range.upper);
  const double step = NiceStep(range.upper - range.lower, most);
  const Unit unit = UnitOf(range);
  Ticks ticks;
  const double last = std::floor(range.upper / step + kSlack);
  for (double count = std::ceil(range.lower / step - kSlack); count <= last; ++count) {
    ticks.values.push_back(count * step + 0.0);  // no negative zero
    ticks.labels.push_back(Label(ticks.values.back(), step, unit));
  }
  return ticks;
}

Ticks LogarithmicTicks(Range range, int most) {
  PORTER_CHECK(0 < range.lower && range.lower < range.upper);
  const int first = static_cast<int>(std::floor(std::log10(range.lower)));
  const int last = static_cast<int>(std::ceil(std::log10(range.upper)));
  const int stride = std::max(1, (last - first + most - 1) / most);
  const bool fine = 3 * (last - first) <= most;
  Ticks ticks;
  for (int decade = first; decade <= last; decade += stride) {
    for (const int factor : {1, 2, 5}) {
      const double value = factor * std::pow(10, decade);
      if ((factor > 1 && !fine) || !Inside(range, value)) continue;
      ticks.values.push_back(value);
      ticks.labels.push_back(Label(value, value, UnitOf({value, value})));
    }
  }
  return ticks.values.size() < 2 ? LinearTicks(range, most) : ticks;
}

}  // namespace porter::report
