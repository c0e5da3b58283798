#include "porter/nn/adam.h"

#include <cmath>

#include "porter/core/check.h"

namespace porter::nn {

void Adam::Step(std::span<const float> gradient, double learning_rate, std::span<float> values) noexcept {
  PORTER_CHECK(gradient.size() == mean.size() && values.size() == mean.size());
  ++steps;
  const double t = static_cast<double>(steps);
  const float b1 = static_cast<float>(config.beta1), b2 = static_cast<float>(config.beta2);
  const float rest1 = static_cast<float>(1 - config.beta1), rest2 = static_cast<float>(1 - config.beta2);
  const float rate = static_cast<float>(learning_rate / (1 - std::pow(config.beta1, t)));
  const float correction = static_cast<float>(1 / std::sqrt(1 - std::pow(config.beta2, t)));
  const float epsilon = static_cast<float>(config.epsilon);
  const float keep = static_cast<float>(1 - learning_rate * config.weight_decay);
  for (size_t i = 0; i < mean.size(); ++i) {
    const float g = gradient[i];
    mean[i] = b1 * mean[i] + rest1 * g;
    power[i] = b2 * power[i] + rest2 * g * g;
    values[i] = keep * values[i] - rate * mean[i] / (std::sqrt(power[i]) * correction + epsilon);
  }
}

}  // namespace porter::nn
