#include "porter/tasks/place_pick/training.h"

#include <cmath>

#include "porter/config/config.h"
#include "porter/core/clock.h"
#include "porter/core/file.h"
#include "porter/core/progress.h"
#include "porter/core/text.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/place_pick/observation.h"

namespace porter::tasks {
namespace {

constexpr int kGoldenRows = 16;

PlacePickConfig WithEnvs(PlacePickConfig config, int num_envs) {
  config.num_envs = num_envs;
  return config;
}

// What a policy cost before PPO's first iteration. Stays in the run's folder, for runs that go on.
struct CostBefore {
  static constexpr std::string_view kConfigName = "cost_before";

  double samples = 0, hours = 0;

  void Fields(auto&& f) {
    f(samples, {.name = "samples", .doc = "control steps of all environments together"});
    f(hours, {.name = "hours", .unit = "h", .doc = "wall clock"});
  }
};

std::filesystem::path CostFile(const TrainContext& context) {
  return context.folder / "before.toml";
}

void WriteTeacherBundle(const TeacherTrainConfig& config, const TrainContext& context,
                        const learn::TrainResult& result) {
  CostBefore before;
  config::Load(before, CostFile(context));
  policy::Contract contract =
      policy::MakeContract("place_pick_teacher", robot::G1(), TeacherLayout(), policy::DeltaActionLayout());
  contract.control_rate = std::round(1 / wbc::kControlPeriod);
  contract.training = {.commit = context.commit,
                       .config_hash = config::Hash(config),
                       .seed = config.train.ppo.seed,
                       .samples = before.samples + static_cast<double>(result.samples),
                       .hours = before.hours + result.seconds / 3600};
  WritePolicyBundle(context, std::move(contract), *MakePlacePick(WithEnvs(config.task, kGoldenRows), context.root));
}

// clones the expert, which watches and labels what the agent does
CostBefore CloneExpert(const TeacherTrainConfig& config, const TrainContext& context, nn::World& world,
                       const std::function<void(const learn::DaggerRound&)>& on_round, learn::Agent& agent) {
  const double start = core::NowSeconds();
  const std::unique_ptr<env::BatchEnv> env = MakePlacePick(config.task, context.root);
  ExpertConfig quiet = config.expert;
  quiet.noise = 0;
  PlacePickExpert expert(TaskOf(*env), robot::LoadMjcf(context.root / robot::G1().model), quiet);
  const int64_t samples = learn::Dagger(
      config.warm_start, *env,
      {.label = [&](uint64_t step, core::Span2<float> actions) { expert.Act({config.warm_start.seed, step}, actions); },
       .on_round = on_round},
      agent, world);
  agent.critic_normaliser = agent.observation_normaliser;  // the critic sees the same
  return {static_cast<double>(samples) * world.size(), (core::NowSeconds() - start) / 3600};
}

// the policy of another run
CostBefore TakeOver(const std::filesystem::path& run, learn::Agent& agent) {
  agent.Load(nn::CheckpointReader(run / "agent.safetensors"));
  const policy::TrainingRecord record = policy::ReadContract(run / "bundle").training;
  return {record.samples, record.hours};
}

// those of the folder, or recorded now and kept there: a run that goes on has the same
std::shared_ptr<const ReferenceStates> References(const TeacherTrainConfig& config, const TrainContext& context,
                                                  nn::World& world) {
  const std::string name =
      world.rank() == 0 ? "references.safetensors" : core::Cat("references.", world.rank(), ".safetensors");
  const std::filesystem::path path = context.folder / name;
  const std::string words = config::Hash(config.task);
  if (!std::filesystem::exists(path)) {
    std::filesystem::create_directories(context.folder);
    PlacePickConfig task = config.task;
    task.references.seed += static_cast<uint64_t>(world.rank());
    core::Progress progress("reference states", static_cast<long>(kNumStages) * task.references.per_stage);
    const auto show = [&](size_t kept, size_t) { progress.Update(static_cast<long>(kept), ""); };
    RecordReferences(task, config.expert, context.root, show).Write(path, words);
  }
  return std::make_shared<const ReferenceStates>(ReferenceStates::Read(path, words));
}

}  // namespace

learn::TrainResult TrainTeacher(const TeacherTrainConfig& config, const TrainContext& context, nn::World& world,
                                const learn::TrainHooks& hooks,
                                const std::function<void(const learn::DaggerRound&)>& on_round) {
  const std::unique_ptr<env::BatchEnv> env = MakePlacePick(config.task, context.root);
  if (config.task.references.share > 0) TaskOf(*env).SetReferences(References(config, context, world));
  std::unique_ptr<env::BatchEnv> evaluation;
  if (config.train.evaluate_every > 0) {
    evaluation = MakePlacePick(WithEnvs(config.task, config.evaluation_envs), context.root);
  }
  learn::TrainHooks with_bundle = hooks;
  with_bundle.on_fresh = [&](learn::Agent& agent) {
    CostBefore before;
    if (!config.start_from.empty()) {
      before = TakeOver(context.root / config.start_from, agent);
    } else if (config.warm_start.rounds > 0) {
      before = CloneExpert(config, context, world, on_round, agent);
    }
    if (world.rank() == 0) core::WriteTextFileAtomic(CostFile(context), config::ToToml(before));
    agent.StartExploring(config.train.ppo);
  };
  with_bundle.on_policy = [&](const learn::TrainResult& result) {
    WriteTeacherBundle(config, context, result);
    if (hooks.on_policy) hooks.on_policy(result);
  };
  return learn::Train(config.train, context.folder, *env, evaluation.get(), world, with_bundle);
}

}  // namespace porter::tasks
