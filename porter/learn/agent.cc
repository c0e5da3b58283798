#include "porter/learn/agent.h"

#include <cmath>
#include <cstring>

#include "porter/core/error.h"
#include "porter/learn/rollout.h"
#include "porter/nn/gaussian_actor_torch.h"
#include "porter/nn/precision_torch.h"

namespace porter::learn {
namespace {

enum Stream : uint32_t { kActorWeights = 1, kCriticWeights = 2 };

// the mirror the networks are built with, or nothing
std::optional<EnvMirror> NetworkMirror(const PpoConfig& config, const EnvSpec& spec) {
  if (config.symmetry == Symmetry::kNone) return std::nullopt;
  if (!spec.mirror) {
    throw core::Error({.what = "this task has no left and right",
                       .found = "symmetry = \"" +
                                std::string(EnumNames(config.symmetry)[static_cast<size_t>(config.symmetry)]) + "\"",
                       .expected = "symmetry = \"none\"",
                       .hint = "or give the environment's layouts mirror data"});
  }
  return config.symmetry == Symmetry::kEquivariant ? spec.mirror : std::nullopt;
}

std::optional<math::SignedPermutation> ObservationMirror(const PpoConfig& config, const EnvSpec& spec, bool critic) {
  if (config.symmetry == Symmetry::kNone || !spec.mirror) return std::nullopt;
  return critic ? spec.mirror->critic_observation : spec.mirror->observation;
}

std::unique_ptr<nn::GaussianActor> MakeActor(const PpoConfig& config, const EnvSpec& spec) {
  const std::optional<EnvMirror> mirror = NetworkMirror(config, spec);
  nn::GaussianActor::Options options{
      .init = {.init = config.init, .output_gain = config.output_gain, .seed = config.seed, .stream = kActorWeights},
      .initial_std = config.initial_std,
      .largest_std = config.max_std,
      .adam = config.adam,
      .equivariant = {}};
  if (mirror) options.equivariant = nn::Mirrors{mirror->observation, mirror->action};
  return std::make_unique<nn::GaussianActor>(
      nn::MlpSpec(static_cast<size_t>(spec.observation_width), config.actor, static_cast<size_t>(spec.action_width)),
      options);
}

std::unique_ptr<nn::Network> MakeCritic(const PpoConfig& config, const EnvSpec& spec) {
  return std::make_unique<nn::Network>(
      nn::MlpSpec(static_cast<size_t>(spec.critic_observation_width), config.critic, 1),
      nn::InitOptions{.init = config.init, .seed = config.seed, .stream = kCriticWeights});
}

std::unique_ptr<nn::Optimiser> MakeCriticOptimiser(const PpoConfig& config, const EnvSpec& spec, nn::Network& critic) {
  std::vector<nn::TensorMirror> mirrors;
  if (const std::optional<EnvMirror> mirror = NetworkMirror(config, spec)) {
    mirrors = nn::EquivariantTensors(critic.spec(), mirror->critic_observation, {{0}, {1}});
  }
  return std::make_unique<nn::Optimiser>(critic.parameters(), config.adam, mirrors);
}

at::Tensor ToTensor(core::Span2<const float> values) {
  at::Tensor tensor = torch::empty({static_cast<int64_t>(values.rows()), static_cast<int64_t>(values.cols())});
  std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
  return tensor;
}

void Forward(const nn::Network& network, bool bf16, core::Span2<const float> in, std::span<float> out) {
  const at::NoGradGuard no_grad;
  const nn::AutocastScope autocast(bf16);
  const at::Tensor result = network.Forward(ToTensor(in)).contiguous();
  PORTER_CHECK(static_cast<size_t>(result.numel()) == out.size());
  std::memcpy(out.data(), result.data_ptr<float>(), out.size_bytes());
}

}  // namespace

Agent::Agent(const PpoConfig& config, const EnvSpec& spec)
    : observation_normaliser(static_cast<size_t>(spec.observation_width), config.observation_clip,
                             ObservationMirror(config, spec, false)),
      critic_normaliser(static_cast<size_t>(spec.critic_observation_width), config.observation_clip,
                        ObservationMirror(config, spec, true)),
      learning_rate(config.learning_rate),
      critic_learning_rate(config.critic_learning_rate.value_or(config.learning_rate)),
      bf16_(nn::UsesBf16(config.precision)),
      actor_(MakeActor(config, spec)),
      critic_(MakeCritic(config, spec)),
      critic_optimiser_(MakeCriticOptimiser(config, spec, *critic_)) {}

Agent::~Agent() = default;

void Agent::Act(core::Span2<const float> observation, core::Span2<float> mean) {
  Table<float> normalised(observation.rows(), observation.cols());
  observation_normaliser.Apply(observation, normalised.view());
  MeanOf(normalised.view(), mean);
}

void Agent::MeanOf(core::Span2<const float> normalised, core::Span2<float> mean) {
  Forward(actor_->network, bf16_, normalised, {mean.data(), mean.size()});
}

void Agent::ValueOf(core::Span2<const float> normalised, std::span<float> value) {
  Forward(*critic_, bf16_, normalised, value);
}

std::span<const float> Agent::log_std() const {
  return {actor_->log_std.data_ptr<float>(), static_cast<size_t>(actor_->log_std.numel())};
}

void Agent::StartExploring(const PpoConfig& config) {
  const std::vector<double>& std = config.initial_std;
  const bool fits = std.size() == 1 || std.size() == log_std().size();
  PORTER_CHECK(fits, "one for all actions, or one each");
  float* log_std = actor_->log_std.data_ptr<float>();
  for (int64_t i = 0; i < actor_->log_std.numel(); ++i) {
    log_std[i] = static_cast<float>(std::log(std[std.size() == 1 ? 0 : static_cast<size_t>(i)]));
  }
  learning_rate = config.learning_rate;
  critic_learning_rate = config.critic_learning_rate.value_or(config.learning_rate);
  actor_->optimiser.Forget();
}

void Agent::Save(nn::CheckpointWriter& out) const {
  actor_->optimiser.Save("actor", out);
  critic_optimiser_->Save("critic", out);
  observation_normaliser.Save("observation", out);
  critic_normaliser.Save("critic_observation", out);
  out.AddValue("learning_rate", learning_rate);
  out.AddValue("critic_learning_rate", critic_learning_rate);
}

void Agent::Load(const nn::CheckpointReader& in) {
  actor_->optimiser.Load("actor", in);
  critic_optimiser_->Load("critic", in);
  observation_normaliser.Load("observation", in);
  critic_normaliser.Load("critic_observation", in);
  learning_rate = in.ReadValue<double>("learning_rate");
  critic_learning_rate = in.ReadValue<double>("critic_learning_rate");
}

void Agent::ExportPolicy(const std::filesystem::path& path, const std::map<std::string, std::string>& words) const {
  nn::ExportNetwork(path, actor_->network, &observation_normaliser, words);
}

}  // namespace porter::learn
