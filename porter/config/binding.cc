#include "porter/config/binding.h"

#include <algorithm>
#include <set>

#include "porter/core/check.h"

namespace porter::config {
namespace {

bool IsKey(std::string_view name) {
  return !name.empty() &&
         std::ranges::all_of(name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

std::vector<Entry> Entries(const TableRef& table) {
  std::vector<Entry> entries = table.entries(table.object);
  std::set<std::string_view> names;
  for (const Entry& entry : entries) {
    PORTER_CHECK(IsKey(entry.info.name),
                 "a field's name is lower case, digits and underscores: " + std::string(entry.info.name));
    PORTER_CHECK(names.insert(entry.info.name).second,
                 "a field's name is there twice: " + std::string(entry.info.name));
  }
  return entries;
}

}  // namespace porter::config
