#include "porter/report/page_style.h"

#include <string_view>

#include "porter/core/text.h"
#include "porter/report/palette.h"

namespace porter::report {
namespace {

constexpr std::string_view kColours = R"(:root {
  color-scheme: light dark;
  --paper: #f6f7f9; --card: #ffffff; --ink: #1c232b; --quiet: #5b6672; --rule: #dfe3e8; --accent: #0072b2;
)";

constexpr std::string_view kDarkColours = R"(}
@media (prefers-color-scheme: dark) { :root {
  --paper: #14181d; --card: #1c2229; --ink: #e4e8ec; --quiet: #98a3ae; --rule: #323a43; --accent: #4aa8e8;
)";

constexpr std::string_view kRules = R"(} }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 28px 24px 60px; }
h1 { font-size: 27px; line-height: 1.2; margin: 0 0 14px; }
h2 { font-size: 19px; margin: 34px 0 10px; }
p { max-width: 46em; margin: 8px 0; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 10px; margin: 12px 0; }
dl div, figure, table, details { background: var(--card); border: 1px solid var(--rule); border-radius: 8px; }
dl div { padding: 9px 14px; }
dt { color: var(--quiet); font-size: 13px; }
dd { margin: 0; font-size: 18px; font-weight: 600; overflow-wrap: anywhere; }
.wide { overflow-x: auto; margin: 12px 0; }
table { border-collapse: separate; border-spacing: 0; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 14px; text-align: left; }
th { color: var(--quiet); font-weight: 600; font-size: 13px; }
td { border-top: 1px solid var(--rule); }
.number { text-align: right; }
.figures { display: grid; gap: 14px; margin: 12px 0; }
figure { margin: 0; padding: 14px 14px 10px; min-width: 0; }
figure svg { display: block; width: 100%; height: auto; }
figure img { display: block; max-width: 100%; height: auto; margin: 0 auto; border-radius: 4px; }
figcaption { color: var(--quiet); font-size: 13px; margin-top: 8px; }
details { padding: 10px 14px; margin: 12px 0; }
summary { cursor: pointer; font-weight: 600; }
pre { overflow-x: auto; font: 13px/1.45 ui-monospace, "DejaVu Sans Mono", monospace; }
input[name=view] { position: absolute; opacity: 0; }
nav { position: sticky; top: 8px; z-index: 1; display: inline-flex; gap: 4px; padding: 4px; border-radius: 8px;
  background: var(--card); border: 1px solid var(--rule); }
nav label { padding: 3px 14px; border-radius: 5px; cursor: pointer; font-size: 14px; color: var(--quiet); }
)";

std::string ColumnRules() {
  std::string rules = "@media (min-width: 760px) {\n";
  for (int columns = 2; columns <= 6; ++columns)
    rules += core::Cat("  .columns-", columns, " { grid-template-columns: repeat(", columns, ", 1fr); }\n");
  return rules + "}\n";
}

// what is of another view than the chosen one is hidden
std::string ViewRules(int views) {
  std::string rules;
  for (int v = 0; v < views; ++v) {
    const std::string chosen = core::Cat("#view-", v, ":checked ~ main ");
    rules += core::Cat(chosen, "nav label[for=view-", v, "] { background: var(--accent); color: var(--card); }\n");
    for (int other = 0; other < views; ++other)
      if (other != v) rules += core::Cat(chosen, ".view-", other, " { display: none; }\n");
  }
  return rules;
}

}  // namespace

std::string PageStyle(int views) {
  std::string style(kColours);
  for (size_t i = 0; i < kPalette.size(); ++i) style += core::Cat("  --series-", i, ": ", kPalette[i].light, ";\n");
  style += kDarkColours;
  for (size_t i = 0; i < kPalette.size(); ++i) style += core::Cat("  --series-", i, ": ", kPalette[i].dark, ";\n");
  return core::Cat(style, kRules, ColumnRules(), ViewRules(views));
}

}  // namespace porter::report
