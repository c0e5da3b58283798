// Y = X W^T + b in fp32, the work of every network: W is packed once into panels of columns, then multiplied with any
// number of rows. Each output is summed over the inputs in one fixed order (chains of 64 fused multiply-adds, then the
// chains), so a row's result does not depend on the rows beside it: single and batched agree bit for bit. The
// instruction set is chosen at run time (Highway).
#pragma once

#include <cstddef>
#include <vector>

#include "porter/core/span2.h"

namespace porter::infer {

constexpr size_t kPanelColumns = 64;    // columns of a whole panel
constexpr size_t kColumnMultiple = 16;  // the last panel is as wide as the rest asks for, in these steps

// W's columns in panels, each [in, width], one after another; columns beyond `out` are zero
struct PackedMatrix {
  size_t in = 0;
  size_t out = 0;
  std::vector<float> panels = {};  // [in * out rounded up to kColumnMultiple]
  std::vector<float> bias = {};    // zeros where the layer has none   [out rounded up]
};

// a weight in memory: element (o, i) at data[o * out_stride + i * in_stride]
struct WeightView {
  const float* data = nullptr;
  size_t out = 0, in = 0;
  size_t out_stride = 0, in_stride = 0;
};

// bias: [out], or empty for none
PackedMatrix Pack(const WeightView& weight, std::span<const float> bias);

// rows of a matrix that lie `stride` floats apart
struct Rows {
  const float* data = nullptr;
  size_t count = 0;
  size_t stride = 0;
};
struct MutableRows {
  float* data = nullptr;
  size_t stride = 0;
};

// y[r, :out] = x[r, :in] W^T + b; x and y do not overlap
void Multiply(const Rows& x, const PackedMatrix& weight, const MutableRows& y) noexcept;

}  // namespace porter::infer
