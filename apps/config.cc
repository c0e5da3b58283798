// porter config: the verb around config_command.h.
#include <iostream>

#include "apps/config_command.h"

namespace porter::apps {
namespace {

int Run(const ConfigOptions& options) {
  return RunConfig(options, ConfigTypes(), std::cout);
}

}  // namespace

Verb ConfigVerb() {
  return MakeVerb<Run>({.name = "config",
                        .summary = "documents, shows, checks and compares settings",
                        .positionals = "action settings [other]"});
}

}  // namespace porter::apps
