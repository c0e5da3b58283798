// A scope in which matrix products run in bfloat16 (CPU autocast).
#pragma once

#include "porter/nn/precision.h"
#include "porter/nn/precompiled_torch.h"

namespace porter::nn {

// Within its life, linear layers and convolutions of this thread cast inputs and weights to bfloat16, or do not when
// `on` is false. Cast weights are kept until the outermost scope ends: end it before the optimiser's step.
class AutocastScope {
 public:
  explicit AutocastScope(bool on);
  ~AutocastScope();
  AutocastScope(const AutocastScope&) = delete;
  AutocastScope& operator=(const AutocastScope&) = delete;

 private:
  const bool was_on_;
  const at::ScalarType was_type_;
};

}  // namespace porter::nn
