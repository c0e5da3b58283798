#include "porter/learn/run_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/learn/metrics.h"

namespace porter::learn {
namespace {

using testing::ElementsAre;
using testing::IsNan;

std::filesystem::path LogFile(const std::string& text) {
  const std::filesystem::path path = testing::TempDir() + "run_log_test.jsonl";
  core::WriteTextFileAtomic(path, text);
  return path;
}

std::string LogError(const std::string& text) {
  try {
    ReadRunLog(LogFile(text));
  } catch (const core::Error& error) {
    const std::string what = error.what();
    return what.substr(what.find("run_log_test"));
  }
  return "no error";
}

TEST(RunLog, HasAColumnAName) {
  const RunLog log = ReadRunLog(LogFile("{\"iteration\":0,\"a/b\":0.5}\n{\"iteration\":1,\"a/b\":null,\"c\":3}\n"));
  EXPECT_EQ(log.lines, 2);
  ASSERT_EQ(log.columns.size(), 3);
  EXPECT_EQ(log.columns[1].name, "a/b");
  EXPECT_THAT(log.Values("iteration"), ElementsAre(0, 1));
  EXPECT_THAT(log.Values("a/b"), ElementsAre(0.5, IsNan()));
  EXPECT_THAT(log.Values("c"), ElementsAre(IsNan(), 3));
  EXPECT_THAT(log.Values("d"), ElementsAre(IsNan(), IsNan()));
}

TEST(RunLog, ReadsWhatMetricsWrite) {
  const std::filesystem::path path = LogFile("");
  MetricsFile file(path, 0);
  file.Write(0, {{"x", 0.1}, {"say \"y\"", NAN}});
  const RunLog log = ReadRunLog(path);
  EXPECT_THAT(log.Values("x"), ElementsAre(0.1));
  EXPECT_THAT(log.Values("say \"y\""), ElementsAre(IsNan()));
}

TEST(RunLog, LeavesOutALastLineThatIsCutOff) {
  EXPECT_EQ(ReadRunLog(LogFile("{\"iteration\":0}\n{\"iteration\":1,\"a")).lines, 1);
}

TEST(RunLog, SaysWhatIsWrong) {
  EXPECT_EQ(LogError("{\"iterat"), "run_log_test.jsonl: the metrics have no whole line");
  EXPECT_EQ(
      LogError("{\"a\":1}\n{\"a\":\n{\"a\":1}\n"),
      "run_log_test.jsonl:2: cannot read metrics; found no JSON object; expected one JSON object of numbers and null "
      "a line");
  EXPECT_EQ(
      LogError("{\"a\":\"b\"}\n"),
      "run_log_test.jsonl:1: cannot read metrics; found 'a' with string; expected one JSON object of numbers and null "
      "a line");
  EXPECT_THROW(ReadRunLog(testing::TempDir() + "no such file"), core::Error);
}

}  // namespace
}  // namespace porter::learn
