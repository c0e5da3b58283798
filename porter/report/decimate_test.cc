#include "porter/report/decimate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace porter::report {
namespace {

using testing::Contains;
using testing::ElementsAre;

TEST(Decimate, KeepsShortCurvesWhole) {
  EXPECT_THAT(Decimate(std::vector<double>{3, 1, 2}, 4), ElementsAre(0, 1, 2));
  EXPECT_THAT(Decimate(std::vector<double>{}, 4), ElementsAre());
}

// seven points in two stretches, 5 1 3 and 2 9 8 8
TEST(Decimate, ByHand) {
  EXPECT_THAT(Decimate(std::vector<double>{5, 1, 3, 2, 9, 8, 8}, 6), ElementsAre(0, 1, 3, 4, 6));
}

TEST(Decimate, PeaksSurviveAndFewPointsStay) {
  std::vector<double> values(10'000);
  for (size_t i = 0; i < values.size(); ++i) values[i] = std::sin(0.01 * static_cast<double>(i));
  values[1234] = 50;
  values[8765] = -70;
  const std::vector<size_t> kept = Decimate(values, 500);
  EXPECT_LE(kept.size(), 500);
  EXPECT_TRUE(std::ranges::is_sorted(kept));
  EXPECT_EQ(kept.front(), 0);
  EXPECT_EQ(kept.back(), 9999);
  EXPECT_THAT(kept, Contains(1234));
  EXPECT_THAT(kept, Contains(8765));
}

TEST(Decimate, AGapStaysAGap) {
  std::vector<double> values(1000, 1.0);
  values[500] = std::nan("");
  EXPECT_THAT(Decimate(values, 100), Contains(500));
  const std::vector<double> nothing(1000, std::nan(""));
  EXPECT_LE(Decimate(nothing, 100).size(), 100);
}

}  // namespace
}  // namespace porter::report
