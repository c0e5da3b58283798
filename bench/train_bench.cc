#include "bench/train_bench.h"

#include <algorithm>

#include "porter/core/clock.h"
#include "porter/learn/ppo_trainer.h"
#include "porter/nn/precision.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/locomotion.h"
#include "porter/tasks/locomotion/variety.h"

namespace porter::bench {
namespace {

double Median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

// the same robots with nothing around them
class RawPhysics {
 public:
  RawPhysics(const tasks::LocomotionConfig& config, const env::BatchEnv& env)
      : sim_(env.sim().model(), env.sim().config()),
        snapshot_(sim_.SnapshotSize()),
        targets_(static_cast<size_t>(config.num_envs) * robot::kG1NumJoints) {}

  // control steps/s for `steps` steps from the states of `env`, each robot holding where it is
  double Run(const env::BatchEnv& env, int steps) {
    for (int e = 0; e < sim_.num_envs(); ++e) {
      env.sim().Save(e, snapshot_);
      sim_.Restore(e, snapshot_);
    }
    std::ranges::transform(env.sim().state().joint_position, targets_.begin(),
                           [](double q) { return static_cast<float>(q); });
    const auto envs = static_cast<size_t>(sim_.num_envs());
    const double start = core::NowSeconds();
    for (int step = 0; step < steps; ++step) sim_.Step({targets_.data(), envs, robot::kG1NumJoints});
    return static_cast<double>(steps) * static_cast<double>(envs) / (core::NowSeconds() - start);
  }

 private:
  physics::BatchSim sim_;
  std::vector<double> snapshot_;
  std::vector<float> targets_;  // rad   [num_envs, joints]
};

}  // namespace

TrainBenchResult RunTrainBench(const TrainBenchConfig& config, const std::filesystem::path& root,
                               const std::function<void(int round)>& progress) {
  const std::unique_ptr<env::BatchEnv> env = tasks::MakeLocomotion(config.training.task, root);
  const learn::PpoConfig& ppo = config.training.train.ppo;
  nn::SingleWorld world;
  learn::PpoTrainer trainer(ppo, *env, world);
  RawPhysics raw(config.training.task, *env);
  for (int i = 0; i < config.warm_up; ++i) trainer.Iterate();
  TrainBenchResult result{
      .num_envs = env->spec().num_envs, .threads = env->sim().num_threads(), .bf16 = nn::UsesBf16(ppo.precision)};
  std::vector<double> loop, bare, ratio, physics, terms, inference, update;
  const double steps = static_cast<double>(ppo.steps) * env->spec().num_envs;
  for (int round = 0; round < config.rounds; ++round) {
    bare.push_back(raw.Run(*env, ppo.steps));
    env->TakeTimes();
    const learn::IterationReport report = trainer.Iterate();
    const env::BatchEnv::Times times = env->TakeTimes();
    const double all = report.episodes.env_seconds + report.episodes.policy_seconds + report.update_seconds;
    loop.push_back(steps / all);
    ratio.push_back(loop.back() / bare.back());
    physics.push_back(times.physics / all);
    terms.push_back((times.terms + times.restarts) / all);
    inference.push_back(report.episodes.policy_seconds / all);
    update.push_back(report.update_seconds / all);
    progress(round + 1);
  }
  result.steps_per_s = Median(loop);
  result.raw_physics_steps_per_s = Median(bare);
  result.ratio = Median(ratio);
  result.ratio_min = *std::ranges::min_element(ratio);
  result.ratio_max = *std::ranges::max_element(ratio);
  result.physics = Median(physics);
  result.terms = Median(terms);
  result.inference = Median(inference);
  result.update = Median(update);
  result.rest = 1 - result.physics - result.terms - result.inference - result.update;
  return result;
}

}  // namespace porter::bench
