#include "apps/config_command.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "porter/config/describe.h"
#include "porter/config/read.h"
#include "porter/config/write.h"
#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

using Json = nlohmann::ordered_json;

struct Settings {
  const ConfigType* type;
  config::Prototype values;
};

std::vector<std::string> Names(std::span<const ConfigType> types) {
  std::vector<std::string> names;
  for (const ConfigType& type : types) names.emplace_back(type.name);
  return names;
}

const ConfigType* FindType(std::span<const ConfigType> types, const std::string& name) {
  const auto found = std::ranges::find(types, name, &ConfigType::name);
  return found == types.end() ? nullptr : &*found;
}

const ConfigType& TypeNamed(std::span<const ConfigType> types, const std::string& name, const std::string& place) {
  if (const ConfigType* type = FindType(types, name)) return *type;
  const std::string nearest = core::NearestName(name, Names(types));
  throw core::Error({.what = name.empty() ? "the type of settings is not said" : "no settings of this type",
                     .place = {.file = place},
                     .found = name,
                     .expected = "one of " + core::Join(Names(types), ", "),
                     .hint = nearest.empty() ? "" : "did you mean " + nearest + "?"});
}

// a type's defaults by its name, or a file read over them
Settings Read(std::span<const ConfigType> types, const std::string& name) {
  if (const ConfigType* type = FindType(types, name)) return {type, type->make()};
  if (!std::filesystem::exists(name))
    throw core::Error({.what = "neither a file nor a type of settings",
                       .found = name,
                       .expected = "a TOML file or one of " + core::Join(Names(types), ", ")});
  const std::string type_name = config::ConfigName(name);
  if (type_name.empty())
    throw core::Error({.what = "the file does not say which settings it holds",
                       .place = {.file = name},
                       .expected = "a line config = \"...\" with one of " + core::Join(Names(types), ", ")});
  const ConfigType& type = TypeNamed(types, type_name, name);
  Settings settings{&type, type.make()};
  config::LoadFile(settings.values.value, name);
  return settings;
}

void Docs(const ConfigOptions& options, std::span<const ConfigType> types, std::ostream& out) {
  const ConfigType& type = TypeNamed(types, options.settings, "config docs");
  const std::vector<config::Description> rows = config::Describe(type.make().value);
  if (!options.json) {
    out << config::Markdown(rows);
    return;
  }
  Json keys = Json::array();
  for (const config::Description& row : rows)
    keys.push_back({{"key", row.key},
                    {"type", row.type},
                    {"default", row.value},
                    {"unit", row.unit},
                    {"range", row.range},
                    {"doc", row.doc}});
  out << Json{{"config", type.name}, {"keys", keys}}.dump() << "\n";
}

void Show(const ConfigOptions& options, std::span<const ConfigType> types, std::ostream& out) {
  const Settings settings = Read(types, options.settings);
  for (const std::string& text : options.set) config::Override(settings.values.value, text);
  const std::string hash = config::Hash(settings.values.value);
  const bool check = options.action == ConfigAction::kCheck;
  if (options.json) {
    Json json{{"config", settings.type->name}, {"hash", hash}};
    if (!check) json["toml"] = config::ToToml(settings.values.value, config::Comments::kNone);
    out << json.dump() << "\n";
  } else if (check) {
    out << options.settings << ": good " << settings.type->name << ", hash " << hash << "\n";
  } else {
    out << "# hash " << hash << "\n" << config::ToToml(settings.values.value, config::Comments::kDocumented);
  }
}

void Compare(const ConfigOptions& options, std::span<const ConfigType> types, std::ostream& out) {
  const Settings left = Read(types, options.settings), right = Read(types, options.other);
  if (left.type != right.type)
    throw core::Error({.what = "settings of different types cannot be compared",
                       .found = core::Cat(left.type->name, " and ", right.type->name)});
  const std::vector<config::Difference> rows = config::Diff(left.values.value, right.values.value);
  if (options.json) {
    Json differences = Json::array();
    for (const config::Difference& row : rows)
      differences.push_back({{"key", row.key}, {"left", row.left}, {"right", row.right}});
    out << Json{{"config", left.type->name}, {"differences", differences}}.dump() << "\n";
    return;
  }
  core::TextTable table({"key", options.settings, options.other});
  for (const config::Difference& row : rows) table.AddRow({row.key, row.left, row.right});
  out << (rows.empty() ? "no difference\n" : table.ToString());
}

}  // namespace

int RunConfig(const ConfigOptions& options, std::span<const ConfigType> types, std::ostream& out) {
  const bool compares = options.action == ConfigAction::kDiff;
  if (compares == options.other.empty())
    throw core::Error(compares ? "diff needs two files or types" : "only diff takes a second file or type");
  if (!options.set.empty() && (compares || options.action == ConfigAction::kDocs))
    throw core::Error("--set goes with show and check only");
  if (compares) {
    Compare(options, types, out);
  } else if (options.action == ConfigAction::kDocs) {
    Docs(options, types, out);
  } else {
    Show(options, types, out);
  }
  return 0;
}

}  // namespace porter::apps
