// Functions of single numbers over arrays, the gates of recurrent cells, and norms over the last dimension, in fp32.
// The same arithmetic for every element wherever it stands, so results do not depend on alignment or batch. A NaN that
// comes in goes out. The instruction set is chosen at run time (Highway); within a few units in the last place.
#pragma once

#include <cstddef>
#include <cstdint>

namespace porter::infer {

enum class Unary : uint8_t {
  kElu,  // x > 0 ? x : parameter (e^x - 1)
  kRelu,
  kLeakyRelu,  // x > 0 ? x : parameter x
  kSilu,
  kTanh,
  kSigmoid,
  kSoftplus,
  kExp,
  kLog,
  kSqrt,
  kAbs,
  kNegate,
  kReciprocal,
};

// y[i] = f(x[i]); y may be x   [count]
void Apply(Unary function, float parameter, const float* x, float* y, size_t count) noexcept;

// y = x within [low, high]; returns how many were outside; y may be x   [count]
size_t Clip(float low, float high, const float* x, float* y, size_t count) noexcept;

// Cho et al. 2014 as torch has it. from_input, from_state: W x + b and U h + c for gates r, z, n   [3 width]
// h: old state in, new state out   [width]
void GruCell(const float* from_input, const float* from_state, float* h, size_t width) noexcept;

// Hochreiter and Schmidhuber 1997 as torch has it. The same for gates i, f, g, o   [4 width]; h, c   [width]
void LstmCell(const float* from_input, const float* from_state, float* h, float* c, size_t width) noexcept;

// y = (x - mean(x)) / sqrt(var(x) + epsilon) * scale + shift; y may be x   all [width]; scale, shift may be null
struct NormParameters {
  const float* scale = nullptr;
  const float* shift = nullptr;
  float epsilon = 0;
};
void LayerNorm(const NormParameters& norm, const float* x, float* y, size_t width) noexcept;

}  // namespace porter::infer
