// porter demos: the scripted expert at work, judged cycle by cycle.
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/bench_scenario.h"
#include "apps/options.h"
#include "apps/render_studio.h"
#include "apps/root.h"
#include "porter/config/config.h"
#include "porter/core/file.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/eval/cycle_eval.h"
#include "porter/eval/cycle_film.h"
#include "porter/io/png.h"

namespace porter::apps {
namespace {

struct DemosOptions {
  std::string file;
  int episodes = 256;
  uint64_t seed = 1;
  std::vector<std::string> set, expert;
  bool json = false;
  std::string out;
  std::filesystem::path film;
  tasks::Outcome film_of = tasks::Outcome::kDone;
  ViewFrom film_camera = ViewFrom::kOutside;
  int film_pictures = 30;
  int film_scale = 2;

  void Fields(auto&& f) {
    f(file, {.name = "file", .doc = "TOML of the task; none: porter/tasks/place_pick/place_pick.toml"});
    f(episodes, {.name = "episodes", .doc = "from the true start", .min = 1});
    f(seed, kSeedOption);
    f(set, kSetOption);
    f(expert, {.name = "expert", .doc = "change a setting of the expert, KEY=VALUE; may be given again"});
    f(json, kJsonOption);
    f(out, kOutOption);
    f(film, {.name = "film", .doc = "PNG with pictures of one cycle"});
    f(film_of, {.name = "film_of", .doc = "which cycle: the first one that ends so"});
    f(film_camera, {.name = "film_camera", .doc = "the robot's head camera, or a bystander's"});
    f(film_pictures, {.name = "film_pictures", .doc = "how many; of a lost cycle the last ones", .min = 2, .max = 400});
    f(film_scale, {.name = "film_scale", .doc = "pictures of 192 x 108 px times this", .min = 1, .max = 10});
  }
};

// calls tell(words, count) for every way in which cycles were lost
void ForEachLoss(const eval::CycleSummary& s, const auto& tell) {
  for (size_t stage = 0; stage < tasks::kNumStages; ++stage) {
    for (size_t o = 0; o < tasks::kNumOutcomes; ++o) {
      if (s.losses[stage][o] == 0) continue;
      tell(core::Cat(EnumNames(tasks::Outcome{})[o], " in ", EnumNames(tasks::Stage{})[stage]), s.losses[stage][o]);
    }
  }
}

nlohmann::ordered_json ToJson(const eval::CycleCount& count) {
  const eval::Interval interval = eval::Wilson(count.successes, count.cycles);
  return {{"cycles", count.cycles},
          {"successes", count.successes},
          {"success_rate", count.cycles > 0 ? static_cast<double>(count.successes) / count.cycles : 0},
          {"ci_low", interval.low},
          {"ci_high", interval.high}};
}

nlohmann::ordered_json ToJson(const std::map<std::string, eval::CycleCount>& groups) {
  nlohmann::ordered_json json;
  for (const auto& [name, count] : groups) json[name] = ToJson(count);
  return json;
}

nlohmann::ordered_json ToJson(const eval::CycleSummary& s) {
  nlohmann::ordered_json json = ToJson(s.all);
  json["mean_cycle_s"] = s.mean_cycle_s;
  for (size_t stage = 0; stage < tasks::kNumStages; ++stage) {
    json["stages"].push_back({{"name", EnumNames(tasks::Stage{})[stage]}, {"mean_s", s.stage_s[stage]}});
  }
  json["losses"] = nlohmann::ordered_json::object();
  ForEachLoss(s, [&](const std::string& words, int count) { json["losses"][words] = count; });
  json["held"] = ToJson(s.held);
  json["grasped"] = ToJson(s.grasped);
  for (const eval::CycleCount& quarter : s.by_height) json["by_table_height"].push_back(ToJson(quarter));
  json["longest_run"] = s.longest_run;
  json["interventions"] = s.interventions;
  json["steps_per_s"] = s.steps_per_s;
  return json;
}

void Print(const eval::CycleSummary& s) {
  const auto line = [](std::string_view name, const eval::CycleCount& count) {
    const eval::Interval interval = eval::Wilson(count.successes, count.cycles);
    std::cout << core::Cat("  ", name, std::string(std::max<size_t>(1, 12 - name.size()), ' '), count.successes, " of ",
                           count.cycles, "  (95 %: ", Fixed(100 * interval.low, 1), " to ",
                           Fixed(100 * interval.high, 1), " %)\n");
  };
  line("all", s.all);
  for (const auto& [name, count] : s.held) line("held " + name, count);
  for (const auto& [name, count] : s.grasped) line("took " + name, count);
  std::cout << core::Cat("  ", Fixed(s.mean_cycle_s, 2), " s a cycle; stages");
  for (size_t stage = 0; stage < tasks::kNumStages; ++stage) {
    std::cout << core::Cat(" ", EnumNames(tasks::Stage{})[stage], " ", Fixed(s.stage_s[stage], 2));
  }
  std::cout << core::Cat("\n  longest run ", s.longest_run, ", interventions ", s.interventions, ", ",
                         Fixed(s.steps_per_s, 0), " steps/s\n");
  ForEachLoss(s,
              [](const std::string& words, int count) { std::cout << core::Cat("  lost: ", count, " ", words, "\n"); });
}

int RunDemos(const DemosOptions& options) {
  tasks::PlacePickConfig config;
  config::Load(config, options.file.empty() ? RepositoryRoot() / "porter/tasks/place_pick/place_pick.toml"
                                            : std::filesystem::path(options.file));
  config::Override(config, options.set);
  tasks::ExpertConfig expert;
  config::Override(expert, options.expert);
  core::Progress progress("demos", static_cast<long>(options.episodes) * config.cycles);
  eval::CycleFilm film(options.film_of, 5);
  const eval::CycleSummary summary = eval::EvaluateCycles(
      config, eval::ExpertActor(expert, RepositoryRoot()),
      {.episodes = options.episodes,
       .seed = options.seed,
       .root = RepositoryRoot(),
       .progress = [&](int done, int good) { progress.Update(done, core::Cat(good, " of ", done, " succeeded")); },
       .over = [&](const tasks::CycleReport& report) { film.End(report); },
       .watch =
           [&](const tasks::PlacePick& task, const env::Moment&) {
             if (!options.film.empty()) film.Watch(task);
           }});
  nlohmann::ordered_json json{{"policy", "expert"}, {"world", "train"}, {"episodes", options.episodes}};
  json.update(ToJson(summary));
  json["seed"] = options.seed;
  json["config_hash"] = config::Hash(config);
  json["commit"] = Commit();
  if (options.json) {
    std::cout << json.dump(2) << "\n";
  } else {
    Print(summary);
  }
  if (film.found()) {
    io::WritePng(options.film, eval::DrawCycle(config.scene, film.Take(options.film_pictures),
                                               {.root = RepositoryRoot(),
                                                .seed = options.seed,
                                                .from_head = options.film_camera == ViewFrom::kHead,
                                                .scale = options.film_scale}));
  } else if (!options.film.empty()) {
    std::cerr << core::Cat("no cycle ended as '", EnumNames(options.film_of)[static_cast<size_t>(options.film_of)],
                           "': no film\n");
  }
  if (!options.out.empty()) core::WriteTextFileAtomic(options.out, json.dump(2) + "\n");
  return 0;
}

}  // namespace

Verb DemosVerb() {
  return MakeVerb<RunDemos>(
      {.name = "demos", .summary = "lets the scripted expert carry objects, and counts", .positionals = "[file]"});
}

}  // namespace porter::apps
