// A view of a row-major matrix: [rows, cols], rows contiguous. Passed by value like std::span.
#pragma once

#include <cstddef>
#include <span>

#include "porter/core/check.h"

namespace porter::core {

template <class T>
class Span2 {
 public:
  Span2() = default;
  Span2(T* data, size_t rows, size_t cols) : data_(data), rows_(rows), cols_(cols) {}
  template <class U>
    requires std::is_convertible_v<U (*)[], T (*)[]>
  Span2(Span2<U> other) : Span2(other.data(), other.rows(), other.cols()) {}  // NOLINT: const view of a mutable one

  T* data() const { return data_; }
  size_t rows() const { return rows_; }
  size_t cols() const { return cols_; }
  size_t size() const { return rows_ * cols_; }
  std::span<T> operator[](size_t row) const {
    PORTER_DCHECK(row < rows_);
    return {data_ + row * cols_, cols_};
  }
  T& operator()(size_t row, size_t col) const {
    PORTER_DCHECK(row < rows_ && col < cols_);
    return data_[row * cols_ + col];
  }

 private:
  T* data_ = nullptr;
  size_t rows_ = 0;
  size_t cols_ = 0;
};

}  // namespace porter::core
