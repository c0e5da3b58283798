#include "porter/report/ticks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace porter::report {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(Ticks, StepsAreOneTwoOrFive) {
  EXPECT_DOUBLE_EQ(NiceStep(10, 10), 1);
  EXPECT_DOUBLE_EQ(NiceStep(10, 9), 2);  // 10 / 9 is more than 1
  EXPECT_DOUBLE_EQ(NiceStep(10, 5), 2);
  EXPECT_DOUBLE_EQ(NiceStep(10, 4), 5);  // 2.5 and no less
  EXPECT_DOUBLE_EQ(NiceStep(10, 1), 10);
  EXPECT_DOUBLE_EQ(NiceStep(0.3, 3), 0.1);  // 0.3 / 3 is a little less or more in binary
  EXPECT_DOUBLE_EQ(NiceStep(7e-6, 4), 2e-6);
}

TEST(Ticks, RangesEndOnWholeSteps) {
  const Range range = RoundOut({-0.13, 0.92}, 6);  // 1.05 / 6 asks for 0.2
  EXPECT_DOUBLE_EQ(range.lower, -0.2);
  EXPECT_DOUBLE_EQ(range.upper, 1);
  const Range same = RoundOut({0, 0.3}, 3);
  EXPECT_DOUBLE_EQ(same.lower, 0);
  EXPECT_DOUBLE_EQ(same.upper, 0.3);
}

TEST(Ticks, ARangeWithoutWidthGetsSome) {
  EXPECT_LT(RoundOut({5, 5}, 5).lower, 5);
  EXPECT_GT(RoundOut({5, 5}, 5).upper, 5);
  EXPECT_LT(RoundOut({0, 0}, 5).lower, 0);
  EXPECT_GT(RoundOut({-3, -3}, 5).upper, -3);
}

TEST(Ticks, LinearOnesByHand) {
  const Ticks ticks = LinearTicks({-0.25, 0.61}, 5);  // 0.86 / 5 asks for 0.2
  EXPECT_THAT(ticks.values, ElementsAre(DoubleEq(-0.2), DoubleEq(0), DoubleEq(0.2), DoubleEq(0.4), DoubleEq(0.6)));
  EXPECT_THAT(ticks.labels, ElementsAre("\u22120.2", "0", "0.2", "0.4", "0.6"));
}

TEST(Ticks, LabelsTellNeighboursApart) {
  EXPECT_THAT(LinearTicks({0, 2e6}, 4).labels, ElementsAre("0", "0.5M", "1M", "1.5M", "2M"));
  EXPECT_THAT(LinearTicks({0, 40'000}, 4).labels, ElementsAre("0", "10k", "20k", "30k", "40k"));
  EXPECT_THAT(LinearTicks({0, 1000}, 2).labels, ElementsAre("0", "500", "1000"));
  EXPECT_THAT(LinearTicks({0, 1e-5}, 2).labels, ElementsAre("0", "5e-6", "1e-5"));
  EXPECT_THAT(LinearTicks({1000, 1000.002}, 2).labels, ElementsAre("1000", "1000.001", "1000.002"));
}

TEST(Ticks, LogarithmicOnesByHand) {
  EXPECT_THAT(LogarithmicTicks({0.0005, 20}, 6).labels, ElementsAre("0.001", "0.01", "0.1", "1", "10"));
  EXPECT_THAT(LogarithmicTicks({1, 100}, 6).labels, ElementsAre("1", "2", "5", "10", "20", "50", "100"));
  EXPECT_THAT(LogarithmicTicks({1e-8, 1}, 4).labels, ElementsAre("1e-8", "1e-6", "0.0001", "0.01", "1"));
  EXPECT_THAT(LogarithmicTicks({3, 4.1}, 2).labels, ElementsAre("3", "4"));  // no power of ten in sight
}

}  // namespace
}  // namespace porter::report
