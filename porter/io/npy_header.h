// The header of an .npy file: a Python dictionary with element type, order and shape (numpy.lib.format, versions 1-3).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "porter/io/array.h"

namespace porter::io {

enum class Order { kRowMajor, kColumnMajor };

struct NpyHeader {
  Dtype dtype = Dtype::kF32;
  size_t item_bytes = 4;  // of one element; of the whole text for kText
  Order order = Order::kRowMajor;
  std::vector<size_t> shape;
  size_t data_at = 0;  // where the elements begin, bytes from the start of the file
};

// throws Error, which names `file` and array `name`, for pickled objects, structures, big-endian numbers and types that
// Dtype has not
NpyHeader ParseNpyHeader(std::span<const std::byte> bytes, const std::string& file, const std::string& name);

// the header to be written before `array.bytes`, a multiple of 64 bytes long
std::string FormatNpyHeader(const ArrayView& array);

}  // namespace porter::io
