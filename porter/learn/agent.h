// What learns: actor, critic, their normalisers and the step size. Everything that a checkpoint needs of the networks.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <span>
#include <string>

#include "porter/core/span2.h"
#include "porter/learn/ppo_config.h"
#include "porter/learn/vec_env.h"
#include "porter/nn/checkpoint.h"
#include "porter/nn/normaliser.h"

namespace porter::nn {
class GaussianActor;
class Network;
class Optimiser;
}  // namespace porter::nn

namespace porter::learn {

class Agent {
 public:
  // throws Error when the settings do not fit the environment
  Agent(const PpoConfig& config, const EnvSpec& spec);
  ~Agent();

  // the policy's mean for observations as the environment gives them   [any, observation_width] -> [any, action_width]
  void Act(core::Span2<const float> observation, core::Span2<float> mean);

  // the same and the value, for normalised observations
  void MeanOf(core::Span2<const float> normalised, core::Span2<float> mean);
  void ValueOf(core::Span2<const float> normalised, std::span<float> value);
  std::span<const float> log_std() const;
  // After a policy was cloned or loaded: these settings' spread and step sizes, and moments that know nothing of the
  // cloning's loss, whose gradients are of another size.
  void StartExploring(const PpoConfig& config);

  // throws Error when the checkpoint is of other networks
  void Save(nn::CheckpointWriter& out) const;
  void Load(const nn::CheckpointReader& in);

  // the policy's mean, normaliser inside, as io::ReadNetwork reads it
  void ExportPolicy(const std::filesystem::path& path, const std::map<std::string, std::string>& words = {}) const;

  // for the updates of this room
  nn::GaussianActor& actor() { return *actor_; }
  nn::Network& critic() { return *critic_; }
  nn::Optimiser& critic_optimiser() { return *critic_optimiser_; }
  bool bf16() const { return bf16_; }

  nn::Normaliser observation_normaliser;
  nn::Normaliser critic_normaliser;
  double learning_rate;         // of the actor, adapts
  double critic_learning_rate;  // of the critic

 private:
  const bool bf16_;
  std::unique_ptr<nn::GaussianActor> actor_;
  std::unique_ptr<nn::Network> critic_;
  std::unique_ptr<nn::Optimiser> critic_optimiser_;
};

}  // namespace porter::learn
