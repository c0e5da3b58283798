// Long curves with fewer points that look the same: of every stretch, its lowest and its highest point are kept, so
// that peaks survive, and a gap where there was one.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace porter::report {

// Ascending indices into `values`; all of them when there are at most `most` (>= 4). Otherwise: the first and last, and
// of each of most / 2 - 1 stretches the lowest and highest finite value, and the first that is not finite.
std::vector<size_t> Decimate(std::span<const double> values, size_t most);

}  // namespace porter::report
