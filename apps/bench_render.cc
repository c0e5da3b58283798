// porter bench render: pictures/s beside Embree's hits and MuJoCo's pictures.
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/root.h"
#include "bench/render_bench.h"
#include "porter/config/config.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"

namespace porter::apps {
namespace {

nlohmann::ordered_json OrNull(const std::optional<double>& value) {
  return value ? nlohmann::ordered_json(*value) : nullptr;
}

std::string OrDash(const std::optional<double>& value, int digits) {
  return value ? Fixed(*value, digits) : "-";
}

nlohmann::ordered_json ToJson(const bench::RenderBenchResult& result, const bench::RenderBenchConfig& config) {
  nlohmann::ordered_json json{{"scenario", "render"},
                              {"config_hash", config::Hash(config)},
                              {"commit", Commit()},
                              {"rounds", config.rounds},
                              {"mujoco_shadow_map", config.mujoco_shadow},
                              {"rows", nlohmann::ordered_json::array()}};
  for (const bench::RenderBenchRow& row : result.rows) {
    json["rows"].push_back({{"width", row.picture.width},
                            {"height", row.picture.height},
                            {"num_envs", row.num_envs},
                            {"samples", row.picture.samples},
                            {"effects", row.picture.effects},
                            {"threads", row.threads},
                            {"fps", row.fps},
                            {"embree_hit_fps", OrNull(row.embree_hit_fps)},
                            {"embree_hit_lod_fps", OrNull(row.embree_hit_lod_fps)},
                            {"mujoco_shadow_fps", OrNull(row.mujoco_shadow_fps)},
                            {"mujoco_fps", OrNull(row.mujoco_fps)},
                            {"embree_hit_lod_ratio", OrNull(row.embree_hit_lod_ratio)},
                            {"mujoco_shadow_ratio", OrNull(row.mujoco_shadow_ratio)}});
  }
  json["stages"] = {{"vertex", result.stages.vertex},
                    {"raster", result.stages.raster},
                    {"shadow", result.stages.shadow},
                    {"shade", result.stages.shade},
                    {"effects", result.stages.effects}};
  json["bars"] = nlohmann::ordered_json::array();
  for (const bench::RenderBar& bar : bench::Judge(result.rows))
    json["bars"].push_back({{"what", bar.what}, {"found", bar.found}, {"bar", bar.bar}, {"passes", bar.Passes()}});
  return json;
}

std::string ToTable(const bench::RenderBenchResult& result) {
  core::TextTable rows({"picture", "samples", "effects", "envs", "fps", "Embree hits", "same detail", "MuJoCo, shadows",
                        "MuJoCo", "ratio Embree", "ratio MuJoCo"});
  for (const bench::RenderBenchRow& row : result.rows) {
    rows.AddRow({core::Cat(row.picture.width, " x ", row.picture.height), std::to_string(row.picture.samples),
                 row.picture.effects ? "yes" : "no", std::to_string(row.num_envs), Fixed(row.fps, 0),
                 OrDash(row.embree_hit_fps, 0), OrDash(row.embree_hit_lod_fps, 0), OrDash(row.mujoco_shadow_fps, 1),
                 OrDash(row.mujoco_fps, 1), OrDash(row.embree_hit_lod_ratio, 2), OrDash(row.mujoco_shadow_ratio, 0)});
  }
  core::TextTable stages({"vertex", "raster", "shadow", "shade", "effects"});
  stages.AddRow({Fixed(result.stages.vertex, 3), Fixed(result.stages.raster, 3), Fixed(result.stages.shadow, 3),
                 Fixed(result.stages.shade, 3), Fixed(result.stages.effects, 3)});
  core::TextTable bars({"bar", "asked", "found", ""});
  for (const bench::RenderBar& bar : bench::Judge(result.rows))
    bars.AddRow({bar.what, Fixed(bar.bar, 2), Fixed(bar.found, 2), bar.Passes() ? "pass" : "miss"});
  const char* const without =
      bench::HasMujocoPictures() ? "" : "MuJoCo is left out: porter was built without OSMesa (libosmesa6-dev).\n";
  return core::Cat(rows.ToString(), without, "\n", stages.ToString(), "\n", bars.ToString());
}

}  // namespace

BenchReport BenchRender(const BenchOptions& options) {
  bench::RenderBenchConfig config;
  config::Load(config, options.file);
  config::Override(config, options.set);
  core::Progress progress("bench render", static_cast<long>(config.pictures.size()));
  long done = 0;
  const bench::RenderBenchResult result =
      bench::RunRenderBench(config, RepositoryRoot(), [&](const bench::BenchPicture& picture) {
        progress.Update(++done, core::Cat(picture.width, " x ", picture.height, " px, ", picture.samples, " samples"));
      });
  return {ToJson(result, config).dump(1), ToTable(result)};
}

}  // namespace porter::apps
