// Trains a small task in the folder given as first argument, for the test that kills it at random moments
// (resume_test.cc). Called again it continues.
#include <iostream>

#include "porter/core/error.h"
#include "porter/learn/test_envs.h"
#include "porter/learn/train.h"

int main(int count, char** arguments) {
  if (count != 2) return 2;
  using namespace porter;
  learn::TrainConfig config;
  config.iterations = 40;
  config.checkpoint_every = 3;
  config.evaluate_every = 10;
  config.evaluation_steps = 20;
  config.ppo.steps = 16;
  config.ppo.epochs = 2;
  config.ppo.learning_rate = 1e-3;
  config.ppo.actor.hidden = config.ppo.critic.hidden = {64, 32};
  config.ppo.symmetry = learn::Symmetry::kMirroredCopies;
  learn::Reacher env(64), evaluation_env(16);
  nn::SingleWorld world;
  try {
    learn::Train(config, arguments[1], env, &evaluation_env, world);
  } catch (const core::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
  return 0;
}
