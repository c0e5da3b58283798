// A row-major matrix with its memory.
#pragma once

#include <vector>

#include "porter/core/span2.h"

namespace porter::learn {

template <class T>
class Table {
 public:
  Table(size_t rows, size_t cols) : cols_(cols), data_(rows * cols) {}
  core::Span2<T> view() { return {data_.data(), data_.size() / cols_, cols_}; }
  core::Span2<const T> view() const { return {data_.data(), data_.size() / cols_, cols_}; }

 private:
  size_t cols_;
  std::vector<T> data_;
};

}  // namespace porter::learn
