// porter bench physics: BatchSim beside a bare loop over mj_step.
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/root.h"
#include "bench/physics_bench.h"
#include "porter/config/config.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

nlohmann::ordered_json ToJson(const std::vector<bench::PhysicsBenchRow>& rows,
                              const bench::PhysicsBenchConfig& config) {
  nlohmann::ordered_json json{{"scenario", "physics"},
                              {"config_hash", config::Hash(config)},
                              {"commit", Commit()},
                              {"rounds", config.rounds},
                              {"rows", nlohmann::ordered_json::array()}};
  for (const bench::PhysicsBenchRow& row : rows) {
    json["rows"].push_back({{"model", row.model},
                            {"num_envs", row.num_envs},
                            {"threads", row.threads},
                            {"steps_per_s", row.steps_per_s},
                            {"raw_steps_per_s", row.raw_steps_per_s},
                            {"ratio", row.ratio},
                            {"ratio_min", row.ratio_min},
                            {"ratio_max", row.ratio_max},
                            {"us_per_step", row.us_per_step},
                            {"solver_error", row.solver_error},
                            {"state_hash", row.state_hash}});
  }
  return json;
}

std::string ToTable(const std::vector<bench::PhysicsBenchRow>& rows) {
  core::TextTable table(
      {"model", "envs", "threads", "steps/s", "mj_step loop", "ratio", "min", "max", "us/step", "solver error"});
  for (const bench::PhysicsBenchRow& row : rows) {
    table.AddRow({row.model, std::to_string(row.num_envs), std::to_string(row.threads), Fixed(row.steps_per_s, 0),
                  Fixed(row.raw_steps_per_s, 0), Fixed(row.ratio, 3), Fixed(row.ratio_min, 3), Fixed(row.ratio_max, 3),
                  Fixed(row.us_per_step, 1), Fixed(row.solver_error, 4)});
  }
  return table.ToString();
}

}  // namespace

BenchReport BenchPhysics(const BenchOptions& options) {
  bench::PhysicsBenchConfig config;
  config::Load(config, options.file);
  config::Override(config, options.set);
  core::Progress progress("bench physics", static_cast<long>(config.models.size() * config.num_envs.size()));
  long done = 0;
  const auto rows = bench::RunPhysicsBench(config, RepositoryRoot(), [&](const bench::PhysicsBenchRow& row) {
    progress.Update(++done, core::Cat(row.model, " x ", row.num_envs, ": ", Fixed(row.ratio, 3), " of the bare loop"));
  });
  return {ToJson(rows, config).dump(1), ToTable(rows)};
}

}  // namespace porter::apps
