#include "porter/learn/ppo_trainer.h"

#include "porter/config/config.h"
#include "porter/core/clock.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/learn/gae.h"

namespace porter::learn {
namespace {

const PpoConfig& WithThreads(const PpoConfig& config) {
  nn::SetMathThreads(config.threads);
  return config;
}

void RequireEnoughEnvs(const PpoConfig& config, const EnvSpec& spec) {
  if (spec.num_envs >= config.minibatches) return;
  throw core::Error({.what = "minibatches are made of whole environments",
                     .found = core::Cat(config.minibatches, " minibatches of ", spec.num_envs, " environments"),
                     .expected = "at least as many environments as minibatches"});
}

// throws when the settings that made a checkpoint differ from these
void RequireSame(const PpoConfig& config, const nn::CheckpointReader& in) {
  PpoConfig saved;
  config::LoadText(saved, in.Word("ppo"), in.path().string());
  const std::vector<config::Difference> differences = config::Diff(saved, config);
  if (differences.empty()) return;
  const config::Difference& first = differences.front();
  throw core::Error({.what = core::Cat("the run in this folder was started with other settings (", differences.size(),
                                       " differ, first ", first.key, ")"),
                     .place = {.file = in.path().string()},
                     .found = core::Cat(first.key, " = ", first.left),
                     .expected = core::Cat(first.key, " = ", first.right),
                     .hint = "resume with the same settings, or choose an empty folder"});
}

}  // namespace

PpoTrainer::PpoTrainer(const PpoConfig& config, VecEnv& env, nn::World& world)
    : config_(WithThreads(config)),
      env_(env),
      world_(world),
      agent_(config_, env.spec()),
      collector_(config_, config_.seed + static_cast<uint64_t>(world.rank()), env),
      rollout_(env.spec(), static_cast<size_t>(config_.steps)) {
  RequireEnoughEnvs(config_, env.spec());
}

IterationReport PpoTrainer::Iterate() {
  IterationReport report;
  report.iteration = iteration_;
  report.episodes = collector_.Collect(iteration_, agent_, rollout_);
  const double start = core::NowSeconds();
  ComputeGae({.reward = rollout_.reward.view(),
              .value = rollout_.value.view(),
              .done = rollout_.done.view(),
              .last_value = rollout_.last_value,
              .gamma = config_.gamma,
              .lambda = config_.lambda},
             rollout_.advantage.view(), rollout_.target.view());
  NormaliseAdvantages(rollout_, world_);
  const bool copies = config_.symmetry == Symmetry::kMirroredCopies;
  report.update = UpdatePpo(config_, copies ? &*env_.spec().mirror : nullptr, rollout_, iteration_, agent_, world_);
  const auto take_in = [&](nn::Moments moments, nn::Normaliser& normaliser) {
    const bool keep = config_.keep_normaliser && normaliser.count() > 0;
    if (!keep) normaliser.Merge(std::move(moments), world_);
  };
  take_in(collector_.TakeObservationMoments(), agent_.observation_normaliser);
  take_in(collector_.TakeCriticMoments(), agent_.critic_normaliser);
  report.update_seconds = core::NowSeconds() - start;
  report.statistics = env_.TakeStatistics();
  ++iteration_;
  seconds_ += report.episodes.env_seconds + report.episodes.policy_seconds + report.update_seconds;
  report.samples = samples();
  return report;
}

int64_t PpoTrainer::samples() const {
  return iteration_ * static_cast<int64_t>(rollout_.num_envs * rollout_.steps) * world_.size();
}

void PpoTrainer::Save(const std::filesystem::path& path) const {
  nn::CheckpointWriter out;
  out.SetWord("ppo", config::ToToml(config_));
  out.AddValue("iteration", iteration_);
  out.AddValue("ranks", static_cast<int32_t>(world_.size()));
  agent_.Save(out);
  collector_.Save(out);
  out.Write(path);
}

void PpoTrainer::Load(const std::filesystem::path& path) {
  const nn::CheckpointReader in(path);
  RequireSame(config_, in);
  const auto ranks = in.ReadValue<int32_t>("ranks");
  if (ranks != world_.size()) {
    throw core::Error({.what = "the run in this folder was started with another number of ranks",
                       .place = {.file = path.string()},
                       .found = core::Cat(ranks),
                       .expected = core::Cat(world_.size())});
  }
  agent_.Load(in);
  collector_.Load(in);
  iteration_ = in.ReadValue<int64_t>("iteration");
}

}  // namespace porter::learn
