// Fuzz target: any bytes as an .npz and as an .npy file. Only core::Error may come out of the readers, and what they
// accept is written and read back to the same arrays.
#include <cstddef>
#include <cstdint>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/io/bytes.h"
#include "porter/io/npy.h"
#include "porter/io/npz.h"

namespace porter::io {
namespace {

void CheckSame(const ArrayFile& one, const ArrayFile& other) {
  PORTER_CHECK(one.arrays().size() == other.arrays().size());
  for (const ArrayView& array : one.arrays()) {
    const ArrayView& same = other.At(array.name);
    PORTER_CHECK(same.Describe() == array.Describe());
    PORTER_CHECK(AsText(same.bytes) == AsText(array.bytes), "what is written reads back");
  }
}

template <class Read>
void Try(Read read) {
  try {
    const ArrayFile arrays = read();
    CheckSame(arrays, DecodeNpz(EncodeNpz(arrays.arrays(), Compression::kDeflated), "again.npz"));
    for (const ArrayView& array : arrays.arrays()) {
      if (array.dtype == Dtype::kText) array.Texts();
    }
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
  }
}

}  // namespace
}  // namespace porter::io

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter::io;
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
  Try([&] { return DecodeNpz(bytes, "fuzz.npz"); });
  Try([&] { return DecodeNpy({bytes.begin(), bytes.end()}, "fuzz.npy"); });
  return 0;
}
