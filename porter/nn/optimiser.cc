#include "porter/nn/optimiser_torch.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "porter/core/check.h"

namespace porter::nn {

Optimiser::Optimiser(std::span<const Parameter> parameters, const AdamConfig& config,
                     std::span<const TensorMirror> mirrors)
    : buffer_(parameters), adam_(config, buffer_.values().size()) {
  if (mirrors.empty()) return;
  PORTER_CHECK(mirrors.size() == parameters.size());
  for (size_t i = 0; i < mirrors.size(); ++i) {
    const at::Tensor& tensor = parameters[i].tensor;
    const auto rows = static_cast<size_t>(tensor.size(0));
    orbits_.Add(mirrors[i], buffer_.slots()[i].offset, rows, static_cast<size_t>(tensor.numel()) / rows);
  }
  orbits_.ProjectRandom(buffer_.values());
}

void Optimiser::ZeroGradients() {
  std::ranges::fill(buffer_.gradients(), 0.f);
}

double Optimiser::Step(World& world, const StepOptions& options) {
  const std::span<float> gradient = buffer_.gradients();
  if (world.size() > 1) {
    world.Sum(gradient);
    const float share = 1 / static_cast<float>(world.size());
    for (float& g : gradient) g *= share;
  }
  orbits_.Project(gradient);
  double square = 0;
  for (const float g : gradient) square += static_cast<double>(g) * g;
  const double norm = std::sqrt(square);
  if (!std::isfinite(norm)) return norm;
  if (options.max_gradient_norm > 0 && norm > options.max_gradient_norm) {
    const float scale = static_cast<float>(options.max_gradient_norm / norm);
    for (float& g : gradient) g *= scale;
  }
  adam_.Step(gradient, options.learning_rate, buffer_.values());
  return norm;
}

void Optimiser::Forget() {
  adam_ = Adam(adam_.config, adam_.mean.size());
}

void Optimiser::Save(const std::string& prefix, CheckpointWriter& out) const {
  out.Add(prefix + ".values", std::span<const float>(buffer_.values()));
  out.Add(prefix + ".adam.mean", std::span<const float>(adam_.mean));
  out.Add(prefix + ".adam.power", std::span<const float>(adam_.power));
  out.AddValue(prefix + ".adam.steps", adam_.steps);
}

void Optimiser::Load(const std::string& prefix, const CheckpointReader& in) {
  in.Read(prefix + ".values", buffer_.values());
  in.Read(prefix + ".adam.mean", std::span<float>(adam_.mean));
  in.Read(prefix + ".adam.power", std::span<float>(adam_.power));
  adam_.steps = in.ReadValue<int64_t>(prefix + ".adam.steps");
}

}  // namespace porter::nn
