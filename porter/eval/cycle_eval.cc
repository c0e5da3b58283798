#include "porter/eval/cycle_eval.h"

#include <algorithm>
#include <cmath>

#include "porter/core/clock.h"
#include "porter/learn/step_buffers.h"
#include "porter/policy/bundle.h"
#include "porter/policy/layouts.h"
#include "porter/tasks/place_pick/observation.h"

namespace porter::eval {
namespace {

void Count(const tasks::CycleReport& report, const tasks::PlacePick& task, CycleSummary& summary) {
  const bool success = report.outcome == tasks::Outcome::kDone;
  summary.all.Add(success);
  const auto& kinds = task.kinds();
  summary.held[kinds[static_cast<size_t>(report.hold_kind)].name].Add(success);
  summary.grasped[kinds[static_cast<size_t>(report.front_kind)].name].Add(success);
  const auto& scene = task.config().scene;
  const double share = (report.table_height - scene.height_min) / std::max(1e-9, scene.height_max - scene.height_min);
  summary.by_height[static_cast<size_t>(std::clamp(4 * share, 0.0, 3.0))].Add(success);
  summary.reports.push_back(report);
  if (!success) {
    ++summary.losses[report.stage.index()][static_cast<size_t>(report.outcome)];
    return;
  }
  summary.mean_cycle_s += wbc::kControlPeriod * report.stage.step;
  for (size_t s = 0; s < tasks::kNumStages; ++s) {
    const int end = s + 1 < tasks::kNumStages ? report.stage.entered[s + 1] : report.stage.step;
    summary.stage_s[s] += wbc::kControlPeriod * (end - report.stage.entered[s]);
  }
}

}  // namespace

CycleSummary EvaluateCycles(const tasks::PlacePickConfig& config, const MakeActor& make,
                            const CycleEvalOptions& options) {
  tasks::PlacePickConfig wanted = config;
  wanted.num_envs = std::min(config.num_envs, options.episodes);
  const std::unique_ptr<env::BatchEnv> env = MakePlacePick(wanted, options.root);
  tasks::PlacePick& task = tasks::TaskOf(*env);
  const Actor act = make(task);
  const auto envs = static_cast<size_t>(wanted.num_envs);
  // the same number of episodes from each environment: short ones do not count more often
  const uint64_t each = (static_cast<uint64_t>(options.episodes) + envs - 1) / envs;
  CycleSummary summary;
  CycleAuditor auditor;
  std::vector<int> run(envs);
  std::vector<uint64_t> finished(envs);
  task.SetListener([&](const tasks::CycleReport& report) {
    const auto e = static_cast<size_t>(report.env);
    if (report.episode >= each) return;
    Count(report, task, summary);
    if (options.over) options.over(report);
    const bool success = report.outcome == tasks::Outcome::kDone;
    run[e] = success ? run[e] + 1 : 0;
    summary.longest_run = std::max(summary.longest_run, run[e]);
    const bool last = report.cycle + 1 >= wanted.cycles || report.outcome == tasks::Outcome::kBroken;
    if (!success && !last) ++summary.interventions;
    if (last) finished[e] = report.episode + 1;
    if (options.progress) options.progress(summary.all.cycles, summary.all.successes);
  });
  learn::StepBuffers now(env->spec());
  const double start = core::NowSeconds();
  now.Reset(options.seed, *env);
  env::Moment moment{options.seed, 0};
  while (std::ranges::any_of(finished, [&](uint64_t count) { return count < each; })) {
    act(moment, now.observation.view(), now.action.view());
    now.Step(*env);
    ++moment.step;
    auditor.Watch(task);
    if (options.watch) options.watch(task, moment);
  }
  summary.steps_per_s = static_cast<double>(moment.step * envs) / (core::NowSeconds() - start);
  if (summary.all.successes > 0) {
    summary.mean_cycle_s /= summary.all.successes;
    for (double& seconds : summary.stage_s) seconds /= summary.all.successes;
  }
  summary.audit = auditor.Take();
  task.SetListener({});
  return summary;
}

MakeActor ExpertActor(const tasks::ExpertConfig& config, const std::filesystem::path& root) {
  return [config, root](const tasks::PlacePick& task) -> Actor {
    const auto expert =
        std::make_shared<tasks::PlacePickExpert>(task, robot::LoadMjcf(root / robot::G1().model), config);
    return [expert](const env::Moment& moment, core::Span2<const float>, core::Span2<float> actions) {
      expert->Act(moment, actions);
    };
  };
}

MakeActor TeacherActor(const std::filesystem::path& bundle) {
  return [bundle](const tasks::PlacePick&) -> Actor {
    const auto policy = std::make_shared<policy::PolicyBundle>(
        policy::LoadBundle(bundle, {.robot = robot::G1(),
                                    .observation = tasks::TeacherLayout(),
                                    .action = policy::DeltaActionLayout(),
                                    .control_rate = std::round(1 / wbc::kControlPeriod)}));
    const auto scratch = std::make_shared<infer::NetworkScratch>(policy->network);
    return [policy, scratch](const env::Moment&, core::Span2<const float> observation, core::Span2<float> actions) {
      policy->network.Forward(observation, actions, {}, *scratch);
    };
  };
}

}  // namespace porter::eval
