#include "porter/nn/mlp.h"

namespace porter::nn {

io::NetworkSpec MlpSpec(size_t input, const MlpConfig& config, size_t output) {
  io::NetworkSpec spec{.input = {input}};
  for (const int width : config.hidden) {
    spec.layers.push_back({.kind = io::LayerKind::kLinear, .out = static_cast<size_t>(width)});
    spec.layers.push_back({.kind = io::LayerKind::kActivation, .activation = config.activation});
  }
  spec.layers.push_back({.kind = io::LayerKind::kLinear, .out = output});
  return spec;
}

}  // namespace porter::nn
