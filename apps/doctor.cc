// porter doctor: what is installed here, and what is missing or slow. Status 1 when porter cannot run.
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/findings.h"
#include "apps/options.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

struct DoctorOptions {
  bool json = false;
  void Fields(auto&& f) { f(json, kJsonOption); }
};

std::string LevelName(Level level) {
  return std::string(kLevelNames[static_cast<size_t>(level)]);
}

void PrintJson(const std::vector<Finding>& findings, bool can_run) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const Finding& finding : findings)
    rows.push_back({{"item", finding.item},
                    {"found", finding.found},
                    {"level", LevelName(finding.level)},
                    {"note", finding.note}});
  const nlohmann::ordered_json json{{"can_run", can_run}, {"findings", rows}};
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;  // folders need not be UTF-8
  std::cout << json.dump(-1, ' ', false, replace) << "\n";
}

void PrintTable(const std::vector<Finding>& findings, bool can_run) {
  core::TextTable table({"item", "found", "level", "note"});
  for (const Finding& finding : findings)
    table.AddRow({finding.item, finding.found, LevelName(finding.level), finding.note});
  std::cout << table.ToString() << "\nporter "
            << (can_run ? "can run here\n" : "cannot run here: see what is missing\n");
}

int Run(const DoctorOptions& options) {
  const std::vector<Finding> findings = Examine(RealSurroundings());
  const bool can_run = std::ranges::find(findings, Level::kMissing, &Finding::level) == findings.end();
  options.json ? PrintJson(findings, can_run) : PrintTable(findings, can_run);
  return can_run ? 0 : 1;
}

}  // namespace

Verb DoctorVerb() {
  return MakeVerb<Run>(
      {.name = "doctor", .summary = "what is installed here, and what is missing or slow", .positionals = ""});
}

}  // namespace porter::apps
