// Multi-layer perceptrons as layer lists (io/network_file.h).
#pragma once

#include <span>
#include <vector>

#include "porter/config/field.h"
#include "porter/io/network_file.h"

namespace porter::nn {

struct MlpConfig {
  std::vector<int> hidden = {512, 256, 128};
  io::Activation activation = io::Activation::kSilu;

  void Fields(auto&& f) {
    f(hidden, {.name = "hidden", .doc = "widths of the hidden layers", .min = 1, .max = 65536});
    f(activation, {.name = "activation", .doc = "after each hidden layer"});
  }
  bool operator==(const MlpConfig&) const = default;
};

// linear and activation for each hidden width, then linear to `output`
io::NetworkSpec MlpSpec(size_t input, const MlpConfig& config, size_t output);

}  // namespace porter::nn
