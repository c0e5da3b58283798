// Raw deflate streams, as in zip, with zlib behind it.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace porter::io {

// deflate makes nothing smaller than 1:1032; who claims more lies, and nobody need allocate for it
constexpr size_t kMaxDeflateRatio = 1032;

// exactly `size` bytes from exactly all of `packed`, or nothing
std::optional<std::vector<std::byte>> Inflate(std::span<const std::byte> packed, size_t size);

std::vector<std::byte> Deflate(std::span<const std::byte> bytes);

}  // namespace porter::io
