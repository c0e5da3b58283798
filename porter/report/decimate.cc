#include "porter/report/decimate.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "porter/core/check.h"

namespace porter::report {
namespace {

// what is kept of the values with these indices
void KeepStretch(std::span<const double> values, size_t begin, size_t end, std::vector<size_t>& kept) {
  size_t lowest = end, highest = end, gap = end;
  for (size_t i = begin; i < end; ++i) {
    if (!std::isfinite(values[i])) {
      gap = std::min(gap, i);
      continue;
    }
    if (lowest == end || values[i] < values[lowest]) lowest = i;
    if (highest == end || values[i] > values[highest]) highest = i;
  }
  for (const size_t i : {lowest, highest, gap})
    if (i < end) kept.push_back(i);
}

}  // namespace

std::vector<size_t> Decimate(std::span<const double> values, size_t most) {
  PORTER_CHECK(most >= 4u);
  std::vector<size_t> kept;
  if (values.size() <= most) {
    kept.resize(values.size());
    std::iota(kept.begin(), kept.end(), 0);
    return kept;
  }
  const size_t stretches = most / 2 - 1;
  kept = {0, values.size() - 1};
  for (size_t s = 0; s < stretches; ++s)
    KeepStretch(values, s * values.size() / stretches, (s + 1) * values.size() / stretches, kept);
  std::ranges::sort(kept);
  const auto twice = std::ranges::unique(kept);
  kept.erase(twice.begin(), twice.end());
  return kept;
}

}  // namespace porter::report
