#include "porter/learn/run_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <tinyxml2.h>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"

namespace porter::learn {
namespace {

using testing::HasSubstr;
using testing::Not;

class RunReportTest : public testing::Test {
 protected:
  void SetUp() override { std::filesystem::create_directories(folder_); }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Report(const std::string& metrics, const RunReportText& text) {
    core::WriteTextFileAtomic(folder_ / "metrics.jsonl", metrics);
    WriteRunReport(folder_, text);
    return core::ReadTextFile(folder_ / "report.html");
  }

  const std::filesystem::path folder_ = testing::TempDir() + "run_report_test";
};

// an hour in ten iterations, 3 of 4 parts of it in the environments; the last line is cut off
std::string Metrics() {
  std::string text;
  for (int i = 0; i < 10; ++i) {
    text +=
        core::Cat("{\"iteration\":", i, ",\"samples\":", 7200 * (i + 1), ",\"episodes/count\":", i == 0 ? 0 : 3,
                  ",\"episodes/return\":", i, ",\"episodes/length\":", 10 * i, ",\"update/kl\":null",
                  ",\"update/learning_rate\":0.001,\"time/iteration_s\":360,\"time/env_s\":270,\"time/policy_s\":72",
                  ",\"time/update_s\":18,\"task/reward/tracking\":", 0.1 * i, ",\"task/reward_torque\":-0.01",
                  ",\"task/fallen\":", 1.0 / (i + 1));
    if (i % 5 == 4) text += core::Cat(",\"evaluation/success\":", 0.1 * i);
    text += "}\n";
  }
  return text + "{\"iteration\":10,\"samp";
}

TEST_F(RunReportTest, SaysWhatTheRunTook) {
  const std::string html = Report(Metrics(), {.title = "A <run>", .commit = "abc123"});
  const auto fact = [](const std::string& name, const std::string& value) {
    return HasSubstr("<dt>" + name + "</dt><dd>" + value + "</dd>");
  };
  EXPECT_THAT(html, HasSubstr("<h1>A &lt;run&gt;</h1>"));
  EXPECT_THAT(html, fact("iterations", "10"));
  EXPECT_THAT(html, fact("samples", "72\u202F000"));
  EXPECT_THAT(html, fact("hours of training", "1"));
  EXPECT_THAT(html, fact("samples a second", "20"));
  EXPECT_THAT(html, fact("time in environments", "75 %"));
  EXPECT_THAT(html, fact("time in the policy", "20 %"));
  EXPECT_THAT(html, fact("time in updates", "5 %"));
  EXPECT_THAT(html, fact("commit", "abc123"));
}

TEST_F(RunReportTest, SaysWhatToExpect) {
  const std::string html = Report(Metrics(), {.title = "run"});
  // lengths 10, 20, ... 90 after 12, 18, ... 60 minutes; half of 90 is reached by 50
  EXPECT_THAT(html, HasSubstr("<td>50 %</td><td class=\"number\">45</td><td class=\"number\">36</td>"
                              "<td class=\"number\">43\u202F200</td>"));
  EXPECT_THAT(html, HasSubstr("<td>success</td><td class=\"number\">0.4</td><td class=\"number\">30</td>"
                              "<td class=\"number\">0.9</td><td class=\"number\">60</td>"));
}

TEST_F(RunReportTest, DrawsEveryFigureOverMinutesAndSamples) {
  const std::string html =
      Report(Metrics(), {.title = "run", .config_toml = "a = \"<b>\"\n", .bar_figure = "success", .bar = 0.85});
  for (const char* name :
       {"return", "length", "tracking", "torque", "fallen", "success", "kl", "learning_rate", "env"}) {
    const std::string title = core::Cat("<title>", name, "</title>");
    const size_t first = html.find(title);
    ASSERT_NE(first, std::string::npos) << name;
    EXPECT_NE(html.find(title, first + 1), std::string::npos) << name;
  }
  EXPECT_THAT(html, HasSubstr(">bar to reach: 0.85</text>"));
  EXPECT_THAT(html, HasSubstr("<pre>a = &quot;&lt;b&gt;&quot;\n</pre>"));
  tinyxml2::XMLDocument document;
  EXPECT_EQ(document.Parse(html.c_str(), html.size()), tinyxml2::XML_SUCCESS) << document.ErrorStr();
  EXPECT_THAT(html, Not(HasSubstr("http")));
}

TEST_F(RunReportTest, ALogOfOneLineAndFewNamesIsEnough) {
  EXPECT_THAT(Report("{\"iteration\":0}\n", {.title = "run"}), HasSubstr("no data"));
}

TEST_F(RunReportTest, ARunWithoutMetricsIsAnError) {
  EXPECT_THROW(WriteRunReport(folder_, {.title = "run"}), core::Error);
  EXPECT_THROW(Report("", {.title = "run"}), core::Error);
}

}  // namespace
}  // namespace porter::learn
