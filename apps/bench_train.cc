// porter bench train: the whole training loop beside its raw physics.
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/root.h"
#include "bench/train_bench.h"
#include "porter/config/config.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

nlohmann::ordered_json ToJson(const bench::TrainBenchResult& r, const bench::TrainBenchConfig& config) {
  return {{"task", "locomotion"},
          {"num_envs", r.num_envs},
          {"threads", r.threads},
          {"precision", r.bf16 ? "bf16" : "fp32"},
          {"steps_per_s", r.steps_per_s},
          {"raw_physics_steps_per_s", r.raw_physics_steps_per_s},
          {"ratio", r.ratio},
          {"ratio_min", r.ratio_min},
          {"ratio_max", r.ratio_max},
          {"split", {{"physics", r.physics}, {"terms", r.terms}, {"inference", r.inference}, {"update", r.update}}},
          {"terms_and_inference_of_physics", (r.terms + r.inference) / r.physics},
          {"rounds", config.rounds},
          {"config_hash", config::Hash(config)},
          {"commit", Commit()}};
}

std::string ToTable(const bench::TrainBenchResult& r) {
  core::TextTable table({"envs", "precision", "steps/s", "raw physics", "ratio", "min", "max", "physics", "terms",
                         "inference", "update"});
  table.AddRow({std::to_string(r.num_envs), r.bf16 ? "bf16" : "fp32", Fixed(r.steps_per_s, 0),
                Fixed(r.raw_physics_steps_per_s, 0), Fixed(r.ratio, 3), Fixed(r.ratio_min, 3), Fixed(r.ratio_max, 3),
                Fixed(r.physics, 3), Fixed(r.terms, 3), Fixed(r.inference, 3), Fixed(r.update, 3)});
  return table.ToString();
}

}  // namespace

BenchReport BenchTrain(const BenchOptions& options) {
  bench::TrainBenchConfig config;
  config::Load(config.training, RepositoryRoot() / "porter/tasks/locomotion/wbc.toml");
  config::Load(config, options.file);
  config::Override(config, options.set);
  core::Progress progress("bench train", config.rounds);
  const bench::TrainBenchResult result =
      bench::RunTrainBench(config, RepositoryRoot(), [&](int round) { progress.Update(round); });
  return {ToJson(result, config).dump(1), ToTable(result)};
}

}  // namespace porter::apps
