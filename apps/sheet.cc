#include "apps/sheet.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "porter/core/check.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

std::string Text(const Sheet::Cell& cell) {
  if (const auto* word = std::get_if<std::string>(&cell)) return *word;
  if (const auto* count = std::get_if<int>(&cell)) return std::to_string(*count);
  if (const auto* number = std::get_if<double>(&cell)) return core::FormatNumber(*number);
  return "";
}

nlohmann::ordered_json Json(const Sheet::Cell& cell) {
  if (const auto* word = std::get_if<std::string>(&cell)) return *word;
  if (const auto* count = std::get_if<int>(&cell)) return *count;
  if (const auto* number = std::get_if<double>(&cell)) return *number;
  return nullptr;
}

}  // namespace

void PrintText(std::span<const Sheet> sheets, std::ostream& out) {
  const char* gap = "";
  for (const Sheet& sheet : sheets) {
    core::TextTable table(sheet.columns);
    for (const auto& row : sheet.rows) {
      std::vector<std::string> cells;
      for (const Sheet::Cell& cell : row) cells.push_back(Text(cell));
      table.AddRow(std::move(cells));
    }
    out << gap << sheet.name << (sheet.note.empty() ? "" : ": ") << sheet.note << "\n" << table.ToString();
    gap = "\n";
  }
}

void PrintJson(std::span<const Sheet> sheets, std::ostream& out) {
  nlohmann::ordered_json object = nlohmann::ordered_json::object();
  for (const Sheet& sheet : sheets) {
    nlohmann::ordered_json& list = object[sheet.name] = nlohmann::ordered_json::array();
    for (const auto& row : sheet.rows) {
      PORTER_CHECK(row.size() == sheet.columns.size(), "a row has one cell per column");
      nlohmann::ordered_json entry;
      for (size_t c = 0; c < row.size(); ++c) entry[sheet.columns[c]] = Json(row[c]);
      list.push_back(std::move(entry));
    }
  }
  const auto replace = nlohmann::ordered_json::error_handler_t::replace;  // names in a file need not be UTF-8
  out << object.dump(-1, ' ', false, replace) << "\n";
}

}  // namespace porter::apps
