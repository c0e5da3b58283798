// Settings of proximal policy optimisation (Schulman et al. 2017); defaults are VIRAL's released teacher
// (facts/viral.md 6).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "porter/config/field.h"
#include "porter/nn/adam.h"
#include "porter/nn/init.h"
#include "porter/nn/mlp.h"
#include "porter/nn/precision.h"

namespace porter::learn {

// what is done with a task's left-right symmetry
enum class Symmetry { kNone, kEquivariant, kMirroredCopies };
constexpr auto EnumNames(Symmetry) {
  return std::to_array<std::string_view>({"none", "equivariant", "mirrored_copies"});
}

struct PpoConfig {
  static constexpr std::string_view kConfigName = "ppo";

  uint64_t seed = 1;
  int steps = 24;
  int epochs = 5;
  int minibatches = 4;
  double gamma = 0.998;
  double lambda = 0.97;
  double clip = 0.2;
  double value_clip = 0.2;
  double value_coefficient = 1;
  double entropy = 0.01;
  double final_entropy = 0.01;
  int entropy_iterations = 0;
  double learning_rate = 2e-5;
  std::optional<double> critic_learning_rate;
  int critic_first = 0;
  double kl_target = 0.01;
  double min_learning_rate = 1e-5;
  double max_learning_rate = 1e-2;
  double max_gradient_norm = 1;
  nn::AdamConfig adam;
  nn::MlpConfig actor;
  nn::MlpConfig critic;
  nn::Init init = nn::Init::kTorch;
  double output_gain = 1;
  std::vector<double> initial_std = {0.5};
  double max_std = 1;
  double observation_clip = 10;
  bool keep_normaliser = false;
  Symmetry symmetry = Symmetry::kEquivariant;
  nn::Precision precision = nn::Precision::kAuto;
  int threads = 2;

  void Fields(auto&& f) {
    f(seed, {.name = "seed", .doc = "of all random numbers; each rank adds its number"});
    f(steps, {.name = "steps", .doc = "control steps of a rollout", .min = 1});
    f(epochs, {.name = "epochs", .doc = "passes over a rollout", .min = 1});
    f(minibatches, {.name = "minibatches", .doc = "parts of a rollout, split by environment", .min = 1});
    f(gamma, {.name = "gamma", .doc = "discount per control step", .min = 0, .max = 1});
    f(lambda, {.name = "lambda", .doc = "weight of longer returns in the advantage", .min = 0, .max = 1});
    f(clip, {.name = "clip", .doc = "largest change of an action's probability that is rewarded", .min = 0});
    f(value_clip, {.name = "value_clip", .doc = "largest change of a value per rollout; 0: any", .min = 0});
    f(value_coefficient, {.name = "value_coefficient", .doc = "factor of the value loss", .min = 0});
    f(entropy, {.name = "entropy", .doc = "reward for spread, at the start", .min = 0});
    f(final_entropy, {.name = "final_entropy", .doc = "reward for spread, after entropy_iterations", .min = 0});
    f(entropy_iterations, {.name = "entropy_iterations", .doc = "iterations from entropy to final_entropy", .min = 0});
    f(learning_rate,
      {.name = "learning_rate", .doc = "Adam step size; of the actor where the critic has its own", .min = 0});
    f(critic_learning_rate, {.name = "critic_learning_rate", .doc = "Adam step size of the critic, fixed", .min = 0});
    f(critic_first,
      {.name = "critic_first", .doc = "iterations in which the critic learns alone, after a warm start", .min = 0});
    f(kl_target,
      {.name = "kl_target", .unit = "nat", .doc = "step size adapts to this divergence; 0: fixed", .min = 0});
    f(min_learning_rate, {.name = "min_learning_rate", .doc = "smallest adapted step size", .min = 0});
    f(max_learning_rate, {.name = "max_learning_rate", .doc = "largest adapted step size", .min = 0});
    f(max_gradient_norm, {.name = "max_gradient_norm", .doc = "of actor and critic each; 0: not clipped", .min = 0});
    f(adam, {.name = "adam", .doc = "optimiser"});
    f(actor, {.name = "actor", .doc = "network of the policy's mean"});
    f(critic, {.name = "critic", .doc = "network of the value"});
    f(init, {.name = "init", .doc = "how weights start"});
    f(output_gain, {.name = "output_gain", .doc = "factor of the actor's last weights at the start", .min = 0});
    f(initial_std,
      {.name = "initial_std", .doc = "spread of actions at the start: one, or one an action", .min = 1e-6});
    f(max_std, {.name = "max_std", .doc = "largest spread of actions", .min = 1e-6});
    f(observation_clip, {.name = "observation_clip",
                         .unit = "standard deviations",
                         .doc = "normalised observations are cut there, and cuts counted; 0: never",
                         .min = 0});
    f(keep_normaliser, {.name = "keep_normaliser",
                        .doc = "a warm start's statistics of observations stay; else they go on with every rollout"});
    f(symmetry, {.name = "symmetry", .doc = "use of the task's left and right"});
    f(precision, {.name = "precision", .doc = "of matrix products"});
    f(threads,
      {.name = "threads", .doc = "of matrix products; part of what makes a run repeatable", .min = 1, .max = 4096});
  }
  bool operator==(const PpoConfig&) const = default;
};

// from `first` to `last` in equal steps over `iterations`, then `last`
inline double Linear(double first, double last, int64_t iterations, int64_t at) {
  if (at >= iterations) return last;
  return first + (last - first) * static_cast<double>(at) / static_cast<double>(iterations);
}

}  // namespace porter::learn
