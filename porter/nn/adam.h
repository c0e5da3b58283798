// Adam with decoupled weight decay (Kingma and Ba 2015; Loshchilov and Hutter 2019) over one flat buffer: one pass, two
// moments, nothing hidden, so that a resumed run continues bit for bit. torch::optim::AdamW is its slow twin.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "porter/config/field.h"

namespace porter::nn {

struct AdamConfig {
  double beta1 = 0.9;       // memory of the mean gradient, per step
  double beta2 = 0.999;     // memory of the mean squared gradient, per step
  double epsilon = 1e-8;    // added to the root mean square
  double weight_decay = 0;  // per step and learning rate; not 0 is AdamW

  void Fields(auto&& f) {
    f(beta1, {.name = "beta1", .doc = "memory of the mean gradient, per step", .min = 0, .max = 0.999999});
    f(beta2, {.name = "beta2", .doc = "memory of the mean squared gradient, per step", .min = 0, .max = 0.999999});
    f(epsilon, {.name = "epsilon", .doc = "added to the root of the mean squared gradient", .min = 1e-16});
    f(weight_decay, {.name = "weight_decay", .doc = "decay per step and learning rate (AdamW)", .min = 0});
  }
  bool operator==(const AdamConfig&) const = default;
};

struct Adam {
  AdamConfig config = {};
  int64_t steps = 0;         // done so far
  std::vector<float> mean;   // of the gradient           [number of values]
  std::vector<float> power;  // of the squared gradient   [number of values]

  Adam(const AdamConfig& settings, size_t values) : config(settings), mean(values), power(values) {}

  // one step down the gradient
  void Step(std::span<const float> gradient, double learning_rate, std::span<float> values) noexcept;
};

}  // namespace porter::nn
