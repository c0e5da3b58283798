// porter inspect: the numbers of a robot, a model file or a layout as tables.
#include <iostream>

#include "apps/inspect_sheets.h"
#include "apps/options.h"

namespace porter::apps {
namespace {

struct InspectOptions {
  std::string what = "G1";
  bool json = false;

  void Fields(auto&& f) {
    f(what, {.name = "what", .doc = "G1, the name of a layout (student, wbc, ...) or an MJCF file of a G1"});
    f(json, kJsonOption);
  }
};

int Run(const InspectOptions& options) {
  const std::vector<Sheet> sheets = Inspect(options.what);
  options.json ? PrintJson(sheets, std::cout) : PrintText(sheets, std::cout);
  return 0;
}

}  // namespace

Verb InspectVerb() {
  return MakeVerb<Run>({.name = "inspect",
                        .summary = "joints, limits, gains, masses and layouts of a robot or a model file",
                        .positionals = "[what]"});
}

}  // namespace porter::apps
