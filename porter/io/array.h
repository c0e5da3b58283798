// Numbers in a file: element type, shape and bytes, as npy, npz and safetensors share them. A view owns nothing; its
// memory is an ArrayFile's or the caller's. Accessors check the type, so that a file with other contents than expected
// is an error with both sides named.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "porter/core/check.h"

namespace porter::io {

// element types; kText is numpy's fixed-width UCS-4 text, whose width follows from the number of bytes
enum class Dtype : uint8_t { kBool, kI8, kU8, kI16, kU16, kI32, kU32, kI64, kU64, kF16, kBf16, kF32, kF64, kText };

constexpr size_t kMaxRank = 64;  // dimensions; numpy's limit

std::string_view DtypeName(Dtype dtype);  // "float32"
size_t ItemBytes(Dtype dtype);            // bytes of one element; of one character for kText

// number of elements of a shape times `item_bytes`, or nothing when that does not fit
std::optional<size_t> CountBytes(std::span<const size_t> shape, size_t item_bytes);
std::string BytesText(std::optional<size_t> bytes);  // the outcome in words: "46800 bytes"

template <class T>
consteval Dtype DtypeOf() {
  if constexpr (std::is_same_v<T, bool>) return Dtype::kBool;
  if constexpr (std::is_same_v<T, int8_t>) return Dtype::kI8;
  if constexpr (std::is_same_v<T, uint8_t>) return Dtype::kU8;
  if constexpr (std::is_same_v<T, int16_t>) return Dtype::kI16;
  if constexpr (std::is_same_v<T, uint16_t>) return Dtype::kU16;
  if constexpr (std::is_same_v<T, int32_t>) return Dtype::kI32;
  if constexpr (std::is_same_v<T, uint32_t>) return Dtype::kU32;
  if constexpr (std::is_same_v<T, int64_t>) return Dtype::kI64;
  if constexpr (std::is_same_v<T, uint64_t>) return Dtype::kU64;
  if constexpr (std::is_same_v<T, float>) return Dtype::kF32;
  if constexpr (std::is_same_v<T, double>) return Dtype::kF64;
}

struct ArrayView {
  std::string name = {};                  // "joint_pos"
  Dtype dtype = Dtype::kF32;              // of one element
  std::vector<size_t> shape = {};         // outermost dimension first; {} is a single element
  std::span<const std::byte> bytes = {};  // row-major, little-endian   [Count(), bytes of an element]
  std::string file = {};                  // where it was read, for messages

  size_t Count() const;          // elements
  std::string Describe() const;  // "float32 [325, 36]"
  bool IsWhole() const;          // as many bytes as type and shape ask for

  // the elements, [Count()]; throws Error when their type is not T (half floats are reached by `bytes` only)
  template <class T>
  std::span<const T> As() const {
    RequireDtype(DtypeOf<T>());
    return {reinterpret_cast<const T*>(bytes.data()), Count()};
  }

  // the elements of a text array as UTF-8, padding removed; throws Error for other types and for bytes that are no text
  std::vector<std::string> Texts() const;

 private:
  void RequireDtype(Dtype expected) const;
};

// a view of the caller's values, [product of shape], to be written
template <class T>
ArrayView View(std::string name, std::vector<size_t> shape, std::span<const T> values) {
  PORTER_CHECK(CountBytes(shape, 1).value_or(0) == values.size(), "as many values as the shape says");
  return {.name = std::move(name), .dtype = DtypeOf<T>(), .shape = std::move(shape), .bytes = std::as_bytes(values)};
}

// bytes of a text array: UTF-8 in, UCS-4 padded to the longest out, [texts, width]; throws Error when one is not UTF-8
std::vector<std::byte> PackTexts(std::span<const std::string> texts);

}  // namespace porter::io
