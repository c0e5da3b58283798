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
#include "porter/tasks/place_pick/training.h"

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
    f(what, {.name = "what", .doc = "what to train: wbc or teacher"});
    f(file, {.name = "file", .doc = "settings, default wbc.toml or teacher.toml of the task's folder"});
    f(set, kSetOption);
    f(out, {.name = "out", .doc = "folder of the run, default runs/ and what; a run that is there goes on"});
    f(seed, kSeedOption);
    f(threads, kThreadsOption);
    f(json, kJsonOption);
  }
};

// one thing that can be trained
template <class Config>
struct Training {
  std::string what, title;
  std::filesystem::path file;      // default settings
  std::vector<std::string> curve;  // figures of the task in the record
  std::function<std::string(const learn::IterationReport&)> live;
  std::function<learn::TrainResult(const Config&, const tasks::TrainContext&, nn::World&, const learn::TrainHooks&)>
      train;
};

template <class Config>
Config ReadConfig(const TrainOptions& options, const Training<Config>& training) {
  Config config;
  config::Load(config, options.file.empty() ? RepositoryRoot() / training.file : options.file);
  std::vector<std::string> set = options.set;
  if (options.seed) set.push_back(core::Cat("train.ppo.seed=", *options.seed));
  if (options.threads) {
    set.push_back(core::Cat("train.ppo.threads=", *options.threads));
    set.push_back(core::Cat("task.threads=", *options.threads));
  }
  config::Override(config, set);
  return config;
}

double FigureOf(const std::vector<learn::Statistic>& statistics, std::string_view name) {
  for (const learn::Statistic& figure : statistics) {
    if (figure.name == name) return figure.value;
  }
  return 0;
}

// how the run went: forty rows, each the mean over a fortieth of it
nlohmann::ordered_json Curve(const std::filesystem::path& metrics, const std::vector<std::string>& names) {
  const learn::RunLog log = learn::ReadRunLog(metrics);
  const size_t window = learn::SmoothingWindow(log);
  const std::vector<double> samples = log.Values("samples"), minutes = learn::Minutes(log);
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (size_t line = window; line <= log.lines; line += window) {
    rows.push_back({{"samples", samples[line - 1]}, {"minutes", minutes[line - 1]}});
  }
  const auto add = [&](const std::string& name, std::span<const double> values) {
    const learn::Smoothed smooth = learn::Smooth(values, window);
    for (size_t row = 0; row < rows.size(); ++row) {
      const double value = smooth.mean[(row + 1) * window - 1];
      if (std::isfinite(value)) rows[row][name] = value;
    }
  };
  add("episode_length", learn::EpisodeValues(log, "episodes/length"));
  for (const std::string& name : names) add(name, log.Values(core::Cat("task/", name)));
  return rows;
}

template <class Config>
nlohmann::ordered_json ToJson(const learn::TrainResult& result, const Config& config, const Training<Config>& training,
                              const std::filesystem::path& folder) {
  nlohmann::ordered_json json{{"task", training.what},           {"folder", folder.string()},
                              {"iterations", result.iterations}, {"samples", result.samples},
                              {"seconds", result.seconds},       {"reached_bar", result.reached_bar},
                              {"stopped", result.stopped},       {"config_hash", config::Hash(config)}};
  if (result.evaluation) {
    json["evaluation"] = {{"return", result.evaluation->mean_return},
                          {"length", result.evaluation->mean_length},
                          {"terminated", result.evaluation->terminated}};
    for (const learn::Statistic& figure : result.evaluation->statistics) json["evaluation"][figure.name] = figure.value;
  }
  json["curve"] = Curve(folder / "metrics.jsonl", training.curve);
  return json;
}

