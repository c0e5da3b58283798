#include "porter/io/png_chunks.h"

#include <algorithm>
#include <array>
#include <bit>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"

namespace porter::io {
namespace {

constexpr std::string_view kSignature{"\x89PNG\r\n\x1a\n", 8};
constexpr size_t kAround = 12;  // bytes of a chunk beside its data: length, name, checksum
constexpr size_t kHeaderBytes = 13;

// PNG's numbers are big-endian
uint32_t LoadBig(std::span<const std::byte> bytes, size_t at) {
  return __builtin_bswap32(Load<uint32_t>(bytes, at));
}

// samples a pixel by colour type: grey, -, RGB, palette, grey + alpha, -, RGBA
constexpr std::array<int, 7> kSamples{1, 0, 3, 1, 2, 0, 4};

struct Chunk {
  std::string_view name;
  std::span<const std::byte> data;
  std::span<const std::byte> whole;  // with length, name and checksum
};

class Walker {
 public:
  Walker(std::span<const std::byte> bytes, const std::string& file) : bytes_(bytes), file_(file) {}

  PngChunks Walk() {
    if (!AsText(bytes_).starts_with(kSignature)) Fail("this is no PNG file", core::Cat(bytes_.size(), " bytes"));
    PngChunks chunks;
    AppendAll(chunks.essential, bytes_.first(kSignature.size()));
    size_t at = kSignature.size();
    TakeHeader(Next(at), chunks);
    for (bool ended = false; !ended;) {
      const Chunk chunk = Next(at);
      ended = chunk.name == "IEND";
      const bool pixels = chunk.name == "IDAT";
      if (pixels) chunks.packed_bytes += chunk.data.size();
      if (ended || pixels || chunk.name == "PLTE" || chunk.name == "tRNS") {
        AppendAll(chunks.essential, chunk.whole);
      } else if (IsCritical(chunk)) {
        Fail("the PNG file has a chunk that we do not know and may not skip", Name(chunk));
      }
    }
    if (at != bytes_.size()) Fail("the PNG file goes on behind its end", core::Cat(bytes_.size() - at, " bytes more"));
    return chunks;
  }

 private:
  [[noreturn]] void Fail(const std::string& what, const std::string& found, const std::string& hint = {}) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found, .hint = hint});
  }

  // a name for people: letters only
  static std::string Name(const Chunk& chunk) {
    const bool letters = std::all_of(chunk.name.begin(), chunk.name.end(), [](char c) { return c >= 'A' && c <= 'z'; });
    return letters ? core::Cat("chunk '", chunk.name, "'") : "a chunk without a proper name";
  }

  static bool IsCritical(const Chunk& chunk) { return (chunk.name[0] & 0x20) == 0; }  // upper case

  Chunk Next(size_t& at) const {
    const size_t left = bytes_.size() - at;
    const auto cut_off = [&] {
      Fail("the PNG file is cut off", core::Cat(bytes_.size(), " bytes, the end in the chunk at byte ", at));
    };
    if (left < kAround) cut_off();
    const size_t size = LoadBig(bytes_, at);
    if (size > left - kAround) cut_off();
    const Chunk chunk{.name = AsText(bytes_.subspan(at + 4, 4)),
                      .data = bytes_.subspan(at + 8, size),
                      .whole = bytes_.subspan(at, size + kAround)};
    if (core::Crc32(bytes_.subspan(at + 4, size + 4)) != LoadBig(bytes_, at + 8 + size))
      Fail("the PNG file is damaged", core::Cat(Name(chunk), " at byte ", at, " with a wrong checksum"));
    at += chunk.whole.size();
    return chunk;
  }

  void TakeHeader(const Chunk& chunk, PngChunks& chunks) const {
    if (chunk.name != "IHDR" || chunk.data.size() != kHeaderBytes)
      Fail("the PNG file does not begin with its header", Name(chunk));
    chunks.width = LoadBig(chunk.data, 0);
    chunks.height = LoadBig(chunk.data, 4);
    chunks.bits_per_sample = Load<uint8_t>(chunk.data, 8);
    const auto colour = Load<uint8_t>(chunk.data, 9);
    chunks.samples_per_pixel = colour < kSamples.size() ? kSamples[colour] : 0;
    const bool bits = std::has_single_bit(static_cast<uint8_t>(chunks.bits_per_sample)) && chunks.bits_per_sample <= 16;
    if (!bits || chunks.samples_per_pixel == 0 || chunks.width == 0 || chunks.height == 0)
      Fail("the PNG header is malformed",
           core::Cat(chunks.width, " x ", chunks.height, " px, colour type ", int{colour}));
    AppendAll(chunks.essential, chunk.whole);
  }

  const std::span<const std::byte> bytes_;
  const std::string& file_;
};

}  // namespace

PngChunks ReadPngChunks(std::span<const std::byte> bytes, const std::string& file) {
  return Walker(bytes, file).Walk();
}

}  // namespace porter::io
