// Generalised advantage estimation (Schulman et al. 2016).
#pragma once

#include <cstdint>
#include <span>

#include "porter/core/span2.h"

namespace porter::learn {

struct GaeInput {
  core::Span2<const float> reward;    // [num_envs, steps]
  core::Span2<const float> value;     // of the observation before the step   [num_envs, steps]
  core::Span2<const uint8_t> done;    // 1: nothing of what follows counts    [num_envs, steps]
  std::span<const float> last_value;  // of the observation after the last step   [num_envs]
  double gamma;                       // discount per step
  double lambda;                      // weight of longer returns
};

// advantage and value target of every step   [num_envs, steps]
void ComputeGae(const GaeInput& in, core::Span2<float> advantage, core::Span2<float> target) noexcept;

}  // namespace porter::learn
