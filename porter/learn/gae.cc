#include "porter/learn/gae.h"

namespace porter::learn {

void ComputeGae(const GaeInput& in, core::Span2<float> advantage, core::Span2<float> target) noexcept {
  for (size_t env = 0; env < in.reward.rows(); ++env) {
    double ahead = 0, next_value = in.last_value[env];
    for (size_t step = in.reward.cols(); step-- > 0;) {
      const double value = in.value(env, step), alive = in.done(env, step) != 0 ? 0 : 1;
      const double delta = in.reward(env, step) + in.gamma * alive * next_value - value;
      ahead = delta + in.gamma * in.lambda * alive * ahead;
      advantage(env, step) = static_cast<float>(ahead);
      target(env, step) = static_cast<float>(ahead + value);
      next_value = value;
    }
  }
}

}  // namespace porter::learn
