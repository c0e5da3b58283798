// Behaviour cloning: the policy's mean learns stored actions, by least squares over minibatches in random order.
#pragma once

#include <cstdint>

#include "porter/core/span2.h"
#include "porter/learn/agent.h"
#include "porter/nn/world.h"

namespace porter::learn {

struct CloningConfig {
  int epochs = 10;
  int batch = 1024;
  double learning_rate = 1e-3;
  double max_gradient_norm = 1;
  uint64_t seed = 1;

  void Fields(auto&& f) {
    f(epochs, {.name = "epochs", .doc = "passes over the stored steps", .min = 1});
    f(batch, {.name = "batch", .doc = "steps of a minibatch", .min = 1});
    f(learning_rate, {.name = "learning_rate", .doc = "Adam step size", .min = 0});
    f(max_gradient_norm, {.name = "max_gradient_norm", .doc = "0: not clipped", .min = 0});
    f(seed, {.name = "seed", .doc = "of the order"});
  }
};

// stored steps: what was seen and what was done
struct Transitions {
  core::Span2<const float> observation;  // as the environment gives it   [steps, observation_width]
  core::Span2<const float> action;       //                               [steps, action_width]
};

// Returns the share of the actions' variance that was not explained in the last epoch, mean over the action's elements:
// each element counts by its own spread. The normaliser takes in the observations first when it has seen none.
double Clone(const CloningConfig& config, const Transitions& transitions, Agent& agent, nn::World& world);

}  // namespace porter::learn
