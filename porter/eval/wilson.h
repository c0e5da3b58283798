// How sure one can be of a share that was counted: Wilson's interval.
#pragma once

#include <algorithm>
#include <cmath>

namespace porter::eval {

struct Interval {
  double low = 0, high = 1;
};

// that covers the true share with 95 % (Wilson, 1927); all of 0..1 without trials
inline Interval Wilson(int successes, int trials) {
  if (trials == 0) return {};
  constexpr double z = 1.959963984540054;
  const double n = trials, p = successes / n, scale = 1 / (1 + z * z / n);
  const double middle = scale * (p + z * z / (2 * n));
  const double half = scale * z * std::sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

}  // namespace porter::eval
