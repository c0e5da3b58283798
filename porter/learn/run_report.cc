#include "porter/learn/run_report.h"

#include "porter/core/text.h"
#include "porter/learn/run_curves.h"
#include "porter/learn/run_log.h"
#include "porter/learn/run_summary.h"
#include "porter/report/number_text.h"
#include "porter/report/page.h"

namespace porter::learn {
namespace {

std::string Percent(double part, double whole) {
  return whole > 0 ? report::ShortText(100 * part / whole, 3) + " %" : "\u2013";
}

void AddFacts(const RunLog& log, const RunReportText& text, report::Page& page) {
  const TimeSplit time = SplitTime(log);
  const std::vector<double> samples = log.Values("samples");
  std::vector<report::Fact> facts{{"iterations", log.Values("iteration").back() + 1},
                                  {"samples", samples.back()},
                                  {"hours of training", time.total_s / 3600},
                                  {"samples a second", samples.back() / time.total_s},
                                  {"time in environments", Percent(time.env_s, time.total_s)},
                                  {"time in the policy", Percent(time.policy_s, time.total_s)},
                                  {"time in updates", Percent(time.update_s, time.total_s)}};
  if (!text.commit.empty()) facts.push_back({"commit", text.commit});
  page.AddFacts(facts);
}

void AddMilestones(const std::vector<Milestone>& milestones, report::Page& page) {
  if (milestones.empty()) return;
  page.AddParagraph("Episodes had grown to these shares of their length at the end after:");
  report::Table table{.columns = {"share", "length, steps", "minutes", "samples"}};
  for (const Milestone& m : milestones)
    table.rows.push_back({report::ShortText(100 * m.share, 3) + " %", m.length, m.minutes, m.samples});
  page.AddTable(table);
}

void AddEvaluationChanges(const std::vector<FirstAndLast>& changes, report::Page& page) {
  if (changes.empty()) return;
  page.AddParagraph("The first and the last evaluation:");
  report::Table table{.columns = {"figure", "first", "at minute", "last", "at minute"}};
  for (const FirstAndLast& c : changes)
    table.rows.push_back({c.name, c.first, c.first_minutes, c.last, c.last_minutes});
  page.AddTable(table);
}

void AddExpectations(const RunLog& log, report::Page& page) {
  const std::vector<Milestone> milestones = LengthMilestones(log);
  const std::vector<FirstAndLast> changes = EvaluationChanges(log);
  if (milestones.empty() && changes.empty()) return;
  page.AddSection("What to expect next time");
  AddMilestones(milestones, page);
  AddEvaluationChanges(changes, page);
}

void AddCurves(const std::string& heading, std::vector<report::Figure> figures, int columns, report::Page& page) {
  if (figures.empty()) return;
  page.AddSection(heading);
  page.AddFigures(figures, columns);
}

}  // namespace

void WriteRunReport(const std::filesystem::path& folder, const RunReportText& text) {
  const RunLog log = ReadRunLog(folder / "metrics.jsonl");
  const RunCurves curves(log);
  report::Page page(text.title, {"over minutes", "over samples"});
  AddFacts(log, text, page);
  page.AddParagraph(core::Cat("Curves show the mean of ", SmoothingWindow(log),
                              " iterations; where there is one curve, ",
                              "the band reaches from the lowest to the highest of them. Dots are evaluations. ",
                              "Time is that of training; evaluations are not in it."));
  AddCurves("Episodes", curves.Episodes(), 2, page);
  AddCurves("Evaluations", curves.Evaluations(text.bar_figure, text.bar), 3, page);
  AddCurves("Rewards", curves.Rewards(), 2, page);
  AddCurves("Task", curves.Task(), 3, page);
  AddCurves("Updates", curves.Updates(), 3, page);
  AddCurves("Time", curves.Time(), 2, page);
  AddExpectations(log, page);
  if (!text.config_toml.empty()) page.AddFolded("Settings", text.config_toml);
  page.Write(folder / "report.html");
}

}  // namespace porter::learn
