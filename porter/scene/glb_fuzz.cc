// Fuzz target: any bytes as a GLB file.
#include "porter/scene/fuzz_model.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter::scene;
  return FuzzModel(data, size, [](std::span<const std::byte> bytes) { return ParseGlb(bytes, "fuzz.glb"); });
}
