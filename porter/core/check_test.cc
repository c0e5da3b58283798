#include "porter/core/check.h"

#include <gtest/gtest.h>

namespace porter::core {
namespace {

TEST(CheckDeathTest, PrintsBothValuesAndTheReason) {
  const int found = 3;
  EXPECT_DEATH(PORTER_CHECK(found == 4, "four legs"), R"(check_test.*found == 4 \(3 == 4\): four legs)");
  EXPECT_DEATH(PORTER_CHECK(found < 2), R"(found < 2 \(3 < 2\))");
  EXPECT_DEATH(PORTER_CHECK(found == 3 && found == 4), "check failed");
}

TEST(Check, HoldsQuietlyAndEvaluatesOnce) {
  int calls = 0;
  PORTER_CHECK(++calls == 1, "evaluated once");
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace porter::core
