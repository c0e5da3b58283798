#include "porter/report/plot.h"

#include <string_view>

#include "porter/core/text.h"
#include "porter/report/curve_path.h"
#include "porter/report/html.h"
#include "porter/report/palette.h"
#include "porter/report/plot_frame.h"

namespace porter::report {
namespace {

constexpr double kSwatch = 20;   // px, length of a line in the legend
constexpr double kSpacing = 18;  // px, between entries
constexpr double kBaseline = 4;  // px, from the middle of a line of text down to where its letters stand
constexpr std::string_view kFaint = " fill-opacity='0.75'";
constexpr std::string_view kOverCurves =  // with a rim in the colour of the page
    " stroke='var(--card,none)' stroke-width='4' stroke-linejoin='round' paint-order='stroke'";

struct Entry {
  double x = 0;  // px
  int line = 0;
};

// entries from left to right, a new line where they do not fit
std::vector<Entry> LayLegend(const Plot& plot) {
  std::vector<Entry> entries;
  double x = 0;
  int line = 0;
  for (const Series& series : plot.series) {
    const double width = kSwatch + 6 + TextWidth(series.name);
    if (x > 0 && x + width > plot.width) {
      x = 0;
      ++line;
    }
    entries.push_back({x, line});
    x += width + kSpacing;
  }
  return entries;
}

// how the series with this number looks: colour, and dashes when the colours are used up
std::string Stroke(size_t number) {
  constexpr std::string_view kDashes[] = {"", " stroke-dasharray='7 4'", " stroke-dasharray='2 4'"};
  const size_t colour = number % kPalette.size();
  return core::Cat("stroke='var(--series-", colour, ",", kPalette[colour].light, ")'",
                   kDashes[number / kPalette.size() % std::size(kDashes)]);
}

std::string Fill(size_t number) {
  const size_t colour = number % kPalette.size();
  return core::Cat("fill='var(--series-", colour, ",", kPalette[colour].light, ")'");
}

std::string Text(double x, double y, std::string_view attributes, const std::string& text) {
  return core::Cat("<text x='", Coordinate(x), "' y='", Coordinate(y), "'", attributes, ">", Escape(text), "</text>\n");
}

std::string Line(double x1, double y1, double x2, double y2, std::string_view attributes) {
  return core::Cat("<path d='M", Coordinate(x1), " ", Coordinate(y1), "L", Coordinate(x2), " ", Coordinate(y2), "' ",
                   attributes, "/>\n");
}

std::string DrawAxes(const PlotFrame& frame) {
  constexpr std::string_view kGrid = "stroke='currentColor' stroke-opacity='0.13'";
  std::string svg;
  for (size_t i = 0; i < frame.y.ticks.values.size(); ++i) {
    const double y = frame.y.Pixel(frame.y.ticks.values[i]);
    svg += Line(frame.x.from, y, frame.x.to, y, kGrid);
    svg += Text(frame.x.from - 6, y + kBaseline, core::Cat(" text-anchor='end'", kFaint), frame.y.ticks.labels[i]);
  }
  for (size_t i = 0; i < frame.x.ticks.values.size(); ++i) {
    const double x = frame.x.Pixel(frame.x.ticks.values[i]);
    svg += Line(x, frame.y.to, x, frame.y.from, kGrid);
    svg += Text(x, frame.y.from + 17, core::Cat(" text-anchor='middle'", kFaint), frame.x.ticks.labels[i]);
  }
  return svg + Line(frame.x.from, frame.y.from, frame.x.to, frame.y.from, "stroke='currentColor' stroke-opacity='0.5'");
}

std::string DrawTitles(const Plot& plot, const PlotFrame& frame) {
  std::string svg;
  const double middle_x = (frame.x.from + frame.x.to) / 2, middle_y = (frame.y.from + frame.y.to) / 2;
  if (!plot.x.title.empty()) svg += Text(middle_x, plot.height - 5, " text-anchor='middle'", plot.x.title);
  if (!plot.y.title.empty()) {
    const std::string turn = core::Cat(" text-anchor='middle' transform='rotate(-90 12 ", Coordinate(middle_y), ")'");
    svg += Text(12, middle_y, turn, plot.y.title);
  }
  if (frame.empty) svg += Text(middle_x, middle_y, core::Cat(" text-anchor='middle'", kFaint), "no data");
  return svg;
}

std::string DrawSeries(const Series& series, size_t number, const PlotFrame& frame) {
  const CurvePath path = PathOfCurve(series, frame);
  const std::string band = PathOfBand(series, frame);
  std::string svg = core::Cat("<g fill='none' stroke-linecap='round' stroke-linejoin='round' ", Stroke(number),
                              "><title>", Escape(series.name), "</title>\n");
  if (!band.empty()) svg += core::Cat("<path d='", band, "' stroke='none' ", Fill(number), " fill-opacity='0.16'/>\n");
  if (!path.line.empty()) svg += core::Cat("<path d='", path.line, "' stroke-width='1.8'/>\n");
  if (!path.dots.empty()) svg += core::Cat("<path d='", path.dots, "' stroke-width='5'/>\n");
  return svg + "</g>\n";
}

std::string DrawLevel(const Level& level, const PlotFrame& frame) {
  if (!frame.y.Shows(level.y)) return "";
  const double y = frame.y.Pixel(level.y);
  const bool room_above = y - frame.y.to > kFontSize + 6;
  return Line(frame.x.from, y, frame.x.to, y, "stroke='currentColor' stroke-opacity='0.75' stroke-dasharray='5 4'") +
         Text(frame.x.from + 6, room_above ? y - 6 : y + kFontSize + 4, kOverCurves, level.label);
}

std::string DrawLegend(const Plot& plot, const std::vector<Entry>& entries) {
  std::string svg;
  for (size_t i = 0; i < entries.size(); ++i) {
    const double y = (entries[i].line + 0.5) * kLegendLine;
    svg += Line(entries[i].x, y, entries[i].x + kSwatch, y, core::Cat("stroke-width='3' ", Stroke(i)));
    svg += Text(entries[i].x + kSwatch + 6, y + kBaseline, "", plot.series[i].name);
  }
  return svg;
}

}  // namespace

Svg Draw(const Plot& plot) {
  const bool named = plot.series.size() > 1;
  const std::vector<Entry> entries = named ? LayLegend(plot) : std::vector<Entry>();
  const PlotFrame frame = MakeFrame(plot, named ? entries.back().line + 1 : 0);
  std::string svg =
      core::Cat("<svg viewBox='0 0 ", plot.width, " ", plot.height, "' role='img' aria-label='",
                Escape(plot.y.title + " over " + plot.x.title), "' fill='currentColor' font-size='", kFontSize, "'>\n");
  svg += DrawAxes(frame) + DrawTitles(plot, frame);
  for (size_t i = 0; i < plot.series.size(); ++i) svg += DrawSeries(plot.series[i], i, frame);
  for (const Level& level : plot.levels) svg += DrawLevel(level, frame);
  return {svg + DrawLegend(plot, entries) + "</svg>\n"};
}

}  // namespace porter::report
