// Networks and numbers for infer's tests: weights drawn at random, at a scale that keeps signals near one.
#pragma once

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "porter/core/random.h"
#include "porter/io/network_file.h"

namespace porter::infer {

inline std::vector<float> RandomFloats(size_t count, double scale, uint32_t stream) {
  core::Random random(5, stream, 0, 0);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(scale * random.Normal());
  return values;
}

inline io::NetworkFile RandomNetwork(const io::NetworkSpec& spec) {
  std::vector<std::vector<float>> memory;
  std::vector<io::ArrayView> tensors;
  for (const io::TensorSpec& tensor : io::NetworkTensors(spec)) {
    const size_t count = std::accumulate(tensor.shape.begin(), tensor.shape.end(), size_t{1}, std::multiplies<>());
    const double fan_in = static_cast<double>(count) / static_cast<double>(tensor.shape[0]);
    memory.push_back(RandomFloats(count, 1 / std::sqrt(fan_in), static_cast<uint32_t>(memory.size())));
    if (tensor.name.ends_with("std"))
      for (float& value : memory.back()) value = 0.5f + std::abs(value);
    tensors.push_back(io::View<float>(tensor.name, tensor.shape, memory.back()));
  }
  return io::DecodeNetwork(io::EncodeNetwork(spec, tensors), "random.safetensors");
}

inline io::LayerSpec Linear(size_t out) {
  return {.kind = io::LayerKind::kLinear, .out = out};
}

inline io::LayerSpec Activate(io::Activation activation) {
  return {.kind = io::LayerKind::kActivation, .activation = activation};
}

// one of each kind; the picture first
inline io::NetworkSpec EveryLayer() {
  using enum io::LayerKind;
  using enum io::Activation;
  return {.input = {3, 9, 8},
          .layers = {{.kind = kConv2d, .out = 5, .kernel = 3, .stride = 2, .padding = 1},
                     Activate(kRelu),
                     {.kind = kFlatten},
                     {.kind = kNormaliser, .clip = 2},
                     Linear(33),
                     {.kind = kLayerNorm},
                     Activate(kSilu),
                     {.kind = kGru, .out = 21},
                     {.kind = kResidual,
                      .body = {Linear(40), Activate(kElu), {.kind = kResidual, .body = {Activate(kTanh)}}, Linear(21)}},
                     {.kind = kLstm, .out = 7},
                     Linear(4),
                     Activate(kSigmoid)}};
}

// each of them alone, on an input that it takes
inline std::vector<io::NetworkSpec> EachLayerAlone() {
  std::vector<io::NetworkSpec> specs;
  for (const io::LayerSpec& layer : EveryLayer().layers) {
    const bool picture = layer.kind == io::LayerKind::kConv2d || layer.kind == io::LayerKind::kFlatten;
    specs.push_back({.input = picture ? std::vector<size_t>{2, 7, 6} : std::vector<size_t>{21}, .layers = {layer}});
  }
  return specs;
}

}  // namespace porter::infer
