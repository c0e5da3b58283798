#include "porter/report/page.h"

#include "porter/core/check.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/png.h"
#include "porter/report/html.h"
#include "porter/report/number_text.h"
#include "porter/report/page_style.h"

namespace porter::report {
namespace {

bool IsNumber(const Cell& cell) {
  return std::holds_alternative<double>(cell);
}

std::string CellText(const Cell& cell) {
  if (const double* number = std::get_if<double>(&cell)) return NumberText(*number);
  return Escape(std::get<std::string>(cell));
}

std::string RowText(std::span<const Cell> cells) {
  std::string row = "<tr>";
  for (const Cell& cell : cells)
    row += core::Cat(IsNumber(cell) ? "<td class=\"number\">" : "<td>", CellText(cell), "</td>");
  return row + "</tr>\n";
}

std::string PictureText(const Figure& figure) {
  if (const Svg* svg = std::get_if<Svg>(&figure.picture)) return svg->text;
  const core::Image& image = std::get<core::Image>(figure.picture);
  return core::Cat("<img width=\"", image.width, "\" height=\"", image.height, "\" alt=\"", Escape(figure.caption),
                   "\" src=\"data:image/png;base64,", Base64(io::EncodePng(image)), "\"/>\n");
}

// the switch: invisible buttons before all that they show and hide, and their labels
std::string ViewButtons(std::span<const std::string> views) {
  std::string buttons;
  for (size_t v = 0; v < views.size(); ++v) {
    buttons += core::Cat("<input type=\"radio\" name=\"view\" id=\"view-", v, "\"",
                         v == 0 ? " checked=\"checked\"" : "", "/>\n");
  }
  return buttons;
}

std::string ViewLabels(std::span<const std::string> views) {
  if (views.empty()) return "";
  std::string labels = "<nav>";
  for (size_t v = 0; v < views.size(); ++v)
    labels += core::Cat("<label for=\"view-", v, "\">", Escape(views[v]), "</label>");
  return labels + "</nav>\n";
}

}  // namespace

Page::Page(std::string title, std::vector<std::string> views) : title_(std::move(title)), views_(std::move(views)) {}

void Page::Add(std::string_view tag, const std::string& text) {
  body_ += core::Cat("<", tag, ">", Escape(text), "</", tag, ">\n");
}

void Page::AddSection(const std::string& heading) {
  Add("h2", heading);
}

void Page::AddParagraph(const std::string& text) {
  Add("p", text);
}

void Page::AddFacts(std::span<const Fact> facts) {
  body_ += "<dl>\n";
  for (const Fact& fact : facts)
    body_ += core::Cat("<div><dt>", Escape(fact.name), "</dt><dd>", CellText(fact.value), "</dd></div>\n");
  body_ += "</dl>\n";
}

void Page::AddTable(const Table& table) {
  body_ += "<div class=\"wide\"><table>\n<tr>";
  for (size_t c = 0; c < table.columns.size(); ++c) {
    const bool number = !table.rows.empty() && c < table.rows[0].size() && IsNumber(table.rows[0][c]);
    body_ += core::Cat(number ? "<th class=\"number\">" : "<th>", Escape(table.columns[c]), "</th>");
  }
  body_ += "</tr>\n";
  for (const std::vector<Cell>& row : table.rows) {
    PORTER_CHECK(row.size() == table.columns.size(), "a row has one cell per column");
    body_ += RowText(row);
  }
  body_ += "</table></div>\n";
}

void Page::AddFigures(std::span<const Figure> figures, int columns) {
  PORTER_CHECK(columns >= 1);
  body_ += core::Cat("<div class=\"figures columns-", columns, "\">\n");
  for (const Figure& figure : figures) {
    PORTER_CHECK(figure.view < static_cast<int>(views_.size()));
    body_ += figure.view == kEveryView ? "<figure>" : core::Cat("<figure class=\"view-", figure.view, "\">");
    body_ += core::Cat(PictureText(figure), "<figcaption>", Escape(figure.caption), "</figcaption></figure>\n");
  }
  body_ += "</div>\n";
}

void Page::AddFolded(const std::string& summary, const std::string& text) {
  body_ += core::Cat("<details><summary>", Escape(summary), "</summary><pre>", Escape(text), "</pre></details>\n");
}

std::string Page::ToHtml() const {
  return core::Cat("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n",
                   "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>", Escape(title_),
                   "</title>\n<style>\n", PageStyle(static_cast<int>(views_.size())), "</style>\n</head>\n<body>\n",
                   ViewButtons(views_), "<main>\n<h1>", Escape(title_), "</h1>\n", ViewLabels(views_), body_,
                   "</main>\n</body>\n</html>\n");
}

void Page::Write(const std::filesystem::path& path) const {
  core::WriteTextFileAtomic(path, ToHtml());
}

}  // namespace porter::report
