// The page of a training run: what it took, its curves over time and over samples, and what to expect of the next one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace porter::learn {

struct RunReportText {
  std::string title;
  std::string config_toml = {};    // all settings; empty: left out
  std::string commit = {};         // of the program; empty: left out
  std::string bar_figure = {};     // figure of the evaluation with a bar to reach: "success"
  std::optional<double> bar = {};  // drawn into its plot
};

// Reads `folder`/metrics.jsonl and writes `folder`/report.html, one file that loads nothing. Throws Error when the
// first cannot be read or the second not written.
void WriteRunReport(const std::filesystem::path& folder, const RunReportText& text);

}  // namespace porter::learn
