// A page for people: one HTML file with everything in it, pictures too, that loads nothing and can be sent as it is.
// Light or dark as the reader's system has it. All texts are plain; what means something in HTML is escaped.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "porter/core/image.h"
#include "porter/report/plot.h"

namespace porter::report {

using Cell = std::variant<std::string, double>;  // words stand to the left, numbers to the right

struct Fact {
  std::string name;
  Cell value;
};

struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows = {};  // [rows][columns]
};

constexpr int kEveryView = -1;

struct Figure {
  std::variant<Svg, core::Image> picture;
  std::string caption;
  int view = kEveryView;  // the view of the page that shows it
};

class Page {
 public:
  // `views`: names of what a switch on the page chooses between, the first at first; empty: no switch
  explicit Page(std::string title, std::vector<std::string> views = {});

  void AddSection(const std::string& heading);
  void AddParagraph(const std::string& text);
  void AddFacts(std::span<const Fact> facts);
  void AddTable(const Table& table);
  void AddFigures(std::span<const Figure> figures, int columns);        // side by side where the screen is wide enough
  void AddFolded(const std::string& summary, const std::string& text);  // lines as they are, unfolded by a click

  std::string ToHtml() const;
  void Write(const std::filesystem::path& path) const;  // atomically; throws Error when it cannot be written

 private:
  void Add(std::string_view tag, const std::string& text);

  const std::string title_;
  const std::vector<std::string> views_;
  std::string body_;
};

}  // namespace porter::report
