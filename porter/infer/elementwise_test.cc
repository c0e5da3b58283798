#include "porter/infer/elementwise.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "porter/infer/test_networks.h"

namespace porter::infer {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

struct Truth {
  Unary function;
  float parameter;
  double (*exact)(double x);
  bool positive_only = false;
};

const Truth kTruths[] = {
    {Unary::kElu, 1, [](double x) { return x > 0 ? x : std::expm1(x); }},
    {Unary::kElu, 0.25f, [](double x) { return x > 0 ? x : 0.25 * std::expm1(x); }},
    {Unary::kRelu, 0, [](double x) { return x > 0 ? x : 0; }},
    {Unary::kLeakyRelu, 0.5f, [](double x) { return x > 0 ? x : x / 2; }},
    {Unary::kSilu, 0, [](double x) { return x / (1 + std::exp(-x)); }},
    {Unary::kTanh, 0, [](double x) { return std::tanh(x); }},
    {Unary::kSigmoid, 0, [](double x) { return 1 / (1 + std::exp(-x)); }},
    {Unary::kSoftplus, 0, [](double x) { return std::max(x, 0.0) + std::log1p(std::exp(-std::abs(x))); }},
    {Unary::kExp, 0, [](double x) { return std::exp(x); }},
    {Unary::kLog, 0, [](double x) { return std::log(x); }, true},
    {Unary::kSqrt, 0, [](double x) { return std::sqrt(x); }, true},
    {Unary::kAbs, 0, [](double x) { return std::abs(x); }},
    {Unary::kNegate, 0, [](double x) { return -x; }},
    {Unary::kReciprocal, 0, [](double x) { return 1 / x; }},
};

float One(Unary function, float x, float parameter = 1) {
  float y;
  Apply(function, parameter, &x, &y, 1);
  return y;
}

// 4 units in the last place is what the library's functions promise; two or three steps follow each other here
constexpr double kUlps = 12 * 6e-8;

TEST(Elementwise, EqualsDoublePrecision) {
  for (const Truth& truth : kTruths) {
    for (double x = -86; x < 86; x += 0.0137) {
      if (truth.positive_only && x <= 0) continue;
      const auto argument = static_cast<float>(x);
      const double exact = truth.exact(argument);
      ASSERT_NEAR(One(truth.function, argument, truth.parameter), exact, kUlps * std::abs(exact) + 1e-37)
          << "function " << static_cast<int>(truth.function) << " at " << argument;
    }
  }
}

TEST(Elementwise, HoldsAtTheEnds) {
  EXPECT_EQ(One(Unary::kElu, -1e30f), -1);
  EXPECT_EQ(One(Unary::kElu, -kInfinity), -1);
  EXPECT_EQ(One(Unary::kElu, kInfinity), kInfinity);
  EXPECT_EQ(One(Unary::kSigmoid, -1e30f), 0);
  EXPECT_EQ(One(Unary::kSigmoid, 1e30f), 1);
  EXPECT_EQ(One(Unary::kTanh, -1e30f), -1);
  EXPECT_EQ(One(Unary::kTanh, kInfinity), 1);
  EXPECT_EQ(One(Unary::kExp, 1e30f), kInfinity);
  EXPECT_EQ(One(Unary::kExp, -1e30f), 0);
  EXPECT_EQ(One(Unary::kSoftplus, 1e30f), 1e30f);
  EXPECT_EQ(One(Unary::kLog, 0), -kInfinity);
  EXPECT_EQ(One(Unary::kLog, kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(One(Unary::kLog, -1)));
  EXPECT_TRUE(std::isnan(One(Unary::kSqrt, -1)));
}

TEST(Elementwise, LetsNanThrough) {
  for (const Truth& truth : kTruths)
    EXPECT_TRUE(std::isnan(One(truth.function, std::nanf("")))) << static_cast<int>(truth.function);
  const float nan = std::nanf("");
  float y = 0;
  EXPECT_EQ(Clip(-1, 1, &nan, &y, 1), 0u);
  EXPECT_TRUE(std::isnan(y));
}

TEST(Elementwise, DoesNotDependOnThePlaceInTheArray) {
  const std::vector<float> x = RandomFloats(70, 3, 1);
  for (const Truth& truth : kTruths) {
    if (truth.positive_only) continue;
    for (const size_t count : {1, 7, 8, 16, 17, 63}) {
      std::vector<float> y(x.size(), -77);
      Apply(truth.function, truth.parameter, x.data() + 1, y.data() + 3, count);
      for (size_t i = 0; i < count; ++i) ASSERT_EQ(y[3 + i], One(truth.function, x[1 + i], truth.parameter)) << i;
      ASSERT_EQ(y[2], -77);
      ASSERT_EQ(y[3 + count], -77);
    }
  }
}

TEST(Elementwise, WorksInPlace) {
  std::vector<float> x = RandomFloats(37, 1, 1);
  const std::vector<float> before = x;
  Apply(Unary::kNegate, 0, x.data(), x.data(), x.size());
  for (size_t i = 0; i < x.size(); ++i) EXPECT_EQ(x[i], -before[i]);
}

TEST(Elementwise, CountsWhatTheClipChanges) {
  std::vector<float> x{-3, -1, 0, 1, 3, 4};
  EXPECT_EQ(Clip(-1, 2, x.data(), x.data(), x.size()), 3u);
  EXPECT_EQ(x, (std::vector<float>{-1, -1, 0, 1, 2, 2}));
}

TEST(LayerNorm, MatchesAHandComputedRow) {
  const std::vector<float> x{1, 3, 5, 7}, scale{1, 1, 2, 1}, shift{0, 0, 0, 10};  // mean 4, variance 5
  std::vector<float> y(4);
  LayerNorm({scale.data(), shift.data(), 4}, x.data(), y.data(), 4);  // 1 / sqrt(5 + 4)
  EXPECT_FLOAT_EQ(y[0], -1);
  EXPECT_FLOAT_EQ(y[1], -1.0f / 3);
  EXPECT_FLOAT_EQ(y[2], 2.0f / 3);
  EXPECT_FLOAT_EQ(y[3], 11);
}

// a large mean costs no digits
TEST(LayerNorm, IsExactFarFromZero) {
  std::vector<float> x{100001, 100003, 100005, 100007}, y(4);
  LayerNorm({.epsilon = 4}, x.data(), y.data(), 4);
  EXPECT_FLOAT_EQ(y[0], -1);
  EXPECT_FLOAT_EQ(y[3], 1);
}

}  // namespace
}  // namespace porter::infer
