#include "bench/physics_bench.h"

#include <algorithm>
#include <cmath>

#include "bench/rivals/mujoco_loop.h"
#include "bench/solver_error.h"
#include "porter/core/checksum.h"
#include "porter/core/clock.h"
#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/physics/batch_sim.h"
#include "porter/robot/g1/g1.h"

namespace porter::bench {
namespace {

using physics::BatchSim;

// joint targets of `episode_steps` control steps, used in turn   [episode_steps][num_envs, num_joints]
std::vector<std::vector<float>> MakeTargets(const PhysicsBenchConfig& config, int num_envs,
                                            const std::vector<float>& pose) {
  std::vector<std::vector<float>> targets;
  for (int step = 0; step < config.episode_steps; ++step) {
    auto& row = targets.emplace_back();
    for (int env = 0; env < num_envs; ++env) {
      core::Random random(config.seed, 0, static_cast<uint32_t>(env), static_cast<uint64_t>(step));
      for (const float q : pose) {
        row.push_back(q + static_cast<float>(random.Uniform(-config.target_spread, config.target_spread)));
      }
    }
  }
  return targets;
}

template <class Side>
std::string QposHash(const Side& qpos_of, int num_envs) {
  core::Hasher hasher;
  for (int env = 0; env < num_envs; ++env) hasher.Add(std::as_bytes(qpos_of(env)));
  return hasher.Hex();
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t n = values.size();
  return n % 2 == 1 ? values[n / 2] : 0.5 * (values[n / 2 - 1] + values[n / 2]);
}

// both sides of one row
class Duel {
 public:
  Duel(const PhysicsBenchConfig& config, const physics::RobotModel& robot, int num_envs)
      : config_(config),
        num_envs_(num_envs),
        standing_(robot.standing_qpos),
        sim_(robot.model, {.num_envs = num_envs,
                           .num_threads = config.threads,
                           .substeps = config.substeps,
                           .contacts = {{"left_ankle_roll_link", "world"},
                                        {"right_ankle_roll_link", "world"},
                                        {"torso_link", "*"},
                                        {"left_wrist_yaw_link", "*"},
                                        {"right_wrist_yaw_link", "*"}}}),
        raw_(robot.model, num_envs, sim_.num_threads(), config.substeps),
        targets_(MakeTargets(config, num_envs, robot.default_targets)) {
    sim_.SetInitialState(standing_, robot.default_targets);
    for (int env = 0; env < num_envs; ++env) envs_.push_back(env);
  }

  std::string WarmUpAndHash() {
    Run(sim_step_, config_.episode_steps, [this] { sim_.Reset(envs_); }, [this](auto t) { sim_.Step(t); });
    Run(raw_step_, config_.episode_steps, [this] { raw_.Reset(standing_); }, [this](auto t) { raw_.Step(t); });
    const std::string ours = QposHash([this](int env) { return std::span<const double>(sim_.qpos(env)); }, num_envs_);
    const std::string theirs = QposHash([this](int env) { return raw_.qpos(env); }, num_envs_);
    if (ours == theirs) return ours;
    throw core::Error({.what = "both sides of the benchmark did not do the same work",
                       .found = "state hash " + ours,
                       .expected = theirs + ", that of the bare loop"});
  }

  // physics steps per second of each side over `control_steps` control steps
  double TimeSim(int control_steps) {
    return Run(sim_step_, control_steps, [this] { sim_.Reset(envs_); }, [this](auto t) { sim_.Step(t); });
  }
  double TimeRaw(int control_steps) {
    return Run(raw_step_, control_steps, [this] { raw_.Reset(standing_); }, [this](auto t) { raw_.Step(t); });
  }

  int threads() const { return sim_.num_threads(); }

 private:
  template <class ResetFn, class StepFn>
  double Run(int& step, int control_steps, ResetFn reset, StepFn advance) {
    const size_t joints = targets_[0].size() / static_cast<size_t>(num_envs_);
    double seconds = 0;
    for (int i = 0; i < control_steps; ++i, ++step) {
      const int phase = step % config_.episode_steps;
      if (phase == 0) reset();
      const core::Span2<const float> target(targets_[static_cast<size_t>(phase)].data(), static_cast<size_t>(num_envs_),
                                            joints);
      const double start = core::NowSeconds();
      advance(target);
      seconds += core::NowSeconds() - start;
    }
    return static_cast<double>(control_steps) * config_.substeps * num_envs_ / seconds;
  }

  const PhysicsBenchConfig& config_;
  int num_envs_;
  std::vector<double> standing_;
  BatchSim sim_;
  MujocoLoop raw_;
  std::vector<std::vector<float>> targets_;
  std::vector<int> envs_;
  int sim_step_ = 0;
  int raw_step_ = 0;
};

PhysicsBenchRow RunRow(const PhysicsBenchConfig& config, const BenchModel& variant, int num_envs,
                       const std::filesystem::path& root) {
  const physics::RobotModel robot = physics::BuildRobotModel(robot::G1(), variant.model, root);
  Duel duel(config, robot, num_envs);
  PhysicsBenchRow row{.model = variant.name, .num_envs = num_envs, .threads = duel.threads()};
  row.state_hash = duel.WarmUpAndHash();
  row.solver_error = SolverError(robot, config.target_spread, config.seed);
  const double rate = duel.TimeRaw(config.episode_steps);
  const double wanted = config.round_seconds * rate / (config.substeps * num_envs);
  // whole episodes if they fit, so that both sides see the same mix of standing and fallen robots
  const int steps = wanted < config.episode_steps
                        ? std::max(1, static_cast<int>(wanted))
                        : static_cast<int>(wanted) / config.episode_steps * config.episode_steps;
  std::vector<double> ours;
  std::vector<double> theirs;
  std::vector<double> ratios;
  for (int round = 0; round < config.rounds; ++round) {
    ours.push_back(duel.TimeSim(steps));
    theirs.push_back(duel.TimeRaw(steps));
    ratios.push_back(ours.back() / theirs.back());
  }
  row.steps_per_s = Median(ours);
  row.raw_steps_per_s = Median(theirs);
  row.ratio = Median(ratios);
  row.ratio_min = *std::min_element(ratios.begin(), ratios.end());
  row.ratio_max = *std::max_element(ratios.begin(), ratios.end());
  row.us_per_step = 1e6 * duel.threads() / *std::max_element(ours.begin(), ours.end());
  return row;
}

}  // namespace

std::vector<PhysicsBenchRow> RunPhysicsBench(const PhysicsBenchConfig& config, const std::filesystem::path& root,
                                             const std::function<void(const PhysicsBenchRow&)>& progress) {
  std::vector<PhysicsBenchRow> rows;
  for (const BenchModel& variant : config.models) {
    for (const int num_envs : config.num_envs) {
      rows.push_back(RunRow(config, variant, num_envs, root));
      progress(rows.back());
    }
  }
  return rows;
}

}  // namespace porter::bench
