// porter bench: measures porter against named rivals in one run, from a scenario in TOML.
#include <iostream>

#include "apps/bench_scenario.h"
#include "apps/root.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

struct Scenario {
  std::string_view name;
  BenchReport (*run)(const BenchOptions&);
};

constexpr Scenario kScenarios[] = {
    {"physics", BenchPhysics},
    {"render", BenchRender},
#ifdef PORTER_TRAINS
    {"train", BenchTrain},
    {"walk", BenchWalk},
#endif
};

const Scenario& Find(const std::string& name) {
  std::vector<std::string> names;
  for (const Scenario& scenario : kScenarios) {
    if (scenario.name == name) return scenario;
    names.emplace_back(scenario.name);
  }
  throw core::Error({.what = "no such scenario", .found = "'" + name + "'", .expected = core::Join(names, ", ")});
}

int Run(const BenchOptions& given) {
  BenchOptions options = given;
  const Scenario& scenario = Find(options.scenario);
  if (options.file.empty()) options.file = RepositoryRoot() / "bench" / (options.scenario + ".toml");
  const BenchReport report = scenario.run(options);
  if (!options.out.empty()) core::WriteTextFileAtomic(options.out, report.json + "\n");
  std::cout << (options.json ? report.json + "\n" : report.table);
  return 0;
}

}  // namespace

std::string Fixed(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f", digits, value);
  return text;
}

std::string Commit() {
  const char* commit = std::getenv("PORTER_COMMIT");
  return commit != nullptr ? commit : "unknown";
}

Verb BenchVerb() {
  return MakeVerb<Run>({.name = "bench",
                        .summary = "measures porter against named rivals in one run",
                        .positionals = "scenario [file]"});
}

}  // namespace porter::apps
