// Fuzz target: any bytes as a PNG file, as they are and once more with all checksums made right, so that mutations
// reach the decoder. Only core::Error may come out of the reader, and what it accepts is written and read back the
// same.
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "porter/core/check.h"
#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/io/bytes.h"
#include "porter/io/png.h"

namespace porter::io {
namespace {

constexpr size_t kSignature = 8;
constexpr size_t kAroundData = 12;  // length, name, checksum

void RepairChecksums(std::vector<std::byte>& png) {
  for (size_t at = kSignature; at <= png.size() && png.size() - at >= kAroundData;) {
    const size_t size = __builtin_bswap32(Load<uint32_t>(png, at));
    if (size > png.size() - at - kAroundData) return;
    const uint32_t crc = __builtin_bswap32(core::Crc32(std::span(png).subspan(at + 4, size + 4)));
    std::memcpy(png.data() + at + 8 + size, &crc, sizeof(crc));
    at += size + kAroundData;
  }
}

void Try(std::span<const std::byte> png) {
  try {
    const core::Image image = DecodePng(png, "fuzz.png");
    const bool same = DecodePng(EncodePng(image), "again.png") == image;
    PORTER_CHECK(same, "what is written reads back");
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
  }
}

}  // namespace
}  // namespace porter::io

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter::io;
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
  Try(bytes);
  std::vector<std::byte> repaired(bytes.begin(), bytes.end());
  RepairChecksums(repaired);
  Try(repaired);
  return 0;
}
