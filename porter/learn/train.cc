#include "porter/learn/train.h"

#include <cmath>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/learn/metrics.h"
#include "porter/learn/run_log.h"
#include "porter/learn/tensorboard.h"

namespace porter::learn {
namespace {

constexpr uint64_t kEvaluationSeed = 0x6576616C;  // evaluations see the same episodes each time

std::vector<Metric> Metrics(const IterationReport& r) {
  const double seconds = r.episodes.env_seconds + r.episodes.policy_seconds + r.update_seconds;
  std::vector<Metric> metrics{{"samples", static_cast<double>(r.samples)},
                              {"episodes/count", static_cast<double>(r.episodes.episodes)},
                              {"episodes/return", r.episodes.mean_return},
                              {"episodes/length", r.episodes.mean_length},
                              {"episodes/cut_observations", static_cast<double>(r.episodes.cut_observations)},
                              {"update/policy_loss", r.update.policy_loss},
                              {"update/value_loss", r.update.value_loss},
                              {"update/kl", r.update.kl},
                              {"update/entropy", r.update.entropy},
                              {"update/clipped", r.update.clipped},
                              {"update/actor_gradient_norm", r.update.actor_gradient_norm},
                              {"update/critic_gradient_norm", r.update.critic_gradient_norm},
                              {"update/learning_rate", r.update.learning_rate},
                              {"update/skipped_steps", static_cast<double>(r.update.skipped)},
                              {"time/iteration_s", seconds},
                              {"time/env_s", r.episodes.env_seconds},
                              {"time/policy_s", r.episodes.policy_seconds},
                              {"time/update_s", r.update_seconds}};
  for (const Statistic& s : r.statistics) metrics.push_back({"task/" + s.name, s.value});
  return metrics;
}

void Append(const Evaluation& evaluation, std::vector<Metric>& metrics) {
  metrics.push_back({"evaluation/return", evaluation.mean_return});
  metrics.push_back({"evaluation/length", evaluation.mean_length});
  metrics.push_back({"evaluation/terminated", evaluation.terminated});
  for (const Statistic& s : evaluation.statistics) metrics.push_back({"evaluation/" + s.name, s.value});
}

// what a metrics file says of the iterations before
struct Before {
  double seconds = 0;          // wall clock
  std::optional<double> best;  // evaluation's figure
};

Before ReadBefore(const std::filesystem::path& metrics, const std::string& figure) {
  Before before;
  if (std::filesystem::file_size(metrics) == 0) return before;
  const RunLog log = ReadRunLog(metrics);
  for (const double seconds : log.Values("time/iteration_s")) before.seconds += std::isfinite(seconds) ? seconds : 0;
  for (const double value : log.Values("evaluation/" + figure)) {
    if (std::isfinite(value) && (!before.best || value > *before.best)) before.best = value;
  }
  return before;
}

// one run of Train
class Run {
 public:
  Run(const TrainConfig& config, const std::filesystem::path& folder, VecEnv& env, VecEnv* evaluation_env,
      nn::World& world)
      : config_(config),
        folder_(folder),
        evaluation_env_(evaluation_env),
        world_(world),
        rank_(world.rank()),
        trainer_(config.ppo, env, world) {
    if (config.stop_at && (config.evaluate_every == 0 || evaluation_env == nullptr)) {
      throw core::Error({.what = "a run with stop_at needs evaluations",
                         .found = "evaluate_every = 0 or no environment for it",
                         .expected = "evaluate_every >= 1"});
    }
    std::filesystem::create_directories(folder);
    fresh_ = !std::filesystem::exists(checkpoint());
    if (!fresh_) trainer_.Load(checkpoint());
    result_.iterations = trainer_.iteration();
    result_.samples = trainer_.samples();
    if (rank_ != 0) return;
    metrics_.emplace(folder / "metrics.jsonl", trainer_.iteration());
    const Before before = ReadBefore(folder / "metrics.jsonl", config.stop_figure);
    seconds_before_ = before.seconds;
    best_ = before.best;
    result_.seconds = seconds_before_;
    tensorboard_.emplace(folder, trainer_.iteration());
  }

  TrainResult Go(const TrainHooks& hooks) {
    if (rank_ == 0 && hooks.on_start) hooks.on_start();
    if (fresh_ && hooks.on_fresh) {
      hooks.on_fresh(trainer_.agent());
      Save(hooks);
    }
    bool saved = true;
    while (trainer_.iteration() < config_.iterations && !result_.reached_bar && !result_.stopped) {
      const IterationReport report = trainer_.Iterate();
      std::vector<Metric> metrics = Metrics(report);
      result_.iterations = trainer_.iteration();
      result_.samples = report.samples;
      result_.seconds = seconds_before_ + trainer_.seconds();
      if (IsDue(config_.evaluate_every)) Judge(hooks, metrics);
      if (metrics_) metrics_->Write(report.iteration, metrics);
      if (tensorboard_) tensorboard_->Write(report.iteration, metrics);
      if (hooks.on_iteration) hooks.on_iteration(report);
      result_.stopped = AnyRank(hooks.wants_stop && hooks.wants_stop());
      saved = IsDue(config_.checkpoint_every);
      if (saved) Save(hooks);
    }
    if (!saved) Save(hooks);
    return result_;
  }

 private:
  // a rank that stopped alone would leave the others waiting
  bool AnyRank(bool mine) {
    double ranks = mine ? 1 : 0;
    world_.Sum({&ranks, 1});
    return ranks > 0;
  }

  std::filesystem::path checkpoint() const {
    return folder_ / (rank_ == 0 ? "checkpoint.safetensors" : core::Cat("checkpoint.", rank_, ".safetensors"));
  }

  bool IsDue(int64_t every) const { return every > 0 && trainer_.iteration() % every == 0; }

  void Judge(const TrainHooks& hooks, std::vector<Metric>& metrics) {
    if (evaluation_env_ == nullptr) return;
    result_.evaluation = Evaluate(trainer_.agent(), *evaluation_env_, {config_.evaluation_steps, kEvaluationSeed});
    Append(*result_.evaluation, metrics);
    const double figure = result_.evaluation->At(config_.stop_figure);
    result_.reached_bar = config_.stop_at && figure >= *config_.stop_at;
    if (rank_ != 0 || (best_ && figure <= *best_)) return;
    best_ = figure;
    Publish(hooks);
  }

  void Save(const TrainHooks& hooks) {
    trainer_.Save(checkpoint());
    if (rank_ == 0 && !best_) Publish(hooks);
  }

  // what others use of the run
  void Publish(const TrainHooks& hooks) {
    nn::CheckpointWriter agent;
    trainer_.agent().Save(agent);
    agent.Write(folder_ / "agent.safetensors");
    trainer_.agent().ExportPolicy(folder_ / "policy.safetensors");
    if (hooks.on_policy) hooks.on_policy(result_);
  }

  const TrainConfig& config_;
  const std::filesystem::path folder_;
  VecEnv* evaluation_env_;
  nn::World& world_;
  const int rank_;
  PpoTrainer trainer_;
  std::optional<MetricsFile> metrics_;
  std::optional<TensorboardFile> tensorboard_;
  TrainResult result_;
  std::optional<double> best_;  // evaluation so far
  bool fresh_ = true;           // there was no checkpoint
  double seconds_before_ = 0;   // of iterations before this call
};

}  // namespace

TrainResult Train(const TrainConfig& config, const std::filesystem::path& folder, VecEnv& env, VecEnv* evaluation_env,
                  nn::World& world, const TrainHooks& hooks) {
  return Run(config, folder, env, evaluation_env, world).Go(hooks);
}

}  // namespace porter::learn