template <class Config>
int Learn(const TrainOptions& options, const Training<Config>& training) {
  const Config config = ReadConfig(options, training);
  const tasks::TrainContext context{
      .root = RepositoryRoot(),
      .folder = options.out.empty() ? RepositoryRoot() / "runs" / training.what : options.out,
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
    if (!progress) progress.emplace(core::Cat("train ", training.what), config.train.iterations, report.iteration);
    char rate[40];
    std::snprintf(rate, sizeof(rate), "%.0f samples/s, return %.2f, ", samples / seconds, report.episodes.mean_return);
    progress->Update(report.iteration + 1, rate + training.live(report));
  };
  const auto keep_settings = [&] { core::WriteTextFileAtomic(context.folder / "config.toml", config::ToToml(config)); };
  const learn::TrainHooks hooks{
      .on_start = keep_settings, .on_iteration = show, .wants_stop = [] { return interrupted != 0; }};
  const learn::TrainResult result = training.train(config, context, *world, hooks);
  if (world->rank() != 0) return 0;
  learn::WriteRunReport(context.folder,
                        {.title = training.title, .config_toml = config::ToToml(config), .commit = Commit()});
  if (options.json) {
    std::cout << ToJson(result, config, training, context.folder).dump(2) << "\n";
  } else {
    std::cout << (result.stopped ? "stopped after " : "done: ") << result.iterations << " iterations; bundle in "
              << (context.folder / "bundle").string() << "\n";
  }
  return config.train.stop_at && !result.reached_bar ? 1 : 0;
}

Training<tasks::WbcTrainConfig> WbcTraining() {
  const auto live = [](const learn::IterationReport& report) {
    char text[200];
    const auto figure = [&](std::string_view name) { return FigureOf(report.statistics, name); };
    std::snprintf(text, sizeof(text), "length %.0f, vx error %.2f m/s, lift %.0f mm, difficulty %.2f",
                  report.episodes.mean_length, figure("vx_error"), 1000 * figure("foot_lift_m"), figure("difficulty"));
    return std::string(text);
  };
  return {.what = "wbc",
          .title = "Whole-body controller, trained by porter train wbc",
          .file = "porter/tasks/locomotion/wbc.toml",
          .curve = {"falls", "foot_lift_m", "vx_error", "vy_error", "wz_error", "height_error", "torso_error",
                    "difficulty"},
          .live = live,
          .train = tasks::TrainWbc};
}

Training<tasks::TeacherTrainConfig> TeacherTraining() {
  const auto figures = [](const std::vector<learn::Statistic>& statistics) {
    char text[200];
    std::snprintf(text, sizeof(text), "success %.3f, stages done %.2f, cycle %.1f s, falls %.3f",
                  FigureOf(statistics, "success"), FigureOf(statistics, "stages_done"), FigureOf(statistics, "cycle_s"),
                  FigureOf(statistics, "falls"));
    return std::string(text);
  };
  const auto train = [figures](const tasks::TeacherTrainConfig& config, const tasks::TrainContext& context,
                               nn::World& world, const learn::TrainHooks& hooks) {
    core::Progress progress("warm start", config.warm_start.rounds);
    return tasks::TrainTeacher(config, context, world, hooks, [&](const learn::DaggerRound& round) {
      if (world.rank() != 0) return;
      progress.Update(round.round + 1,
                      core::Cat("error ", core::FormatNumber(round.error), ", ", figures(round.statistics)));
    });
  };
  return {.what = "teacher",
          .title = "Privileged teacher, trained by porter train teacher",
          .file = "porter/tasks/place_pick/teacher.toml",
          .curve = {"success", "stages_done", "cycle_s", "falls"},
          .live = [figures](const learn::IterationReport& report) { return figures(report.statistics); },
          .train = train};
}

int RunTrain(const TrainOptions& options) {
  if (options.what == "wbc") return Learn(options, WbcTraining());
  if (options.what == "teacher") return Learn(options, TeacherTraining());
  throw core::Error(
      {.what = "porter does not train this", .found = "'" + options.what + "'", .expected = "wbc or teacher"});
}

}  // namespace

Verb TrainVerb() {
  return MakeVerb<RunTrain>(
      {.name = "train", .summary = "learns a policy: wbc, teacher", .positionals = "what [file]"});
}

}  // namespace porter::apps
