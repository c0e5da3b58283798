// Figures of a run over time: one JSON object a line, in order, each with its iteration. A resumed run continues the
// file: lines of iterations that will be done again, and a line cut off by a crash, are dropped first.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace porter::learn {

struct Metric {
  std::string name;  // "update/kl"
  double value;
};

class MetricsFile {
 public:
  // keeps the lines of iterations before `iteration`; throws Error when the file cannot be written
  MetricsFile(const std::filesystem::path& path, int64_t iteration);

  // one line, on disk when this returns; a value that is not finite is written as null
  void Write(int64_t iteration, const std::vector<Metric>& metrics);

 private:
  const std::filesystem::path path_;
  std::ofstream out_;
};

}  // namespace porter::learn
