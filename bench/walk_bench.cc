#include "bench/walk_bench.h"

#include "porter/core/error.h"
#include "porter/eval/wbc_eval.h"
#include "porter/learn/ppo_trainer.h"
#include "porter/robot/g1/g1.h"
#include "porter/tasks/locomotion/locomotion.h"
#include "porter/wbc/policy_controller.h"

namespace porter::bench {
namespace {

class Run {
 public:
  Run(const WalkBenchConfig& config, uint64_t seed, const std::filesystem::path& root,
      const std::filesystem::path& folder)
      : config_(config), training_(config.training), context_{root, folder, "bench"}, row_{.seed = seed} {
    training_.train.ppo.seed = seed;
    env_ = tasks::MakeLocomotion(training_.task, root);
    trainer_.emplace(training_.train.ppo, *env_, world_);
  }

  WalkBenchRow Go(const std::function<void(const WalkBenchRow&)>& progress) {
    while (!row_.walks && row_.minutes < config_.give_up_minutes) {
      for (int i = 0; i < config_.judge_every; ++i) trainer_->Iterate();
      Judge();
      progress(row_);
    }
    return row_;
  }

 private:
  void Judge() {
    row_.minutes = trainer_->seconds() / 60;
    row_.samples = static_cast<double>(trainer_->samples());
    row_.iterations = static_cast<int>(trainer_->iteration());
    trainer_->agent().ExportPolicy(context_.folder / "policy.safetensors");
    tasks::WriteWbcBundle(training_, context_, {});
    const robot::RobotSpec& g1 = robot::G1();
    wbc::PolicyController controller(context_.folder / "bundle", g1, robot::LoadMjcf(context_.root / g1.model),
                                     config_.judge.robots);
    const eval::WbcRow figures = eval::EvaluateWbc(config_.judge, controller, {.root = context_.root}).front();
    row_.falls = figures.falls;
    row_.vx_err = figures.vx_err;
    row_.walks = 1 - row_.falls >= config_.standing && row_.vx_err <= config_.largest_error;
  }

  const WalkBenchConfig& config_;
  tasks::WbcTrainConfig training_;
  tasks::TrainContext context_;
  nn::SingleWorld world_;
  std::unique_ptr<env::BatchEnv> env_;
  std::optional<learn::PpoTrainer> trainer_;
  WalkBenchRow row_;
};

}  // namespace

std::vector<WalkBenchRow> RunWalkBench(const WalkBenchConfig& config, const std::filesystem::path& root,
                                       const std::filesystem::path& folder,
                                       const std::function<void(const WalkBenchRow&)>& progress) {
  if (config.judge.rows.size() != 1) {
    throw core::Error(
        {.what = "the judge of bench walk has one row", .found = std::to_string(config.judge.rows.size()) + " rows"});
  }
  std::filesystem::create_directories(folder);
  std::vector<WalkBenchRow> rows;
  for (const uint64_t seed : config.seeds) rows.push_back(Run(config, seed, root, folder).Go(progress));
  return rows;
}

}  // namespace porter::bench
