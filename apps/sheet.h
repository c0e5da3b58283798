// A table that prints for people and for programs: named columns, cells that are words or numbers.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace porter::apps {

struct Sheet {
  using Cell = std::variant<std::monostate, std::string, int, double>;  // monostate: nothing to say, null in JSON

  std::string name;       // heading for people, key in JSON
  std::string note = {};  // the rest of the heading, for people
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows = {};  // [rows][columns]
};

// headings and aligned tables
void PrintText(std::span<const Sheet> sheets, std::ostream& out);

// one JSON object: the name of each sheet -> a list of objects, one a row, keyed by column
void PrintJson(std::span<const Sheet> sheets, std::ostream& out);

}  // namespace porter::apps
