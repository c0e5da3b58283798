// Runs an ONNX graph on many samples, so that onnxruntime's answers can be compared with ours:
//   onnx_run GRAPH.onnx BATCH SAMPLES.npz ANSWERS.npz
// SAMPLES: an array per input, [calls, shape of the input]; ANSWERS: the same per output, and "metadata", "key=value".
// Exit status 2 and one line on stderr when the graph or the samples are refused.
#include <algorithm>
#include <cstdio>
#include <string>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_graph.h"
#include "porter/io/npz.h"

namespace {

using porter::infer::OnnxGraph;
using porter::infer::OnnxPort;
using porter::infer::OnnxScratch;

struct Answers {
  std::vector<std::vector<float>> values;  // an output each
  size_t calls = 0;
};

std::vector<std::span<const float>> Samples(const OnnxGraph& graph, const porter::io::ArrayFile& file, size_t& calls) {
  std::vector<std::span<const float>> samples;
  for (const OnnxPort& port : graph.inputs()) {
    const porter::io::ArrayView& array = file.At(port.name);
    if (array.shape.empty() ||
        !std::equal(array.shape.begin() + 1, array.shape.end(), port.shape.begin(), port.shape.end()))
      throw porter::core::Error(porter::core::Cat("samples of '", port.name, "' do not fit: ", array.Describe()));
    calls = array.shape[0];
    samples.push_back(array.As<float>());
  }
  return samples;
}

Answers Run(const OnnxGraph& graph, const porter::io::ArrayFile& file) {
  Answers answers{.values = std::vector<std::vector<float>>(graph.outputs().size()), .calls = 1};
  const std::vector<std::span<const float>> samples = Samples(graph, file, answers.calls);
  OnnxScratch scratch(graph);
  for (size_t call = 0; call < answers.calls; ++call) {
    for (size_t i = 0; i < samples.size(); ++i) {
      const std::span<float> input = scratch.Input(i);
      std::copy_n(samples[i].begin() + static_cast<ptrdiff_t>(call * input.size()), input.size(), input.begin());
    }
    graph.Forward(scratch);
    for (size_t i = 0; i < answers.values.size(); ++i) {
      const std::span<const float> output = scratch.Output(i);
      answers.values[i].insert(answers.values[i].end(), output.begin(), output.end());
    }
  }
  return answers;
}

void Write(const std::string& path, const OnnxGraph& graph, const Answers& answers) {
  std::vector<porter::io::ArrayView> arrays;
  for (size_t i = 0; i < answers.values.size(); ++i) {
    std::vector<size_t> shape = graph.outputs()[i].shape;
    shape.insert(shape.begin(), answers.calls);
    arrays.push_back(porter::io::View<float>(graph.outputs()[i].name, shape, answers.values[i]));
  }
  std::vector<std::string> words;
  for (const auto& [key, value] : graph.metadata()) words.push_back(porter::core::Cat(key, "=", value));
  const std::vector<std::byte> bytes = porter::io::PackTexts(words);
  if (!words.empty())
    arrays.push_back({.name = "metadata", .dtype = porter::io::Dtype::kText, .shape = {words.size()}, .bytes = bytes});
  porter::io::WriteNpz(path, arrays);
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  try {
    const OnnxGraph graph(porter::infer::ReadOnnxModel(arguments[1]), {.batch = std::stoul(arguments[2])});
    Write(arguments[4], graph, Run(graph, porter::io::ReadNpz(arguments[3])));
  } catch (const porter::core::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 2;
  }
  return 0;
}
