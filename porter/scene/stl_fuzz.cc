// Fuzz target: any bytes as a STL file.
#include "porter/scene/fuzz_model.h"
#include "porter/scene/stl.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter::scene;
  return FuzzModel(data, size,
                   [](std::span<const std::byte> bytes) { return Model{{{.mesh = ParseStl(bytes, "fuzz.stl")}}}; });
}
