#include "bench/rivals/mujoco_loop.h"

#include <mujoco/mujoco.h>

#include <algorithm>
#include <barrier>
#include <thread>

#include "porter/physics/handles.h"

namespace porter::bench {

struct MujocoLoop::Impl {
  Impl(const physics::Model& the_model, int envs, int threads, int the_substeps)
      : model(the_model),
        m(model.mujoco()),
        num_envs(envs),
        substeps(the_substeps),
        nstate(static_cast<size_t>(mj_stateSize(&m, mjSTATE_INTEGRATION))),
        state(nstate * static_cast<size_t>(envs)),
        start(threads + 1),
        finish(threads + 1) {
    for (int t = 0; t < threads; ++t) data.emplace_back(mj_makeData(&m));
    for (int t = 0; t < threads; ++t) {
      workers.emplace_back([this, t, threads] { Work(t, t * num_envs / threads, (t + 1) * num_envs / threads); });
    }
  }

  ~Impl() {
    stop = true;
    start.arrive_and_wait();
    for (std::thread& worker : workers) worker.join();
  }

  void Work(int thread, int first, int last) {
    while (true) {
      start.arrive_and_wait();
      if (stop) return;
      for (int env = first; env < last; ++env) StepOne(*data[static_cast<size_t>(thread)], static_cast<size_t>(env));
      finish.arrive_and_wait();
    }
  }

  void StepOne(mjData& d, size_t env) {
    mj_setState(&m, &d, &state[env * nstate], mjSTATE_INTEGRATION);
    std::copy(control[env].begin(), control[env].end(), d.ctrl);
    for (int i = 0; i < substeps; ++i) mj_step(&m, &d);
    mj_getState(&m, &d, &state[env * nstate], mjSTATE_INTEGRATION);
  }

  physics::Model model;
  const mjModel& m;
  int num_envs;
  int substeps;
  size_t nstate;
  std::vector<double> state;  // integration state   [num_envs, nstate]
  std::vector<physics::DataPtr> data;
  std::vector<std::thread> workers;
  std::barrier<> start;
  std::barrier<> finish;
  core::Span2<const float> control;
  bool stop = false;
};

MujocoLoop::MujocoLoop(const physics::Model& model, int num_envs, int num_threads, int substeps)
    : impl_(std::make_unique<Impl>(model, num_envs, num_threads, substeps)) {}
MujocoLoop::~MujocoLoop() = default;

void MujocoLoop::Reset(std::span<const double> qpos) {
  const physics::DataPtr fresh(mj_makeData(&impl_->m));
  std::copy(qpos.begin(), qpos.end(), fresh->qpos);
  for (size_t env = 0; env < static_cast<size_t>(impl_->num_envs); ++env) {
    mj_getState(&impl_->m, fresh.get(), &impl_->state[env * impl_->nstate], mjSTATE_INTEGRATION);
  }
}

void MujocoLoop::Step(core::Span2<const float> control) {
  impl_->control = control;
  impl_->start.arrive_and_wait();
  impl_->finish.arrive_and_wait();
}

std::span<const double> MujocoLoop::qpos(int env) const {
  return {&impl_->state[static_cast<size_t>(env) * impl_->nstate] + 1, static_cast<size_t>(impl_->m.nq)};  // after time
}

}  // namespace porter::bench
