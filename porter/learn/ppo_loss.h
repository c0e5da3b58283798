// The losses of PPO, each a pure function of tensors of one length [B]; the type of number is the caller's.
#pragma once

namespace at {
class Tensor;
}

namespace porter::learn {

// mean of -min(ratio * advantage, clamp(ratio, 1 - clip, 1 + clip) * advantage), ratio = exp(log_prob - old_log_prob)
at::Tensor PolicyLoss(const at::Tensor& log_prob, const at::Tensor& old_log_prob, const at::Tensor& advantage,
                      double clip);

// mean of the larger of (value - target)^2 and the same with the value at most `clip` away from the old one; clip 0:
// mean of (value - target)^2
at::Tensor ValueLoss(const at::Tensor& value, const at::Tensor& old_value, const at::Tensor& target, double clip);

// the step size after a step that moved the policy by `kl`: / 1.5 above twice the target, x 1.5 below half of it
struct StepSizeRule {
  double kl_target;
  double smallest;
  double largest;
};
double AdaptStepSize(double learning_rate, double kl, const StepSizeRule& rule) noexcept;

}  // namespace porter::learn
