// Walks over the elements of tensors of one shape that lie in memory with different strides (broadcast, transposed,
// sliced, reduced): row by row of the last dimension. Nothing allocates.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "porter/core/check.h"

namespace porter::infer {

constexpr size_t kMaxRank = 8;  // dimensions of a tensor in a graph

// N: tensors walked together
template <size_t N>
class Walk {
 public:
  using Offsets = std::array<size_t, N>;

  // shape: walked by all; strides: floats from one element to the next along each dimension, 0 repeats
  Walk(std::span<const size_t> shape, const std::array<std::vector<size_t>, N>& strides) : rank_(shape.size()) {
    PORTER_CHECK(rank_ <= kMaxRank);
    for (size_t i = 0; i < rank_; ++i) {
      size_[i] = shape[i];
      rows_ *= i + 1 < rank_ ? shape[i] : 1;
      for (size_t n = 0; n < N; ++n) stride_[i][n] = strides[n][i];
    }
    if (rank_ > 0) columns_ = size_[rank_ - 1];
    if (rank_ > 0) step_ = stride_[rank_ - 1];
  }

  // f(offsets of a row's first elements, columns, offsets from column to column)
  template <class F>
  void Run(F f) const {
    std::array<size_t, kMaxRank> index{};
    Offsets at{};
    for (size_t row = 0; row < rows_; ++row) {
      f(at, columns_, step_);
      for (size_t i = rank_; i-- > 1;) {
        const size_t dimension = i - 1;
        for (size_t n = 0; n < N; ++n) at[n] += stride_[dimension][n];
        if (++index[dimension] < size_[dimension]) break;
        for (size_t n = 0; n < N; ++n) at[n] -= stride_[dimension][n] * size_[dimension];
        index[dimension] = 0;
      }
    }
  }

 private:
  size_t rank_;
  std::array<size_t, kMaxRank> size_{};
  std::array<Offsets, kMaxRank> stride_{};
  size_t rows_ = 1, columns_ = 1;
  Offsets step_{};
};

// strides of a tensor that lies in memory without gaps
inline std::vector<size_t> DenseStrides(std::span<const size_t> shape) {
  std::vector<size_t> strides(shape.size());
  size_t stride = 1;
  for (size_t i = shape.size(); i-- > 0; stride *= shape[i]) strides[i] = stride;
  return strides;
}

}  // namespace porter::infer
