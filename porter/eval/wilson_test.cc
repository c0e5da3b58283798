#include "porter/eval/wilson.h"

#include <gtest/gtest.h>

namespace porter::eval {
namespace {

// the real cycles of VIRAL 4 and the ends, reckoned apart
TEST(Wilson, HasThePublishedNumbers) {
  EXPECT_NEAR(Wilson(54, 59).low, 0.81648, 1e-4);
  EXPECT_NEAR(Wilson(54, 59).high, 0.96326, 1e-4);
  EXPECT_NEAR(Wilson(0, 10).low, 0, 1e-15);
  EXPECT_NEAR(Wilson(0, 10).high, 0.2775, 1e-4);
  EXPECT_NEAR(Wilson(10, 10).low, 0.7225, 1e-4);
  EXPECT_NEAR(Wilson(10, 10).high, 1, 1e-15);
}

TEST(Wilson, KnowsNothingWithoutTrials) {
  EXPECT_EQ(Wilson(0, 0).low, 0);
  EXPECT_EQ(Wilson(0, 0).high, 1);
}

}  // namespace
}  // namespace porter::eval
