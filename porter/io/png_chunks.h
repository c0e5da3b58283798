// The chunks of a PNG file (PNG specification, 5): their order, lengths and checksums are checked before libpng sees a
// byte, and only those that carry pixels are handed to it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace porter::io {

struct PngChunks {
  uint32_t width = 0;                // px
  uint32_t height = 0;               // px
  int bits_per_sample = 0;           // 1, 2, 4, 8 or 16
  int samples_per_pixel = 0;         // in the file; 1 for a palette
  size_t packed_bytes = 0;           // of the deflated pixels
  std::vector<std::byte> essential;  // a PNG file of header, palette, transparency, pixels and end
};

// throws Error for a file that is no PNG, cut off, or has a wrong checksum
PngChunks ReadPngChunks(std::span<const std::byte> bytes, const std::string& file);

}  // namespace porter::io
