#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "porter/nn/gaussian_torch.h"

namespace porter::nn {
namespace {

at::Tensor Row(std::vector<double> values) {
  return torch::tensor(values, torch::kDouble).unsqueeze(0);
}

at::Tensor Logs(std::vector<double> stds) {
  return torch::tensor(stds, torch::kDouble).log();
}

TEST(Gaussian, LogProbIsTheProductOfTheDensities) {
  const auto density = [](double x, double mean, double std) {
    return std::exp(-0.5 * std::pow((x - mean) / std, 2)) / (std * std::sqrt(2 * std::numbers::pi));
  };
  const at::Tensor log_prob = GaussianLogProb(Row({1, -2}), Row({0.5, -1}), Logs({0.5, 2}));
  EXPECT_NEAR(log_prob.item<double>(), std::log(density(1, 0.5, 0.5) * density(-2, -1, 2)), 1e-12);
}

TEST(Gaussian, EntropyByHand) {
  // 0.5 log(2 pi e s^2) each
  const double expected = 0.5 * std::log(2 * std::numbers::pi * std::numbers::e * 0.25) +
                          0.5 * std::log(2 * std::numbers::pi * std::numbers::e * 4);
  EXPECT_NEAR(GaussianEntropy(Logs({0.5, 2})).item<double>(), expected, 1e-12);
}

TEST(Gaussian, KlByHandAndByIntegral) {
  // log(s2/s1) + (s1^2 + (m1 - m2)^2) / (2 s2^2) - 1/2 with m 0 and 1, s 1 and 2: log 2 + 2/8 - 1/2
  EXPECT_NEAR(GaussianKl(Row({0}), Logs({1}), Row({1}), Logs({2})).item<double>(), std::log(2) - 0.25, 1e-12);
  EXPECT_EQ(GaussianKl(Row({3, 4}), Logs({1, 2}), Row({3, 4}), Logs({1, 2})).item<double>(), 0);
  double integral = 0;
  constexpr double kStep = 1e-3;
  for (double x = -12; x < 12; x += kStep) {
    const at::Tensor p = GaussianLogProb(Row({x}), Row({0.3}), Logs({0.7}));
    const at::Tensor q = GaussianLogProb(Row({x}), Row({-0.5}), Logs({1.4}));
    integral += kStep * std::exp(p.item<double>()) * (p - q).item<double>();
  }
  EXPECT_NEAR(GaussianKl(Row({0.3}), Logs({0.7}), Row({-0.5}), Logs({1.4})).item<double>(), integral, 1e-6);
}

}  // namespace
}  // namespace porter::nn
