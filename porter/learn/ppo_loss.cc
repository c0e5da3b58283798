#include "porter/learn/ppo_loss.h"

#include <ATen/ATen.h>

#include <algorithm>

namespace porter::learn {

at::Tensor PolicyLoss(const at::Tensor& log_prob, const at::Tensor& old_log_prob, const at::Tensor& advantage,
                      double clip) {
  const at::Tensor ratio = (log_prob - old_log_prob).exp();
  return -at::minimum(ratio * advantage, ratio.clamp(1 - clip, 1 + clip) * advantage).mean();
}

at::Tensor ValueLoss(const at::Tensor& value, const at::Tensor& old_value, const at::Tensor& target, double clip) {
  const at::Tensor loss = (value - target).square();
  if (clip == 0) return loss.mean();
  const at::Tensor near = old_value + (value - old_value).clamp(-clip, clip);
  return at::maximum(loss, (near - target).square()).mean();
}

double AdaptStepSize(double learning_rate, double kl, const StepSizeRule& rule) noexcept {
  if (kl > 2 * rule.kl_target) return std::max(rule.smallest, learning_rate / 1.5);
  if (kl > 0 && kl < 0.5 * rule.kl_target) return std::min(rule.largest, learning_rate * 1.5);
  return learning_rate;
}

}  // namespace porter::learn
