// porter eval: judges a controller or policy in simulation, with figures that anyone can make again.
#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/cycle_run.h"
#include "apps/options.h"
#include "apps/root.h"
#include "porter/config/config.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/eval/wbc_eval.h"
#include "porter/io/png.h"
#include "porter/robot/g1/g1.h"
#include "porter/wbc/onnx_controller.h"
#include "porter/wbc/policy_controller.h"

namespace porter::apps {
namespace {

namespace fs = std::filesystem;

struct EvalOptions {
  std::string what;
  fs::path controller;
  fs::path file;
  std::vector<std::string> row;
  fs::path sheet;
  CycleRun run;
  std::vector<std::string> set;
  bool json = false;
  fs::path out;

  void Fields(auto&& f) {
    f(what, {.name = "what", .doc = "what to judge: wbc or teacher"});
    f(controller, {.name = "controller", .doc = "bundle, or a foreign walker's contract; default the shipped one"});
    f(file, {.name = "file", .doc = "of wbc rows and world, default porter/eval/wbc.toml; of a teacher its task"});
    f(row, {.name = "row", .doc = "judge only the row of this name; may be given again"});
    f(sheet, {.name = "sheet", .doc = "PNG to draw: ten moments of one robot in each row"});
    run.Fields(f);
    f(set, kSetOption);
    f(json, kJsonOption);
    f(out, kOutOption);
  }
};

std::unique_ptr<wbc::WholeBodyController> LoadController(const fs::path& path, int robots) {
  const robot::RobotSpec& g1 = robot::G1();
  if (fs::is_directory(path)) {
    return std::make_unique<wbc::PolicyController>(path, g1, robot::LoadMjcf(RepositoryRoot() / g1.model), robots);
  }
  return std::make_unique<wbc::OnnxController>(wbc::LoadOnnxContract(path), g1, robots);
}

nlohmann::ordered_json ToJson(const eval::WbcRow& r) {
  return {{"name", r.name},
          {"robots", r.robots},
          {"falls", r.falls},
          {"vx_err", r.vx_err},
          {"vy_err", r.vy_err},
          {"wz_err", r.wz_err},
          {"height_err", r.height_err},
          {"torso_err_deg", r.torso_err_deg},
          {"drift_m", r.drift_m},
          {"drift_p95_m", r.drift_p95_m},
          {"drift_deg", r.drift_deg},
          {"pelvis_std_m", r.pelvis_std_m},
          {"stepping", r.stepping},
          {"stop_s", r.stop_s},
          {"recovered", r.recovered},
          {"slip_m_per_s", r.slip},
          {"target_change_rad", r.target_change},
          {"saturated", r.saturated},
          {"steps_per_s", r.steps_per_s}};
}

std::string ToLine(const eval::WbcRow& r) {
  char text[256];
  std::snprintf(text, sizeof(text),
                "%-15s %6.2f %7.3f %7.3f %7.3f %8.4f %7.2f %8.4f %6.2f %8.4f %6.3f %6.2f %6.3f %7.4f %7.4f %6.4f",
                r.name.c_str(), 100 * r.falls, r.vx_err, r.vy_err, r.wz_err, r.height_err, r.torso_err_deg, r.drift_m,
                r.drift_deg, r.pelvis_std_m, r.stepping, r.stop_s, r.recovered, r.slip, r.target_change, r.saturated);
  return text;
}

// keeps the rows of these names, all where there are none
void SelectRows(const std::vector<std::string>& names, eval::WbcEvalConfig& config) {
  std::vector<std::string> known;
  for (const eval::WbcRowConfig& row : config.rows) known.push_back(row.name);
  for (const std::string& name : names) {
    if (std::ranges::find(known, name) != known.end()) continue;
    const std::string nearest = core::NearestName(name, known);
    throw core::Error({.what = "the evaluation has no such row",
                       .found = "'" + name + "'",
                       .expected = "one of " + core::Join(known, ", "),
                       .hint = nearest.empty() ? "" : "did you mean " + nearest + "?"});
  }
  if (names.empty()) return;
  std::erase_if(config.rows,
                [&](const eval::WbcRowConfig& row) { return std::ranges::find(names, row.name) == names.end(); });
}

eval::WbcEvalConfig LoadEvalConfig(const EvalOptions& options) {
  eval::WbcEvalConfig config;
  config::Load(config, options.file.empty() ? RepositoryRoot() / "porter/eval/wbc.toml" : options.file);
  config::Override(config, options.set);
  SelectRows(options.row, config);
  if (config.rows.empty()) throw core::Error("there are no rows to judge");
  return config;
}

void DrawSheet(const fs::path& path, const eval::Film& film) {
  io::WritePng(path, eval::DrawFilm(film.reels(), eval::RobotSketch(robot::G1(), RepositoryRoot())));
}

int EvalTeacher(const EvalOptions& options) {
  const fs::path path =
      options.controller.empty() ? RepositoryRoot() / "policies/place_pick_teacher" : options.controller;
  tasks::PlacePickConfig config;
  config::Load(config,
               options.file.empty() ? RepositoryRoot() / "porter/tasks/place_pick/place_pick.toml" : options.file);
  config::Override(config, options.set);
  RunCycles({"teacher", eval::TeacherActor(path)}, config, options.run, options.json, options.out);
  return 0;
}

int EvalWbc(const EvalOptions& options) {
  const eval::WbcEvalConfig config = LoadEvalConfig(options);
  const fs::path path = options.controller.empty() ? RepositoryRoot() / "policies/wbc_g1" : options.controller;
  const std::unique_ptr<wbc::WholeBodyController> controller = LoadController(path, config.robots);
  core::Progress progress("eval wbc", static_cast<long>(config.rows.size()));
  long done = 0;
  if (!options.json) {
    std::cout
        << "row             falls%  vx m/s  vy m/s wz rad/s height m torso ° drift m drift ° std m  step%  stop s "
           "recov. slip m/s change  satur.\n";
  }
  const auto report = [&](const eval::WbcRow& row) {
    progress.Update(++done, row.name);
    if (!options.json) std::cout << ToLine(row) << std::endl;
  };
  eval::Film film;
  const std::vector<eval::WbcRow> rows = eval::EvaluateWbc(
      config, *controller,
      {.root = RepositoryRoot(), .progress = report, .film = options.sheet.empty() ? nullptr : &film});
  if (!options.sheet.empty()) DrawSheet(options.sheet, film);
  nlohmann::ordered_json json{{"controller", fs::proximate(path, RepositoryRoot()).string()},
                              {"rows", nlohmann::ordered_json::array()},
                              {"seconds", config.seconds},
                              {"config_hash", config::Hash(config)},
                              {"commit", Commit()}};
  for (const eval::WbcRow& row : rows) json["rows"].push_back(ToJson(row));
  if (options.json) std::cout << json.dump(2) << "\n";
  if (!options.out.empty()) core::WriteTextFileAtomic(options.out, json.dump(2) + "\n");
  return 0;
}

int RunEval(const EvalOptions& options) {
  if (options.what == "wbc") return EvalWbc(options);
  if (options.what == "teacher") return EvalTeacher(options);
  throw core::Error(
      {.what = "porter does not judge this", .found = "'" + options.what + "'", .expected = "wbc or teacher"});
}

}  // namespace

Verb EvalVerb() {
  return MakeVerb<RunEval>({.name = "eval",
                            .summary = "judges a controller or policy: wbc, teacher",
                            .positionals = "what [controller] [file]"});
}

}  // namespace porter::apps
