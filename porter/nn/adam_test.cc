#include "porter/nn/adam.h"

#include <gtest/gtest.h>
#include <torch/optim/adamw.h>

#include "porter/core/random.h"

namespace porter::nn {
namespace {

// 200 steps on random gradients beside torch's own optimiser in double precision
void CompareWithTorch(const AdamConfig& config, double learning_rate) {
  constexpr int kCount = 37;
  at::Tensor theirs = torch::linspace(-1, 1, kCount, torch::kDouble).requires_grad_(true);
  torch::optim::AdamW twin({theirs}, torch::optim::AdamWOptions(learning_rate)
                                         .betas({config.beta1, config.beta2})
                                         .eps(config.epsilon)
                                         .weight_decay(config.weight_decay));
  std::vector<float> ours(kCount), gradient(kCount);
  for (int i = 0; i < kCount; ++i) ours[static_cast<size_t>(i)] = theirs[i].item<float>();
  Adam adam(config, kCount);
  core::Random random(1, 0, 0, 0);
  for (int step = 0; step < 200; ++step) {
    for (float& g : gradient) g = static_cast<float>(random.Normal());
    theirs.mutable_grad() = torch::tensor(gradient).to(torch::kDouble);
    twin.step();
    adam.Step(gradient, learning_rate, ours);
  }
  for (int i = 0; i < kCount; ++i) {
    // 200 float32 steps of at most learning_rate each
    EXPECT_NEAR(ours[static_cast<size_t>(i)], theirs[i].item<double>(), 2e-5);
  }
}

TEST(Adam, FollowsTorchInDoublePrecision) {
  CompareWithTorch({}, 1e-3);
  CompareWithTorch({.beta1 = 0.8, .beta2 = 0.99, .epsilon = 1e-5, .weight_decay = 0.1}, 3e-3);
}

TEST(Adam, FirstStepIsTheLearningRateAgainstTheSign) {
  Adam adam({}, 3);
  std::vector<float> values{1, 1, 1};
  adam.Step(std::vector<float>{5, -0.01f, 0}, 0.1, values);
  EXPECT_NEAR(values[0], 0.9, 1e-6);
  EXPECT_NEAR(values[1], 1.1, 1e-6);
  EXPECT_EQ(values[2], 1);
}

}  // namespace
}  // namespace porter::nn
