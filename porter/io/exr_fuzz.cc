// Fuzz target: any bytes as an OpenEXR picture. Only core::Error may come out of the reader, and what it accepts is
// finite and as large as it says.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/io/exr.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter;
  try {
    const core::FloatImage image = io::DecodeExr(std::as_bytes(std::span(data, size)), "fuzz.exr");
    PORTER_CHECK(image.pixels.size() == size_t(image.width) * size_t(image.height) * 3, "as many pixels as it says");
    PORTER_CHECK(std::ranges::all_of(image.pixels, [](float x) { return std::isfinite(x); }), "finite");
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
  }
  return 0;
}
