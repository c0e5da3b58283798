#include "porter/io/deflate.h"

#include <zlib.h>

#include <algorithm>

#include "porter/core/check.h"

namespace porter::io {
namespace {

constexpr int kRawDeflate = -MAX_WBITS;     // no zlib header
constexpr int kMemoryLevel = 8;             // zlib's own default
constexpr size_t kSlice = size_t{1} << 30;  // zlib counts in 32 bits

struct InflateStream : z_stream {
  InflateStream() : z_stream{} { PORTER_CHECK(inflateInit2(this, kRawDeflate) == Z_OK); }
  ~InflateStream() { inflateEnd(this); }
};

struct DeflateStream : z_stream {
  DeflateStream() : z_stream{} {
    PORTER_CHECK(deflateInit2(this, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kRawDeflate, kMemoryLevel, Z_DEFAULT_STRATEGY) ==
                 Z_OK);
  }
  ~DeflateStream() { deflateEnd(this); }
};

// hands the next slices of both buffers to zlib; `at` counts what it has used of them
struct Slices {
  std::span<const std::byte> in;
  std::span<std::byte> out;
  size_t in_at = 0;
  size_t out_at = 0;

  template <class Step>
  int Run(z_stream& stream, Step step) {
    const size_t in_size = std::min(in.size() - in_at, kSlice);
    const size_t out_size = std::min(out.size() - out_at, kSlice);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(in.data() + in_at));  // zlib reads only
    stream.next_out = reinterpret_cast<Bytef*>(out.data() + out_at);
    stream.avail_in = static_cast<uInt>(in_size);
    stream.avail_out = static_cast<uInt>(out_size);
    const int status = step(in_at + in_size == in.size());
    in_at += in_size - stream.avail_in;
    out_at += out_size - stream.avail_out;
    return status;
  }
};

}  // namespace

std::optional<std::vector<std::byte>> Inflate(std::span<const std::byte> packed, size_t size) {
  std::vector<std::byte> bytes(size + 1);  // one more: zlib wants an address even for nothing
  Slices slices{.in = packed, .out = std::span(bytes).first(size)};
  InflateStream stream;
  int status = Z_OK;
  while (status == Z_OK) status = slices.Run(stream, [&](bool) { return inflate(&stream, Z_NO_FLUSH); });
  if (status != Z_STREAM_END || slices.in_at != packed.size() || slices.out_at != size) return std::nullopt;
  bytes.resize(size);
  return bytes;
}

std::vector<std::byte> Deflate(std::span<const std::byte> bytes) {
  DeflateStream stream;
  std::vector<std::byte> packed(deflateBound(&stream, bytes.size()));
  Slices slices{.in = bytes, .out = packed};
  int status = Z_OK;
  while (status == Z_OK)
    status = slices.Run(stream, [&](bool last) { return deflate(&stream, last ? Z_FINISH : Z_NO_FLUSH); });
  PORTER_CHECK(status == Z_STREAM_END, "deflateBound is enough");
  packed.resize(slices.out_at);
  return packed;
}

}  // namespace porter::io
