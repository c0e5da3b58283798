// Little-endian numbers at a place in a byte buffer, as file headers have them. The callers check the range.
#pragma once

#include <bit>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "porter/core/check.h"

namespace porter::io {

static_assert(std::endian::native == std::endian::little, "arrays in files are little-endian and are used in place");

template <class T>
T Load(std::span<const std::byte> bytes, size_t at) {
  PORTER_CHECK(at <= bytes.size() && bytes.size() - at >= sizeof(T));
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof(T));
  return value;
}

template <class T>
void Append(std::vector<std::byte>& bytes, T value) {
  bytes.resize(bytes.size() + sizeof(T));
  std::memcpy(bytes.data() + bytes.size() - sizeof(T), &value, sizeof(T));
}

inline void AppendAll(std::vector<std::byte>& bytes, std::span<const std::byte> more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

inline void AppendText(std::vector<std::byte>& bytes, std::string_view text) {
  AppendAll(bytes, std::as_bytes(std::span(text)));
}

inline std::string_view AsText(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace porter::io
