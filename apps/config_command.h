// What `porter config` does, apart from the program around it: documents, shows, checks and compares settings.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <vector>

#include "apps/config_types.h"
#include "apps/options.h"

namespace porter::apps {

enum class ConfigAction { kDocs, kShow, kCheck, kDiff };
constexpr auto EnumNames(ConfigAction) {
  return std::to_array<std::string_view>({"docs", "show", "check", "diff"});
}

struct ConfigOptions {
  ConfigAction action = ConfigAction::kDocs;
  std::string settings;          // file or type name
  std::string other;             // the same, diff only
  std::vector<std::string> set;  // show and check only
  bool json = false;

  void Fields(auto&& f) {
    f(action, {.name = "action", .doc = "document a type, show or check settings, compare two"});
    f(settings, {.name = "settings", .doc = "a TOML file, or a type for its defaults"});
    f(other, {.name = "other", .doc = "what diff compares with"});
    f(set, kSetOption);
    f(json, kJsonOption);
  }
};

// writes the answer to `out`; throws core::Error
int RunConfig(const ConfigOptions& options, std::span<const ConfigType> types, std::ostream& out);

}  // namespace porter::apps
