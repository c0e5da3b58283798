#include "porter/core/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace porter::core {
namespace {

constexpr int kDraws = 100'000;
constexpr double kSigmas = 5;  // a right generator fails one such test in 1.7 million; the seeds are fixed besides

using Block = std::array<uint32_t, 4>;

// the known answers that come with Random123 (kat_vectors, philox4x32 10)
TEST(Philox, GivesThePublishedAnswers) {
  constexpr uint32_t kOnes = 0xFFFFFFFF;
  EXPECT_EQ(Philox({0, 0, 0, 0}, {0, 0}), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(Philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes}),
            (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(Philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}),
            (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Random, IsAFunctionOfItsFourNumbers) {
  const uint32_t first = Random(1, 2, 3, 4).NextUint32();
  EXPECT_EQ(Random(1, 2, 3, 4).NextUint32(), first);
  EXPECT_NE(Random(5, 2, 3, 4).NextUint32(), first);
  EXPECT_NE(Random(1, 5, 3, 4).NextUint32(), first);
  EXPECT_NE(Random(1, 2, 5, 4).NextUint32(), first);
  EXPECT_NE(Random(1, 2, 3, 5).NextUint32(), first);
  constexpr uint64_t kHigh = uint64_t{1} << 32;
  EXPECT_NE(Random(1 + kHigh, 2, 3, 4).NextUint32(), first);
  EXPECT_NE(Random(1, 2, 3, 4 + kHigh).NextUint32(), first);
}

// many draws of one stream must not run into the next one
TEST(Random, StreamsDoNotTouch) {
  Random random(7, 0, 0, 0);
  for (int i = 0; i < 4 << 16; ++i) random.NextUint32();
  Random next(7, 1, 0, 0);
  int equal = 0;
  for (int i = 0; i < 8; ++i) equal += random.NextUint32() == next.NextUint32();
  EXPECT_EQ(equal, 0);
}

TEST(Random, UniformHasTheMomentsOfAUniform) {
  Random random(1, 0, 0, 0);
  double sum = 0, sum_of_squares = 0;
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.Uniform();
    ASSERT_GE(x, 0);
    ASSERT_LT(x, 1);
    sum += x;
    sum_of_squares += x * x;
  }
  // standard errors from var(x) = 1/12 and var(x^2) = 1/5 - 1/9
  EXPECT_NEAR(sum / kDraws, 0.5, kSigmas * std::sqrt(1.0 / 12 / kDraws));
  EXPECT_NEAR(sum_of_squares / kDraws, 1.0 / 3, kSigmas * std::sqrt(4.0 / 45 / kDraws));
  for (int i = 0; i < 1000; ++i) {
    const double x = random.Uniform(-2, 3);
    ASSERT_TRUE(x >= -2 && x < 3);
  }
}

TEST(Random, NormalHasTheMomentsOfANormal) {
  Random random(2, 0, 0, 0);
  double moments[5] = {};
  for (int i = 0; i < kDraws; ++i) {
    const double x = random.Normal();
    for (int power = 1; power <= 4; ++power) moments[power] += std::pow(x, power) / kDraws;
  }
  // variances of x .. x^4 under a standard normal: 1, 2, 15, 96
  EXPECT_NEAR(moments[1], 0, kSigmas * std::sqrt(1.0 / kDraws));
  EXPECT_NEAR(moments[2], 1, kSigmas * std::sqrt(2.0 / kDraws));
  EXPECT_NEAR(moments[3], 0, kSigmas * std::sqrt(15.0 / kDraws));
  EXPECT_NEAR(moments[4], 3, kSigmas * std::sqrt(96.0 / kDraws));
}

TEST(Random, NeighboursAreUncorrelated) {
  struct Pair {
    Random a, b;
  };
  Pair pairs[] = {{Random(1, 0, 0, 0), Random(1, 1, 0, 0)},
                  {Random(1, 0, 0, 0), Random(1, 0, 1, 0)},
                  {Random(1, 0, 0, 0), Random(1, 0, 0, 1)},
                  {Random(1, 0, 0, 0), Random(2, 0, 0, 0)}};
  for (Pair& pair : pairs) {
    double product = 0;
    for (int i = 0; i < kDraws; ++i) product += (pair.a.Uniform() - 0.5) * (pair.b.Uniform() - 0.5);
    EXPECT_NEAR(product / kDraws, 0, kSigmas / 12 / std::sqrt(kDraws));  // the product's standard deviation is 1/12
  }
}

// counts of equally likely cells; 5 sigma of a binomial with probability 1/cells
template <class Draw>
void ExpectEqualCells(int cells, Draw draw) {
  std::vector<int> count(cells);
  for (int i = 0; i < kDraws; ++i) ++count[draw()];
  const double mean = static_cast<double>(kDraws) / cells;
  for (const int n : count) EXPECT_NEAR(n, mean, kSigmas * std::sqrt(mean * (1 - 1.0 / cells)));
}

TEST(Random, BelowHasNoBias) {
  Random random(3, 0, 0, 0);
  ExpectEqualCells(6, [&] { return random.Below(6); });
  // 3 x 2^30 does not divide 2^32: a remainder prefers the lower third, a product without rejection every third number
  constexpr uint32_t kBound = 3u << 30;
  ExpectEqualCells(3, [&] { return random.Below(kBound) >> 30; });
  ExpectEqualCells(3, [&] { return random.Below(kBound) % 3; });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(random.Below(1), 0u);
}

}  // namespace
}  // namespace porter::core
