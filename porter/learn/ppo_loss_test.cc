#include "porter/learn/ppo_loss.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <functional>

namespace porter::learn {
namespace {

at::Tensor Doubles(std::vector<double> values) {
  return torch::tensor(values, torch::kDouble);
}

TEST(PolicyLoss, ByHandOnBothSidesOfTheClip) {
  const double up = std::log(1.5), down = std::log(0.5);
  const auto loss = [](double log_ratio, double advantage) {
    return PolicyLoss(Doubles({-3 + log_ratio}), Doubles({-3}), Doubles({advantage}), 0.2).item<double>();
  };
  EXPECT_NEAR(loss(0, 2), -2, 1e-12);
  EXPECT_NEAR(loss(up, 2), -1.2 * 2, 1e-12);  // no more reward beyond the clip
  EXPECT_NEAR(loss(up, -2), 1.5 * 2, 1e-12);  // but the whole punishment
  EXPECT_NEAR(loss(down, 2), -0.5 * 2, 1e-12);
  EXPECT_NEAR(loss(down, -2), 0.8 * 2, 1e-12);
  EXPECT_NEAR(PolicyLoss(Doubles({up, 0}), Doubles({0, 0}), Doubles({2, -1}), 0.2).item<double>(), (-2.4 + 1) / 2,
              1e-12);
}

TEST(ValueLoss, ByHandOnBothSidesOfTheClip) {
  const auto loss = [](double value, double old, double target, double clip) {
    return ValueLoss(Doubles({value}), Doubles({old}), Doubles({target}), clip).item<double>();
  };
  EXPECT_NEAR(loss(1.1, 1, 3, 0.2), 1.9 * 1.9, 1e-12);  // within the clip
  EXPECT_NEAR(loss(2, 1, 3, 0.2), 1.8 * 1.8, 1e-12);    // too fast towards the target: as if at 1.2
  EXPECT_NEAR(loss(0, 1, 3, 0.2), 3 * 3, 1e-12);        // away from the target: all of it
  EXPECT_NEAR(loss(2, 1, 3, 0), 1, 1e-12);
}

// the gradient of `f` at `x` against central differences
void CheckGradient(const std::function<at::Tensor(const at::Tensor&)>& f, std::vector<double> x) {
  const at::Tensor variable = Doubles(x).requires_grad_(true);
  f(variable).backward();
  constexpr double kStep = 1e-6;
  for (size_t i = 0; i < x.size(); ++i) {
    std::vector<double> above = x, below = x;
    above[i] += kStep;
    below[i] -= kStep;
    const double expected = (f(Doubles(above)) - f(Doubles(below))).item<double>() / (2 * kStep);
    EXPECT_NEAR(variable.grad()[static_cast<int64_t>(i)].item<double>(), expected, 1e-8) << i;
  }
}

TEST(PpoLosses, GradientsByFiniteDifferences) {
  const at::Tensor old = Doubles({-1, -1, -1, -1, -1}), advantage = Doubles({1, -1, 2, -0.5, 0.3});
  const std::vector<double> x{-0.5, -0.4, -1.05, -1.6, -1.5};  // beyond and within the clip, both signs
  CheckGradient([&](const at::Tensor& log_prob) { return PolicyLoss(log_prob, old, advantage, 0.2); }, x);
  CheckGradient([&](const at::Tensor& value) { return ValueLoss(value, old, advantage, 0.2); }, x);
}

TEST(StepSize, FollowsTheDivergence) {
  const StepSizeRule rule{.kl_target = 0.01, .smallest = 1e-5, .largest = 1e-2};
  EXPECT_DOUBLE_EQ(AdaptStepSize(3e-4, 0.021, rule), 2e-4);
  EXPECT_DOUBLE_EQ(AdaptStepSize(2e-4, 0.0049, rule), 3e-4);
  EXPECT_DOUBLE_EQ(AdaptStepSize(2e-4, 0.01, rule), 2e-4);
  EXPECT_DOUBLE_EQ(AdaptStepSize(1.2e-5, 1, rule), 1e-5);
  EXPECT_DOUBLE_EQ(AdaptStepSize(9e-3, 0.001, rule), 1e-2);
  EXPECT_DOUBLE_EQ(AdaptStepSize(2e-4, std::nan(""), rule), 2e-4);
  EXPECT_DOUBLE_EQ(AdaptStepSize(2e-4, 0, rule), 2e-4);  // the rollout's own policy says nothing
}

}  // namespace
}  // namespace porter::learn
