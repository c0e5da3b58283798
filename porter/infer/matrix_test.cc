#include "porter/infer/matrix.h"

#include <gtest/gtest.h>

#include <cmath>

#include "porter/infer/test_networks.h"

namespace porter::infer {
namespace {

struct Product {
  size_t rows, in, out;
  size_t shift;  // floats from an aligned address
};

// Partial sums of `in` products of standard normal numbers reach a few sqrt(in); each of some ten independent roundings
// adds up to 6e-8 of that. A mistake in an index is a million times larger.
double Tolerance(const Product& product) {
  return 2e-6 * std::sqrt(static_cast<double>(product.in)) + 1e-6;
}

// rows lie further apart than they are long, and what lies between stays untouched
void ExpectProduct(const Product& p) {
  const size_t x_stride = p.in + 3, y_stride = p.out + 2;
  const std::vector<float> x = RandomFloats(p.shift + p.rows * x_stride, 1, 1);
  const std::vector<float> w = RandomFloats(p.out * p.in, 1, 2), b = RandomFloats(p.out, 1, 3);
  std::vector<float> y(p.shift + p.rows * y_stride, -77);
  Multiply({x.data() + p.shift, p.rows, x_stride}, Pack({w.data(), p.out, p.in, p.in, 1}, b),
           {y.data() + p.shift, y_stride});
  for (size_t r = 0; r < p.rows; ++r) {
    const float* row = y.data() + p.shift + r * y_stride;
    for (size_t o = 0; o < p.out; ++o) {
      double sum = b[o];
      for (size_t i = 0; i < p.in; ++i) sum += static_cast<double>(w[o * p.in + i]) * x[p.shift + r * x_stride + i];
      ASSERT_NEAR(row[o], sum, Tolerance(p)) << p.rows << "x" << p.in << "x" << p.out << " at " << r << ", " << o;
    }
    for (size_t o = p.out; o < y_stride; ++o) ASSERT_EQ(row[o], -77) << "beyond the row's end";
  }
}

TEST(Matrix, EqualsADoubleLoopForAllSizes) {
  for (const size_t rows : {1, 2, 5, 6, 7, 12, 13})
    for (const size_t in : {1, 3, 63, 64, 65, 130})
      for (const size_t out : {1, 15, 16, 17, 29, 48, 63, 64, 65, 81, 128, 150})
        ExpectProduct({.rows = rows, .in = in, .out = out, .shift = (rows + in + out) % 4});
}

TEST(Matrix, EqualsADoubleLoopWhenItIsLarge) {
  ExpectProduct({.rows = 50, .in = 516, .out = 512, .shift = 1});
}

TEST(Matrix, IsTheSameForOneRowAndMany) {
  const size_t rows = 23, in = 200, out = 77;
  const std::vector<float> x = RandomFloats(rows * in, 1, 1), w = RandomFloats(out * in, 1, 2);
  const PackedMatrix weight = Pack({w.data(), out, in, in, 1}, {});
  std::vector<float> all(rows * out), one(out);
  Multiply({x.data(), rows, in}, weight, {all.data(), out});
  for (size_t r = 0; r < rows; ++r) {
    Multiply({x.data() + r * in, 1, in}, weight, {one.data(), out});
    for (size_t o = 0; o < out; ++o) ASSERT_EQ(one[o], all[r * out + o]) << r << ", " << o;
  }
}

TEST(Matrix, PacksEitherOrientation) {
  const std::vector<float> w = RandomFloats(5 * 20, 1, 2);  // [in 5, out 20] here
  const std::vector<float> x{1, 0, 0, 2, 0};
  std::vector<float> y(20);
  Multiply({x.data(), 1, 5}, Pack({w.data(), 20, 5, 1, 20}, {}), {y.data(), 20});
  for (size_t o = 0; o < 20; ++o) EXPECT_FLOAT_EQ(y[o], w[o] + 2 * w[3 * 20 + o]);
}

TEST(Matrix, KeepsRowsApart) {
  const std::vector<float> w = RandomFloats(20 * 4, 1, 2);
  std::vector<float> x = RandomFloats(7 * 4, 1, 1), y(7 * 20);
  x[5] = std::nanf("");  // second row
  Multiply({x.data(), 7, 4}, Pack({w.data(), 20, 4, 4, 1}, {}), {y.data(), 20});
  for (size_t i = 0; i < y.size(); ++i) EXPECT_EQ(std::isnan(y[i]), i / 20 == 1) << i;
}

}  // namespace
}  // namespace porter::infer
