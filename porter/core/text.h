// Small text helpers: concatenation, joining, nearest names for error hints, aligned tables for people.
#pragma once

#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace porter::core {

// all arguments streamed one after another
template <class... Args>
std::string Cat(const Args&... args) {
  std::ostringstream out;
  (out << ... << args);
  return out.str();
}

std::string Join(std::span<const std::string> parts, std::string_view separator);

// shortest text that reads back as the same double; integers without a point
std::string FormatNumber(double value);

// number of single-character edits (insert, delete, replace, swap of neighbours) between two words
int EditDistance(std::string_view a, std::string_view b);

// the name nearest to `word`, or "" when none is near enough to be a slip of the pen
std::string NearestName(std::string_view word, std::span<const std::string> names);

// rows of cells aligned in columns; numbers to the right, words to the left
class TextTable {
 public:
  explicit TextTable(std::vector<std::string> header) : header_(std::move(header)) {}
  void AddRow(std::vector<std::string> cells);
  std::string ToString() const;

 private:
  std::vector<std::string> header_;
  std::vector<std::vector<std::string>> rows_;
};

}  // namespace porter::core
