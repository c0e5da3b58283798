#include "porter/learn/metrics.h"

#include <gtest/gtest.h>

#include <cmath>

#include "porter/core/file.h"

namespace porter::learn {
namespace {

std::filesystem::path Fresh() {
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "metrics_test.jsonl";
  std::filesystem::remove(path);
  return path;
}

TEST(Metrics, WritesOneObjectALine) {
  const std::filesystem::path path = Fresh();
  MetricsFile file(path, 0);
  file.Write(0, {{"a/b", 0.5}, {"say \"x\"", 3}});
  const std::string first = "{\"iteration\":0,\"a/b\":0.5,\"say \\\"x\\\"\":3}\n";
  EXPECT_EQ(core::ReadTextFile(path), first);
  file.Write(1, {{"a", std::nan("")}, {"b", INFINITY}});
  EXPECT_EQ(core::ReadTextFile(path), first + "{\"iteration\":1,\"a\":null,\"b\":null}\n");
}

TEST(Metrics, AResumedRunDropsWhatItWillDoAgain) {
  const std::filesystem::path path = Fresh();
  core::WriteTextFileAtomic(path, "{\"iteration\":9}\n{\"iteration\":10}\n{\"iteration\":11}\n{\"iterat");
  MetricsFile file(path, 11);
  file.Write(11, {});
  EXPECT_EQ(core::ReadTextFile(path), "{\"iteration\":9}\n{\"iteration\":10}\n{\"iteration\":11}\n");
}

}  // namespace
}  // namespace porter::learn
