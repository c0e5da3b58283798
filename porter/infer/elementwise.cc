#include "porter/infer/elementwise.h"

#include <array>
#include <cmath>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/infer/elementwise.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <hwy/contrib/math/math-inl.h>

HWY_BEFORE_NAMESPACE();
namespace porter::infer {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using Vector = hn::Vec<Floats>;

constexpr size_t kLanes = HWY_LANES(float);
constexpr float kExpLimit = 100;  // e^x has long been infinite in fp32; the library's function ends at 104

HWY_INLINE Vector Number(float value) {
  return hn::Set(Floats(), value);
}

HWY_INLINE Vector Exp(Vector x) {
  const Vector limited = hn::IfThenElse(hn::Gt(x, Number(kExpLimit)), Number(kExpLimit), x);
  return hn::IfThenElse(hn::Eq(x, x), hn::Exp(Floats(), limited), x);
}

// 1 / (1 + e^-x) without overflow on either side
HWY_INLINE Vector Sigmoid(Vector x) {
  const Vector e = Exp(hn::Neg(hn::Abs(x)));
  const Vector numerator = hn::IfThenElse(hn::Lt(x, Number(0)), e, Number(1));
  return hn::Div(numerator, hn::Add(Number(1), e));
}

HWY_INLINE Vector Tanh(Vector x) {
  return hn::IfThenElse(hn::Eq(x, x), hn::Tanh(Floats(), x), x);
}

HWY_INLINE Vector Log(Vector x) {
  const Vector zero = Number(0), nan = hn::Div(zero, zero), infinity = hn::Div(Number(1), zero);
  const Vector low = hn::IfThenElse(hn::Eq(x, zero), hn::Neg(infinity), nan);  // zero, negative, NaN
  const Vector inside = hn::IfThenElse(hn::Eq(x, infinity), x, hn::Log(Floats(), x));
  return hn::IfThenElse(hn::Gt(x, zero), inside, low);
}

template <Unary kFunction>
HWY_INLINE Vector Evaluate(Vector x, Vector parameter) {
  const Vector zero = Number(0);
  if constexpr (kFunction == Unary::kElu) {
    const Vector negative = hn::IfThenElse(hn::Gt(x, zero), zero, x);
    return hn::IfThenElse(hn::Gt(x, zero), x, hn::Mul(parameter, hn::Expm1(Floats(), negative)));
  }
  if constexpr (kFunction == Unary::kRelu) return hn::IfThenElse(hn::Lt(x, zero), zero, x);
  if constexpr (kFunction == Unary::kLeakyRelu) return hn::IfThenElse(hn::Lt(x, zero), hn::Mul(parameter, x), x);
  if constexpr (kFunction == Unary::kSilu) return hn::Mul(x, Sigmoid(x));
  if constexpr (kFunction == Unary::kTanh) return Tanh(x);
  if constexpr (kFunction == Unary::kSigmoid) return Sigmoid(x);
  if constexpr (kFunction == Unary::kSoftplus) {
    const Vector positive = hn::IfThenElse(hn::Lt(x, zero), zero, x);
    return hn::Add(positive, hn::Log1p(Floats(), Exp(hn::Neg(hn::Abs(x)))));
  }
  if constexpr (kFunction == Unary::kExp) return Exp(x);
  if constexpr (kFunction == Unary::kLog) return Log(x);
  if constexpr (kFunction == Unary::kSqrt) return hn::Sqrt(x);
  if constexpr (kFunction == Unary::kAbs) return hn::Abs(x);
  if constexpr (kFunction == Unary::kNegate) return hn::Neg(x);
  if constexpr (kFunction == Unary::kReciprocal) return hn::Div(Number(1), x);
}

// y[i] = f(inputs[0][i], inputs[1][i], ...); the rest that fills no vector passes through a padded one
template <size_t kInputs, class F>
HWY_INLINE void Map(const std::array<const float*, kInputs>& inputs, float* y, size_t count, F f) {
  const Floats d;
  Vector x[kInputs];
  size_t i = 0;
  for (; i + kLanes <= count; i += kLanes) {
    for (size_t n = 0; n < kInputs; ++n) x[n] = hn::LoadU(d, inputs[n] + i);
    hn::StoreU(f(x), d, y + i);
  }
  if (i == count) return;
  HWY_ALIGN float rest[kLanes] = {};
  for (size_t n = 0; n < kInputs; ++n) {
    for (size_t j = i; j < count; ++j) rest[j - i] = inputs[n][j];
    x[n] = hn::Load(d, rest);
  }
  hn::Store(f(x), d, rest);
  for (size_t j = i; j < count; ++j) y[j] = rest[j - i];
}

template <Unary kFunction>
void ApplyOne(float parameter, const float* x, float* y, size_t count) {
  const Vector p = Number(parameter);
  Map<1>({x}, y, count, [&](const Vector* v) HWY_ATTR { return Evaluate<kFunction>(v[0], p); });
}

void Apply(Unary function, float parameter, const float* x, float* y, size_t count) {
  switch (function) {
#define PORTER_UNARY(name) \
  case Unary::name:        \
    return ApplyOne<Unary::name>(parameter, x, y, count);
    PORTER_UNARY(kElu)
    PORTER_UNARY(kRelu)
    PORTER_UNARY(kLeakyRelu)
    PORTER_UNARY(kSilu)
    PORTER_UNARY(kTanh)
    PORTER_UNARY(kSigmoid)
    PORTER_UNARY(kSoftplus)
    PORTER_UNARY(kExp)
    PORTER_UNARY(kLog)
    PORTER_UNARY(kSqrt)
    PORTER_UNARY(kAbs)
    PORTER_UNARY(kNegate)
    PORTER_UNARY(kReciprocal)
#undef PORTER_UNARY
  }
}

void GruCell(const float* from_input, const float* from_state, float* h, size_t width) {
  const float* i = from_input;
  const float* s = from_state;
  Map<7>({i, s, i + width, s + width, i + 2 * width, s + 2 * width, h}, h, width, [](const Vector* v) HWY_ATTR {
    const Vector r = Sigmoid(hn::Add(v[0], v[1]));
    const Vector z = Sigmoid(hn::Add(v[2], v[3]));
    const Vector n = Tanh(hn::MulAdd(r, v[5], v[4]));
    return hn::MulAdd(z, hn::Sub(v[6], n), n);
  });
}

void LstmCell(const float* from_input, const float* from_state, float* h, float* c, size_t width) {
  const float* i = from_input;
  const float* s = from_state;
  Map<7>({i, s, i + width, s + width, i + 2 * width, s + 2 * width, c}, c, width, [](const Vector* v) HWY_ATTR {
    const Vector in = Sigmoid(hn::Add(v[0], v[1]));
    const Vector forget = Sigmoid(hn::Add(v[2], v[3]));
    const Vector candidate = Tanh(hn::Add(v[4], v[5]));
    return hn::MulAdd(forget, v[6], hn::Mul(in, candidate));
  });
  Map<3>({i + 3 * width, s + 3 * width, c}, h, width,
         [](const Vector* v) HWY_ATTR { return hn::Mul(Sigmoid(hn::Add(v[0], v[1])), Tanh(v[2])); });
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::infer
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::infer {

HWY_EXPORT(Apply);
HWY_EXPORT(GruCell);
HWY_EXPORT(LstmCell);

void Apply(Unary function, float parameter, const float* x, float* y, size_t count) noexcept {
  HWY_DYNAMIC_DISPATCH(Apply)(function, parameter, x, y, count);
}

void GruCell(const float* from_input, const float* from_state, float* h, size_t width) noexcept {
  HWY_DYNAMIC_DISPATCH(GruCell)(from_input, from_state, h, width);
}

void LstmCell(const float* from_input, const float* from_state, float* h, float* c, size_t width) noexcept {
  HWY_DYNAMIC_DISPATCH(LstmCell)(from_input, from_state, h, c, width);
}

size_t Clip(float low, float high, const float* x, float* y, size_t count) noexcept {
  size_t outside = 0;
  for (size_t i = 0; i < count; ++i) {
    outside += x[i] < low || x[i] > high ? 1 : 0;
    const float above = x[i] < low ? low : x[i];
    y[i] = above > high ? high : above;
  }
  return outside;
}

// sums in double: exact enough for any width, and a small share of a layer's time
void LayerNorm(const NormParameters& norm, const float* x, float* y, size_t width) noexcept {
  double sum = 0, squares = 0;
  for (size_t i = 0; i < width; ++i) sum += x[i];
  const double mean = sum / static_cast<double>(width);
  for (size_t i = 0; i < width; ++i) squares += (x[i] - mean) * (x[i] - mean);
  const double scale = 1 / std::sqrt(squares / static_cast<double>(width) + norm.epsilon);
  for (size_t i = 0; i < width; ++i) {
    const auto value = static_cast<float>((x[i] - mean) * scale);
    y[i] = value * (norm.scale == nullptr ? 1 : norm.scale[i]) + (norm.shift == nullptr ? 0 : norm.shift[i]);
  }
}

}  // namespace porter::infer
#endif
