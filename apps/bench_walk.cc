// porter bench walk: time from nothing to walking.
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/root.h"
#include "bench/walk_bench.h"
#include "porter/config/config.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/nn/precision.h"

namespace porter::apps {
namespace {

nlohmann::ordered_json ToJson(const std::vector<bench::WalkBenchRow>& rows, const bench::WalkBenchConfig& config) {
  nlohmann::ordered_json json{{"scenario", "walk"},
                              {"precision", nn::UsesBf16(config.training.train.ppo.precision) ? "bf16" : "fp32"},
                              {"threads", config.training.train.ppo.threads},
                              {"rows", nlohmann::ordered_json::array()},
                              {"config_hash", config::Hash(config)},
                              {"commit", Commit()}};
  for (const bench::WalkBenchRow& row : rows) {
    json["rows"].push_back({{"seed", row.seed},
                            {"walks", row.walks},
                            {"minutes", row.minutes},
                            {"samples", row.samples},
                            {"iterations", row.iterations},
                            {"falls", row.falls},
                            {"vx_err", row.vx_err}});
  }
  return json;
}

std::string ToTable(const std::vector<bench::WalkBenchRow>& rows) {
  core::TextTable table({"seed", "walks", "minutes", "M samples", "iterations", "falls", "vx error"});
  for (const bench::WalkBenchRow& row : rows) {
    table.AddRow({std::to_string(row.seed), row.walks ? "yes" : "no", Fixed(row.minutes, 1),
                  Fixed(row.samples / 1e6, 2), std::to_string(row.iterations), Fixed(row.falls, 3),
                  Fixed(row.vx_err, 3)});
  }
  return table.ToString();
}

}  // namespace

BenchReport BenchWalk(const BenchOptions& options) {
  bench::WalkBenchConfig config;
  config::Load(config.training, RepositoryRoot() / "porter/tasks/locomotion/wbc.toml");
  config::Load(config, options.file);
  config::Override(config, options.set);
  core::Progress progress("bench walk", static_cast<long>(config.seeds.size()));
  long done = 0;
  const auto rows = bench::RunWalkBench(
      config, RepositoryRoot(), RepositoryRoot() / "runs/bench_walk", [&](const bench::WalkBenchRow& row) {
        done += row.walks ? 1 : 0;
        progress.Update(done, core::Cat("seed ", row.seed, ": ", Fixed(row.minutes, 1), " min, falls ",
                                        Fixed(row.falls, 3), ", vx error ", Fixed(row.vx_err, 3)));
      });
  return {ToJson(rows, config).dump(1), ToTable(rows)};
}

}  // namespace porter::apps
