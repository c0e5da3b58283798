// One training step of a network: gradients of all ranks, symmetry, clipping, Adam.
#pragma once

#include <span>
#include <string>

#include "porter/nn/adam.h"
#include "porter/nn/checkpoint.h"
#include "porter/nn/equivariance.h"
#include "porter/nn/parameter_buffer_torch.h"
#include "porter/nn/world.h"

namespace porter::nn {

struct StepOptions {
  double learning_rate = 1e-3;
  double max_gradient_norm = 0;  // 0: not clipped
};

class Optimiser {
 public:
  // `mirrors`: one a parameter for equivariant networks, else empty. The random starting values are projected.
  Optimiser(std::span<const Parameter> parameters, const AdamConfig& config, std::span<const TensorMirror> mirrors);

  void ZeroGradients();

  // Takes the mean gradient of all ranks, then a step. Returns the gradient's norm before clipping; when it is not
  // finite, nothing is changed.
  double Step(World& world, const StepOptions& options);

  // The moments start again, as for a loss of another size: those of an old loss make steps of the wrong length.
  void Forget();

  const ParameterBuffer& buffer() const { return buffer_; }

  // values and moments under `prefix`; Load throws Error when they do not fit
  void Save(const std::string& prefix, CheckpointWriter& out) const;
  void Load(const std::string& prefix, const CheckpointReader& in);

 private:
  ParameterBuffer buffer_;
  Adam adam_;
  Orbits orbits_;
};

}  // namespace porter::nn
