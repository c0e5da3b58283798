// A training run in a folder: iterations with metrics, checkpoints, evaluations and a success bar. Call it again on the
// same folder and it continues where the last checkpoint was. All of it is counted in iterations, never in wall time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "porter/learn/evaluate.h"
#include "porter/learn/ppo_config.h"
#include "porter/learn/ppo_trainer.h"

namespace porter::learn {

struct TrainConfig {
  static constexpr std::string_view kConfigName = "train";

  int64_t iterations = 1000;
  int64_t checkpoint_every = 100;
  int64_t evaluate_every = 0;
  int evaluation_steps = 1000;
  std::string stop_figure = "return";
  std::optional<double> stop_at;
  PpoConfig ppo;

  void Fields(auto&& f) {
    f(iterations, {.name = "iterations", .doc = "at most this many", .min = 1});
    f(checkpoint_every, {.name = "checkpoint_every", .unit = "iterations", .doc = "between checkpoints", .min = 1});
    f(evaluate_every,
      {.name = "evaluate_every", .unit = "iterations", .doc = "between evaluations; 0: none", .min = 0});
    f(evaluation_steps, {.name = "evaluation_steps", .doc = "control steps of an evaluation", .min = 1});
    f(stop_figure, {.name = "stop_figure",
                    .doc = "figure of the evaluation that decides when the run may end, and which policy is the best"});
    f(stop_at, {.name = "stop_at", .doc = "the run ends when the figure is at least this"});
    f(ppo, {.name = "ppo", .doc = "learner"});
  }
};

struct TrainResult;

struct TrainHooks {
  std::function<void()> on_start;        // the folder is this run's, nothing is done yet; on rank 0; may be empty
  std::function<void(Agent&)> on_fresh;  // before the first iteration of a new run: a warm start; may be empty
  std::function<void(const IterationReport&)> on_iteration;  // after each; may be empty
  std::function<void(const TrainResult&)> on_policy;         // policy.safetensors is new; on rank 0; may be empty
  std::function<bool()> wants_stop;  // asked after each iteration: true ends the run with a checkpoint; may be empty
};

struct TrainResult {
  int64_t iterations = 0;                // done in all
  int64_t samples = 0;                   // control steps of all ranks in all
  double seconds = 0;                    // wall clock of all iterations, those before a resume too
  bool reached_bar = false;              // stop_at was met
  bool stopped = false;                  // wants_stop said so
  std::optional<Evaluation> evaluation;  // the last one
};

// `evaluation_env`: another instance, or nullptr when nothing is evaluated. Writes into `folder`:
// checkpoint.safetensors (a file a rank), metrics.jsonl, TensorBoard's events, and of the best evaluation so far, or
// before the first one of the last checkpoint, policy.safetensors and agent.safetensors (Agent::Save; rank 0). Throws
// Error when the folder holds a run of other settings, or the settings do not fit the environment.
TrainResult Train(const TrainConfig& config, const std::filesystem::path& folder, VecEnv& env, VecEnv* evaluation_env,
                  nn::World& world, const TrainHooks& hooks = {});

}  // namespace porter::learn
