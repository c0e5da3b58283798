// The figures of a run as columns: what metrics.h wrote, read back. A last line that a crash or a running writer cut
// off is left out.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace porter::learn {

struct LogColumn {
  std::string name;            // "update/kl"
  std::vector<double> values;  // not a number where the line has none   [lines]
};

struct RunLog {
  size_t lines = 0;                // one an iteration
  std::vector<LogColumn> columns;  // in the order of their first appearance; "iteration" is one

  // of the column with this name; not a number everywhere when there is none
  std::vector<double> Values(const std::string& name) const;
};

// throws Error, with the line, for a file that cannot be read or is no metrics file, and for one without a whole line
RunLog ReadRunLog(const std::filesystem::path& path);

}  // namespace porter::learn
