// Fuzz target: any bytes as an ONNX file. Only core::Error may come out of the reader and the planner, and a graph that
// they accept runs.
#include <cstddef>
#include <cstdint>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/infer/onnx_graph.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace porter;
  const std::span<const std::byte> bytes = std::as_bytes(std::span(data, size));
  try {
    const infer::OnnxGraph graph(infer::DecodeOnnxModel({bytes.begin(), bytes.end()}, "fuzz.onnx"));
    infer::OnnxScratch scratch(graph);
    graph.Forward(scratch);
  } catch (const core::Error& error) {
    PORTER_CHECK(error.what()[0] != '\0', "an error says something");
  }
  return 0;
}
