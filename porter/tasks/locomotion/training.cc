#include "porter/tasks/locomotion/training.h"

#include <cmath>

#include "porter/config/config.h"
#include "porter/policy/layouts.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/locomotion.h"

namespace porter::tasks {
namespace {

constexpr int kGoldenRows = 16;

// as hard as it gets, always the same
LocomotionConfig Hardest(LocomotionConfig config, int num_envs) {
  config.num_envs = num_envs;
  config.curriculum.start = 1;
  config.curriculum.rise = config.curriculum.fall = 0;
  return config;
}

std::vector<policy::CommandRange> Ranges(const CommandConfig& c) {
  return {{"vx", -c.vx, c.vx},       {"vy", -c.vy, c.vy},
          {"wz", -c.wz, c.wz},       {"height", c.lowest, c.highest},
          {"roll", -c.roll, c.roll}, {"pitch", -c.pitch_back, c.pitch},
          {"yaw", -c.yaw, c.yaw}};
}

}  // namespace

void WriteWbcBundle(const WbcTrainConfig& config, const TrainContext& context, const learn::TrainResult& result) {
  const robot::RobotSpec& g1 = robot::G1();
  policy::Contract contract =
      policy::MakeContract("wbc_g1", g1, policy::ClockedWbcFrameLayout(), policy::WbcActionLayout());
  contract.control_rate = std::round(1 / config.task.policy.control_period);
  contract.history = config.task.policy.history;
  contract.commands = Ranges(config.task.commands);
  contract.numbers = wbc::ToContract(config.task.policy);
  contract.training = {.commit = context.commit,
                       .config_hash = config::Hash(config),
                       .seed = config.train.ppo.seed,
                       .samples = static_cast<double>(result.samples),
                       .hours = result.seconds / 3600};
  WritePolicyBundle(context, std::move(contract), *MakeLocomotion(Hardest(config.task, kGoldenRows), context.root));
}

learn::TrainResult TrainWbc(const WbcTrainConfig& config, const TrainContext& context, nn::World& world,
                            const learn::TrainHooks& hooks) {
  const std::unique_ptr<env::BatchEnv> env = MakeLocomotion(config.task, context.root);
  std::unique_ptr<env::BatchEnv> evaluation;
  if (config.train.evaluate_every > 0) {
    evaluation = MakeLocomotion(Hardest(config.task, config.evaluation_envs), context.root);
  }
  learn::TrainHooks with_bundle = hooks;
  with_bundle.on_policy = [&](const learn::TrainResult& result) {
    WriteWbcBundle(config, context, result);
    if (hooks.on_policy) hooks.on_policy(result);
  };
  return learn::Train(config.train, context.folder, *env, evaluation.get(), world, with_bundle);
}

}  // namespace porter::tasks
