#include "porter/env/batch_env.h"

#include <cstring>
#include <numeric>

#include "porter/core/clock.h"
#include "porter/core/error.h"

namespace porter::env {

BatchEnv::BatchEnv(physics::BatchSim sim, std::unique_ptr<Task> task)
    : sim_(std::move(sim)),
      task_(std::move(task)),
      tallies_(static_cast<size_t>(sim_.num_envs()), task_->figures()),
      targets_(static_cast<size_t>(sim_.num_envs() * sim_.num_joints())),
      ending_(static_cast<size_t>(sim_.num_envs())),
      looked_(ending_.size()) {
  PORTER_CHECK(task_->spec().num_envs == sim_.num_envs());
  ended_.reserve(ending_.size());
}

void BatchEnv::Reset(uint64_t seed, const learn::Observations& out) {
  moment_ = {seed, 0};
  task_->Prepare(moment_, sim_);
  ended_.resize(ending_.size());
  std::iota(ended_.begin(), ended_.end(), 0);
  Restart(/*first=*/true, out);
}

void BatchEnv::Step(core::Span2<const float> action, const learn::StepOutput& out) noexcept {
  const double start = core::NowSeconds();
  ++moment_.step;
  const auto joints = static_cast<size_t>(sim_.num_joints());
  const core::Span2<float> targets(targets_.data(), ending_.size(), joints);
  task_->Act(moment_, action, sim_, targets);
  const double acted = core::NowSeconds();
  auto look = [&](const physics::EnvView& view) {
    const double began = core::NowSeconds();
    const Sight sight{view, sim_.state(), moment_};
    const size_t env = sight.env();
    const bool broken = view.fault() != physics::SimFault::kNone;  // what is seen is a start, not what was reached
    const Judgement judgement =
        broken ? Judgement{.ending = Ending::kTerminated} : task_->Judge(sight, tallies_.Row(env));
    ending_[env] = judgement.ending;
    out.reward[env] = static_cast<float>(judgement.reward);
    out.done[env] = ending_[env] != Ending::kNone;
    out.time_out[env] = ending_[env] == Ending::kTimeOut;
    if (ending_[env] == Ending::kNone) {
      task_->Observe(sight, out.observations.policy[env], out.observations.critic[env]);
    }
    looked_[env] = core::NowSeconds() - began;
  };
  sim_.Step(targets, physics::Callback(look));
  const double stepped = core::NowSeconds();
  ended_.clear();
  for (size_t env = 0; env < ending_.size(); ++env) {
    if (ending_[env] != Ending::kNone) ended_.push_back(static_cast<int>(env));
  }
  Restart(/*first=*/false, out.observations);
  const double looked = std::accumulate(looked_.begin(), looked_.end(), 0.0) / sim_.num_threads();
  times_.terms += acted - start + looked;
  times_.physics += stepped - acted - looked;
  times_.restarts += core::NowSeconds() - stepped;
}

void BatchEnv::Restart(bool first, const learn::Observations& out) {
  sim_.Reset(ended_);
  for (const int env : ended_) task_->Start(env, first, moment_, sim_);
  auto look = [&](const physics::EnvView& view) {
    const Sight sight{view, sim_.state(), moment_};
    task_->Observe(sight, out.policy[sight.env()], out.critic[sight.env()]);
  };
  sim_.Refresh(ended_, physics::Callback(look));
}

std::vector<learn::Statistic> BatchEnv::TakeStatistics() {
  std::vector<learn::Statistic> figures = tallies_.Take();
  task_->Adapt(figures);
  return figures;
}

BatchEnv::Times BatchEnv::TakeTimes() {
  return std::exchange(times_, {});
}

// seed, step, snapshots of all environments, then the task's own
std::vector<uint8_t> BatchEnv::SaveState() const {
  const size_t envs = ending_.size(), size = sim_.SnapshotSize();
  std::vector<double> snapshots(envs * size);
  for (size_t env = 0; env < envs; ++env)
    sim_.Save(static_cast<int>(env), std::span(snapshots).subspan(env * size, size));
  const std::vector<uint8_t> task = task_->SaveState();
  std::vector<uint8_t> bytes(sizeof(moment_) + snapshots.size() * sizeof(double) + task.size());
  std::memcpy(bytes.data(), &moment_, sizeof(moment_));
  std::memcpy(bytes.data() + sizeof(moment_), snapshots.data(), snapshots.size() * sizeof(double));
  std::memcpy(bytes.data() + bytes.size() - task.size(), task.data(), task.size());
  return bytes;
}

void BatchEnv::RestoreState(std::span<const uint8_t> state) {
  const size_t envs = ending_.size(), size = sim_.SnapshotSize();
  const size_t head = sizeof(moment_), body = envs * size * sizeof(double);
  if (state.size() < head + body) {
    throw core::Error({.what = "not a state of this environment",
                       .found = std::to_string(state.size()) + " bytes",
                       .expected = "at least " + std::to_string(head + body)});
  }
  task_->RestoreState(state.subspan(head + body));  // throws before anything has changed
  std::memcpy(&moment_, state.data(), head);
  std::vector<double> snapshots(envs * size);
  std::memcpy(snapshots.data(), state.data() + head, body);
  for (size_t env = 0; env < envs; ++env) {
    sim_.Restore(static_cast<int>(env), std::span(snapshots).subspan(env * size, size));
  }
  ended_.resize(envs);
  std::iota(ended_.begin(), ended_.end(), 0);
  auto look = [&](const physics::EnvView& view) { task_->Look({view, sim_.state(), moment_}); };
  sim_.Refresh(ended_, physics::Callback(look));  // tasks act on what was read out
}

}  // namespace porter::env
