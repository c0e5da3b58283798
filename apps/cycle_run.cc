#include "apps/cycle_run.h"

#include <iostream>
#include <nlohmann/json.hpp>
#include <numbers>

#include "apps/bench_scenario.h"
#include "apps/root.h"
#include "porter/config/config.h"
#include "porter/core/file.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/eval/cycle_film.h"
#include "porter/io/png.h"

namespace porter::apps {
namespace {

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

nlohmann::ordered_json ToJson(const eval::CycleAudit& a) {
  constexpr double kDegree = std::numbers::pi / 180;
  return {{"penetration_p999_m", a.penetration_p999},
          {"arm_speed_p999_rad_per_s", a.arm_speed_p999},
          {"hand_speed_p999_m_per_s", a.hand_speed_p999},
          {"speeding", a.speeding},
          {"saturated", a.saturated},
          {"foot_slide_m_per_s", a.foot_slide},
          {"releases", a.releases},
          {"release_tilt_p95_deg", a.release_tilt_p95 / kDegree},
          {"release_fall_p95_m", a.release_fall_p95}};
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
  json["audit"] = ToJson(s.audit);
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
  const nlohmann::ordered_json audit = ToJson(s.audit);
  std::cout << "\n  no tricks:";
  for (const auto& [name, value] : audit.items()) std::cout << core::Cat(" ", name, " ", Fixed(value.get<double>(), 4));
  std::cout << core::Cat("\n  longest run ", s.longest_run, ", interventions ", s.interventions, ", ",
                         Fixed(s.steps_per_s, 0), " steps/s\n");
  ForEachLoss(s,
              [](const std::string& words, int count) { std::cout << core::Cat("  lost: ", count, " ", words, "\n"); });
}

}  // namespace

void RunCycles(const CycleActor& actor, const tasks::PlacePickConfig& config, const CycleRun& run, bool json,
               const std::filesystem::path& out) {
  core::Progress progress(actor.name, static_cast<long>(run.episodes) * config.cycles);
  eval::CycleFilm film(run.film_of, 5);
  const eval::CycleSummary summary = eval::EvaluateCycles(
      config, actor.make,
      {.episodes = run.episodes,
       .seed = run.seed,
       .root = RepositoryRoot(),
       .progress = [&](int done, int good) { progress.Update(done, core::Cat(good, " of ", done, " succeeded")); },
       .over = [&](const tasks::CycleReport& report) { film.End(report); },
       .watch =
           [&](const tasks::PlacePick& task, const env::Moment&) {
             if (!run.film.empty()) film.Watch(task);
           }});
  nlohmann::ordered_json record{{"policy", actor.name}, {"world", "train"}, {"episodes", run.episodes}};
  record.update(ToJson(summary));
  record["seed"] = run.seed;
  record["config_hash"] = config::Hash(config);
  record["commit"] = Commit();
  if (json) {
    std::cout << record.dump(2) << "\n";
  } else {
    Print(summary);
  }
  if (film.found()) {
    io::WritePng(run.film, eval::DrawCycle(config.scene, film.Take(run.film_pictures),
                                           {.root = RepositoryRoot(),
                                            .seed = run.seed,
                                            .from_head = run.film_camera == ViewFrom::kHead,
                                            .scale = run.film_scale}));
  } else if (!run.film.empty()) {
    std::cerr << core::Cat("no cycle ended as '", EnumNames(run.film_of)[static_cast<size_t>(run.film_of)],
                           "': no film\n");
  }
  if (!out.empty()) core::WriteTextFileAtomic(out, record.dump(2) + "\n");
}

}  // namespace porter::apps
