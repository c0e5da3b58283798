// Fuzz target: any bytes as a safetensors file. Only core::Error may come out of the reader, and what it accepts is
// written and read back to the same tensors.
#include <cstddef>
#include <cstdint>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/io/bytes.h"
#include "porter/io/safetensors.h"

namespace porter::io {
namespace {

void CheckReadsBack(const ArrayFile& file) {
  const std::vector<std::byte> written = EncodeSafetensors(file.arrays(), file.metadata());
  const ArrayFile again = DecodeSafetensors(written, "again.safetensors");
  PORTER_CHECK(again.arrays().size() == file.arrays().size() && again.metadata() == file.metadata());
  for (const ArrayView& tensor : file.arrays()) {
    const ArrayView& same = again.At(tensor.name);
    PORTER_CHECK(same.Describe() == tensor.Describe());
    PORTER_CHECK(AsText(same.bytes) == AsText(tensor.bytes), "what is written reads back");
  }
  PORTER_CHECK(AsText(EncodeSafetensors(again.arrays(), again.metadata())) == AsText(written), "the bytes are settled");
}

}  // namespace
}  // namespace porter::io

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter;
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
  try {
    io::CheckReadsBack(io::DecodeSafetensors({bytes.begin(), bytes.end()}, "fuzz.safetensors"));
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
  }
  return 0;
}
