// The update of PPO on one rollout: epochs over minibatches of whole environments, the step size following the
// divergence between the old and the new policy, gradients averaged over ranks.
#pragma once

#include <cstdint>

#include "porter/learn/agent.h"
#include "porter/learn/ppo_config.h"
#include "porter/learn/rollout.h"
#include "porter/nn/world.h"

namespace porter::learn {

// means over the minibatches of one update
struct UpdateReport {
  double policy_loss = 0;
  double value_loss = 0;
  double kl = 0;                    // of the last policy to the rollout's, nats
  double entropy = 0;               // of the policy, nats
  double clipped = 0;               // share of samples whose ratio was clipped
  double actor_gradient_norm = 0;   // before clipping
  double critic_gradient_norm = 0;  // before clipping
  double learning_rate = 0;         // after the update
  int skipped = 0;                  // steps left out because a gradient was not finite
};

// Normalises the rollout's advantages over all ranks to mean 0 and standard deviation 1.
void NormaliseAdvantages(Rollout& rollout, nn::World& world);

// `mirror`: for mirrored copies, else nullptr. `iteration` chooses the random order.
UpdateReport UpdatePpo(const PpoConfig& config, const EnvMirror* mirror, const Rollout& rollout, int64_t iteration,
                       Agent& agent, nn::World& world);

}  // namespace porter::learn
