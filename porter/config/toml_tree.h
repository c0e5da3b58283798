// TOML text as a plain tree that knows the place of every key and value. The parser behind it (toml++) stays in
// toml_tree.cc; what it must not be fed is refused by toml_guard.h.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "porter/core/error.h"

namespace porter::config {

struct TomlDate {};  // dates and times: settings have none, so only the type is kept

struct TomlNode;
struct TomlList {
  std::vector<TomlNode> elements;
};
struct TomlTable {
  std::vector<TomlNode> members;  // in the order of the text
};

struct TomlNode {
  std::string key;        // name in the table that holds it; "" for elements of lists
  core::Place key_place;  // of the key
  core::Place place;      // of the value
  std::variant<TomlTable, TomlList, bool, int64_t, double, std::string, TomlDate> value;
};

// a whole document as a table; `name` stands for the file. Throws core::Error with file:line:col.
TomlNode ParseToml(std::string_view text, const std::string& name);

// one value as it stands behind an equals sign; every node has the place given
TomlNode ParseTomlValue(std::string_view text, const core::Place& place);

// "number 0.5", "string \"newton\"", "list of 3": what was found, for messages
std::string FoundText(const TomlNode& node);

// a TOML string in double quotes
std::string QuoteToml(std::string_view text);

// a TOML number; a double always has a point or an exponent, so that it stays one
std::string NumberToml(double value);
std::string NumberToml(float value);  // shortest text that reads back to the same float

}  // namespace porter::config
