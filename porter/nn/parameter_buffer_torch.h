// The parameters of a network moved into one flat buffer, and their gradients into another, so that ranks sum, norms
// are taken, the optimiser steps and checkpoints are written in one pass over plain floats.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/nn/network_torch.h"

namespace porter::nn {

class ParameterBuffer {
 public:
  struct Slot {
    std::string name;
    size_t offset;               // first element in the buffer
    std::vector<int64_t> shape;  // of the tensor
  };

  // From here on the tensors of `parameters` are views of this buffer; their gradients add up in it too.
  explicit ParameterBuffer(std::span<const Parameter> parameters);

  std::span<float> values() const { return {values_.data_ptr<float>(), static_cast<size_t>(values_.numel())}; }
  std::span<float> gradients() const { return {gradients_.data_ptr<float>(), static_cast<size_t>(gradients_.numel())}; }
  const std::vector<Slot>& slots() const { return slots_; }

 private:
  std::vector<Slot> slots_;
  at::Tensor values_;     // all parameters, each padded to whole cache lines   [padded number]
  at::Tensor gradients_;  // same places
};

}  // namespace porter::nn
