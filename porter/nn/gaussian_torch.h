// Diagonal normal distributions with a standard deviation that does not depend on the state.
#pragma once

#include "porter/nn/precompiled_torch.h"

namespace porter::nn {

// log of the density at `action`, summed over the action's elements   [B, A], [B, A], [A] -> [B]
at::Tensor GaussianLogProb(const at::Tensor& action, const at::Tensor& mean, const at::Tensor& log_std);

// differential entropy in nats, summed over the action's elements   [A] -> []
at::Tensor GaussianEntropy(const at::Tensor& log_std);

// KL(old || new) in nats, summed over the action's elements   [B, A], [A], [B, A], [A] -> [B]
at::Tensor GaussianKl(const at::Tensor& old_mean, const at::Tensor& old_log_std, const at::Tensor& mean,
                      const at::Tensor& log_std);

}  // namespace porter::nn
