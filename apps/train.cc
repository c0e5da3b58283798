// porter train: learns a policy from its settings in TOML. A run lives in a folder; the same command continues it.
#include <cmath>
#include <csignal>
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/options.h"
#include "apps/root.h"
#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/learn/run_report.h"
#include "porter/learn/run_summary.h"
#include "porter/nn/world.h"
#include "porter/tasks/locomotion/training.h"

namespace porter::apps {
namespace {

volatile std::sig_atomic_t interrupted = 0;

struct TrainOptions {
  std::string what;
  std::filesystem::path file;
  std::vector<std::string> set;
  std::filesystem::path out;
  std::optional<uint64_t> seed;
  std::optional<int> threads;
  bool json = false;

  void Fields(auto&& f) {
    f(what, {.name = "what", .doc = "what to train: wbc"});
    f(file, {.name = "file", .doc = "settings, default porter/tasks/locomotion/wbc.toml"});
    f(set, kSetOption);
    f(out, {.name = "out", .doc = "folder of the run, default runs/wbc; a run that is there goes on"});
    f(seed, kSeedOption);
    f(threads, kThreadsOption);
    f(json, kJsonOption);
  }
};

tasks::WbcTrainConfig ReadConfig(const TrainOptions& options) {
  tasks::WbcTrainConfig config;
  config::Load(config, options.file.empty() ? RepositoryRoot() / "porter/tasks/locomotion/wbc.toml" : options.file);
  std::vector<std::string> set = options.set;
  if (options.seed) set.push_back(core::Cat("train.ppo.seed=", *options.seed));
  if (options.threads) {
    set.push_back(core::Cat("train.ppo.threads=", *options.threads));
    set.push_back(core::Cat("task.threads=", *options.threads));
  }
  config::Override(config, set);
  return config;
}

double FigureOf(const learn::IterationReport& report, std::string_view name) {
  for (const learn::Statistic& figure : report.statistics) {
    if (figure.name == name) return figure.value;
  }
  return 0;
}

std::string LiveFigures(const learn::IterationReport& report, double samples_per_s) {
  char text[200];
  std::snprintf(text, sizeof(text),
                "%.0f samples/s, return %.2f, length %.0f, vx error %.2f m/s, lift %.0f mm, difficulty %.2f",
                samples_per_s, report.episodes.mean_return, report.episodes.mean_length, FigureOf(report, "vx_error"),
                1000 * FigureOf(report, "foot_lift_m"), FigureOf(report, "difficulty"));
  return text;
}

// how the run went: forty rows, each the mean over a fortieth of it
nlohmann::ordered_json Curve(const std::filesystem::path& metrics) {
  const learn::RunLog log = learn::ReadRunLog(metrics);
  const size_t window = learn::SmoothingWindow(log);
  const std::vector<double> samples = log.Values("samples"), minutes = learn::Minutes(log);
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (size_t line = window; line <= log.lines; line += window) {
    rows.push_back({{"samples", samples[line - 1]}, {"minutes", minutes[line - 1]}});
  }
  const auto add = [&](const char* name, std::span<const double> values) {
    const learn::Smoothed smooth = learn::Smooth(values, window);
    for (size_t row = 0; row < rows.size(); ++row) {
      const double value = smooth.mean[(row + 1) * window - 1];
      if (std::isfinite(value)) rows[row][name] = value;
    }
  };
  add("episode_length", learn::EpisodeValues(log, "episodes/length"));
  for (const char* name :
       {"falls", "foot_lift_m", "vx_error", "vy_error", "wz_error", "height_error", "torso_error", "difficulty"}) {
    add(name, log.Values(core::Cat("task/", name)));
  }
  return rows;
}

nlohmann::ordered_json ToJson(const learn::TrainResult& result, const tasks::WbcTrainConfig& config,
                              const std::filesystem::path& folder) {
  nlohmann::ordered_json json{{"task", "wbc"},
                              {"folder", folder.string()},
                              {"iterations", result.iterations},
                              {"samples", result.samples},
                              {"seconds", result.seconds},
                              {"reached_bar", result.reached_bar},
                              {"stopped", result.stopped},
                              {"config_hash", config::Hash(config)}};
  if (result.evaluation) {
    json["evaluation"] = {{"return", result.evaluation->mean_return},
                          {"length", result.evaluation->mean_length},
                          {"terminated", result.evaluation->terminated}};
    for (const learn::Statistic& figure : result.evaluation->statistics) json["evaluation"][figure.name] = figure.value;
  }
  json["curve"] = Curve(folder / "metrics.jsonl");
  return json;
}

int RunTrain(const TrainOptions& options) {
  if (options.what != "wbc") {
    throw core::Error({.what = "porter does not train this", .found = "'" + options.what + "'", .expected = "wbc"});
  }
  const tasks::WbcTrainConfig config = ReadConfig(options);
  const tasks::WbcTrainContext context{.root = RepositoryRoot(),
                                       .folder = options.out.empty() ? RepositoryRoot() / "runs/wbc" : options.out,
                                       .commit = Commit()};
  const std::unique_ptr<nn::World> world = nn::ConnectWorld();
  std::signal(SIGINT, [](int) { interrupted = 1; });
  std::signal(SIGTERM, [](int) { interrupted = 1; });
  std::optional<core::Progress> progress;  // from where the run goes on
  const auto show = [&, last = int64_t{0}](const learn::IterationReport& report) mutable {
    const double seconds = report.episodes.env_seconds + report.episodes.policy_seconds + report.update_seconds;
    const double samples = static_cast<double>(last > 0 ? report.samples - last : 0);
    last = report.samples;
    if (world->rank() != 0) return;
    if (!progress) progress.emplace("train wbc", config.train.iterations, report.iteration);
    progress->Update(report.iteration + 1, LiveFigures(report, samples / seconds));
  };
  const auto keep_settings = [&] { core::WriteTextFileAtomic(context.folder / "config.toml", config::ToToml(config)); };
  const learn::TrainHooks hooks{
      .on_start = keep_settings, .on_iteration = show, .wants_stop = [] { return interrupted != 0; }};
  const learn::TrainResult result = tasks::TrainWbc(config, context, *world, hooks);
  if (world->rank() != 0) return 0;
  learn::WriteRunReport(context.folder, {.title = "Whole-body controller, trained by porter train wbc",
                                         .config_toml = config::ToToml(config),
                                         .commit = Commit()});
  if (options.json) {
    std::cout << ToJson(result, config, context.folder).dump(2) << "\n";
  } else {
    std::cout << (result.stopped ? "stopped after " : "done: ") << result.iterations << " iterations; bundle in "
              << (context.folder / "bundle").string() << "\n";
  }
  return config.train.stop_at && !result.reached_bar ? 1 : 0;
}

}  // namespace

Verb TrainVerb() {
  return MakeVerb<RunTrain>({.name = "train", .summary = "learns a policy: wbc", .positionals = "what [file]"});
}

}  // namespace porter::apps
