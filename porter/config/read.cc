#include "porter/config/read.h"

#include <algorithm>
#include <optional>

#include "porter/config/assign.h"
#include "porter/config/toml_tree.h"
#include "porter/core/check.h"
#include "porter/core/file.h"
#include "porter/core/text.h"

namespace porter::config {
namespace {

namespace fs = std::filesystem;

// a file's text, apart from the two keys that are about the file itself
struct Document {
  TomlNode root;
  std::optional<TomlNode> base;    // path of the file that is read first
  std::optional<TomlNode> config;  // name of the type
};

std::optional<TomlNode> TakeString(TomlTable& table, std::string_view key) {
  const auto found = std::ranges::find(table.members, key, &TomlNode::key);
  if (found == table.members.end()) return {};
  TomlNode node = std::move(*found);
  table.members.erase(found);
  if (!std::holds_alternative<std::string>(node.value))
    throw core::Error({.what = std::string(key) + " has the wrong type",
                       .place = node.place,
                       .found = FoundText(node),
                       .expected = "string"});
  return node;
}

Document Parse(std::string_view text, const std::string& name) {
  Document document{.root = ParseToml(text, name), .base = {}, .config = {}};
  auto& table = std::get<TomlTable>(document.root.value);
  document.base = TakeString(table, "base");
  document.config = TakeString(table, "config");
  return document;
}

fs::path Canonical(const fs::path& path) {
  std::error_code code;
  const fs::path canonical = fs::weakly_canonical(path, code);
  return code ? path : canonical;
}

// the file that `base` names, refused when it does not exist or is one of `readers`, the files that led here
fs::path BasePath(const TomlNode& base, const fs::path& folder, std::span<const fs::path> readers) {
  const fs::path path = folder / std::get<std::string>(base.value);
  std::error_code code;
  if (!fs::is_regular_file(path, code))
    throw core::Error({.what = "the base does not exist",
                       .place = base.place,
                       .found = FoundText(base),
                       .hint = "its path starts at the folder of the file that names it"});
  for (const fs::path& reader : readers) {
    if (Canonical(path) == Canonical(reader))
      throw core::Error({.what = "the base is read in a circle",
                         .place = base.place,
                         .found = FoundText(base),
                         .expected = "a file that does not lead back to this one"});
  }
  return path;
}

// the documents to read one after another: the farthest base first, `text` last
std::vector<Document> ReadChain(std::string_view text, const fs::path& path) {
  std::vector<Document> chain;
  std::vector<fs::path> readers = {path};
  chain.push_back(Parse(text, path.string()));
  while (chain.back().base) {
    readers.push_back(BasePath(*chain.back().base, readers.back().parent_path(), readers));
    chain.push_back(Parse(core::ReadTextFile(readers.back()), readers.back().string()));
  }
  std::ranges::reverse(chain);
  return chain;
}

void CheckType(const Document& document, const Value& settings) {
  if (!document.config) return;
  const std::string_view expected = std::get<TableRef>(settings.ref).config_name;
  if (std::get<std::string>(document.config->value) == expected) return;
  throw core::Error({.what = "the file holds settings of another type",
                     .place = document.config->place,
                     .found = FoundText(*document.config),
                     .expected = expected.empty() ? "no key config" : QuoteToml(expected)});
}

void LoadChain(const Value& settings, std::string_view text, const fs::path& path) {
  for (const Entry& entry : Entries(std::get<TableRef>(settings.ref)))
    PORTER_CHECK(entry.info.name != "base" && entry.info.name != "config", "these keys are about the file itself");
  for (const Document& document : ReadChain(text, path)) {
    CheckType(document, settings);
    Assign(document.root, {{}, settings}, "");
  }
}

}  // namespace

void LoadFile(const Value& settings, const fs::path& path) {
  LoadChain(settings, core::ReadTextFile(path), path);
}

void LoadText(const Value& settings, std::string_view text, const std::string& name) {
  LoadChain(settings, text, name);
}

std::string ConfigName(const fs::path& path) {
  std::string name;
  for (const Document& document : ReadChain(core::ReadTextFile(path), path))
    if (document.config) name = std::get<std::string>(document.config->value);
  return name;
}

}  // namespace porter::config
