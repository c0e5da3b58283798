#include "porter/nn/gaussian_torch.h"

#include <cmath>
#include <numbers>

namespace porter::nn {
namespace {

const double kHalfLog2Pi = 0.5 * std::log(2 * std::numbers::pi);

}  // namespace

at::Tensor GaussianLogProb(const at::Tensor& action, const at::Tensor& mean, const at::Tensor& log_std) {
  const at::Tensor z = (action - mean) * (-log_std).exp();
  return -0.5 * z.square().sum(-1) - log_std.sum() - static_cast<double>(log_std.numel()) * kHalfLog2Pi;
}

at::Tensor GaussianEntropy(const at::Tensor& log_std) {
  return log_std.sum() + static_cast<double>(log_std.numel()) * (0.5 + kHalfLog2Pi);
}

at::Tensor GaussianKl(const at::Tensor& old_mean, const at::Tensor& old_log_std, const at::Tensor& mean,
                      const at::Tensor& log_std) {
  const at::Tensor spread = (old_log_std - log_std).mul(2).exp();
  const at::Tensor shift = ((mean - old_mean) * (-log_std).exp()).square();
  return (log_std - old_log_std + 0.5 * (spread + shift - 1)).sum(-1);
}

}  // namespace porter::nn
