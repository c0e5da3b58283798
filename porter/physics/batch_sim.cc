#include "porter/physics/batch_sim.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/thread_pool.h"
#include "porter/physics/handles.h"
#include "porter/physics/joint_map.h"
#include "porter/physics/log_bridge.h"
#include "porter/physics/parameter_set.h"
#include "porter/physics/target_queue.h"

namespace porter::physics {
namespace {

constexpr double kLargestSane = 1e8;  // m, rad, m/s, rad/s: far beyond anything a robot does, far below overflow

bool IsSane(const double* values, int count) {
  for (int i = 0; i < count; ++i) {
    if (!(std::abs(values[i]) < kLargestSane)) return false;  // also catches NaN
  }
  return true;
}

// what the last constraint solution and the motors left in `d`
void ForgetForces(const mjModel& m, mjData& d) {
  mju_zero(d.actuator_force, m.nu);
  mju_zero(d.sensordata, m.nsensordata);
  d.ncon = 0;
}

BatchPtr MakeBatch(const Model& model, const BatchSimConfig& config) {
  if (config.num_envs < 1 || config.substeps < 1 || config.max_delay < 0) {
    throw core::Error("a batch needs num_envs >= 1, substeps >= 1 and max_delay >= 0");
  }
  mjBatchConfig batch_config;
  mjb_defaultConfig(&batch_config);
  batch_config.nthread = config.num_threads > 0 ? config.num_threads : core::NumAvailableThreads();
  char error[1024] = "";
  BatchPtr batch(mjb_makeBatch(&model.mujoco(), config.num_envs, &batch_config, error, sizeof(error)));
  if (batch == nullptr) throw core::Error(std::string("MuJoCo cannot batch this model: ") + error);
  return batch;
}

}  // namespace

struct BatchSim::Impl {
  Impl(Model the_model, BatchSimConfig the_config)
      : model(std::move(the_model)),
        config(std::move(the_config)),
        joints(model, config.joints),
        contacts(model, config.contacts),
        batch(MakeBatch(model, config)),
        parameters(*batch, config.parameters),
        queue(num_envs(), joints.size(), config.max_delay, config.substeps),
        recorder(SnapshotSize(), joints.size()),
        state(num_envs(), joints.size(), config.contacts.size()),
        initial_state(StateRow(0), StateRow(0) + nstate()),
        initial_target(joints.ReferenceTargets(model)),
        all_envs(num_envs()) {
    std::iota(all_envs.begin(), all_envs.end(), 0);
    config.joints = joints.joints();
  }

  size_t num_envs() const { return static_cast<size_t>(config.num_envs); }
  size_t nstate() const { return static_cast<size_t>(mjb_nstate(batch.get())); }
  double* StateRow(int env) const { return mjb_state(batch.get()) + nstate() * static_cast<size_t>(env); }
  double* Component(int env, int component) const {
    return mjb_stateComponent(batch.get(), component, nullptr) + nstate() * static_cast<size_t>(env);
  }

  size_t SnapshotSize() const { return nstate() + queue.SnapshotSize() + parameters.size(); }
  void Save(int env, std::span<double> snapshot, size_t skip_targets) const noexcept;

  void Run(std::span<const int> envs, mjfBatchFunc worker, StepCallback the_callback) noexcept;
  static void StepWorker(const mjModel* m, mjData* d, int env, void* arg);
  static void RefreshWorker(const mjModel* m, mjData* d, int env, void* arg);
  bool Advance(const mjModel& m, mjData& d, size_t env) noexcept;
  void Record(int env, SimFault fault) noexcept;
  void Fail(const mjModel& m, mjData& d, int env) noexcept;
  void ReadOut(const mjModel& m, mjData& d, int env) noexcept;
  void ResetRow(int env) noexcept;

  Model model;
  BatchSimConfig config;
  JointMap joints;
  ContactTable contacts;
  BatchPtr batch;
  ParameterSet parameters;
  TargetQueue queue;
  FaultRecorder recorder;
  BatchState state;
  std::vector<double> initial_state;  // integration state after a reset   [nstate]
  std::vector<float> initial_target;  // rad   [num_joints]
  std::vector<int> all_envs;          // 0, 1, ... num_envs - 1

  // of the call that runs now
  core::Span2<const float> target;
  StepCallback callback;
};

void BatchSim::Impl::Save(int env, std::span<double> snapshot, size_t skip_targets) const noexcept {
  const auto e = static_cast<size_t>(env);
  std::copy_n(StateRow(env), nstate(), snapshot.begin());
  queue.Save(e, snapshot.subspan(nstate()), skip_targets);
  parameters.Save(e, snapshot.subspan(nstate() + queue.SnapshotSize()));
}

void BatchSim::Impl::Run(std::span<const int> envs, mjfBatchFunc worker, StepCallback the_callback) noexcept {
  if (envs.empty()) return;
  callback = the_callback;
  const int failed = mjb_apply(batch.get(), envs.data(), static_cast<int>(envs.size()), worker, this, /*save=*/1);
  if (failed == 0) [[likely]]
    return;
  for (const int env : envs) {  // MuJoCo raised an error: the state row is still that before the call
    if (mjb_status(batch.get())[env] == 0) continue;
    Record(env, SimFault::kSimulator);
    ResetRow(env);
    Run(std::span(&env, 1), &RefreshWorker, the_callback);
  }
}

// counts a fault of the current control step and keeps what led to it, before anything is reset
void BatchSim::Impl::Record(int env, SimFault fault) noexcept {
  const auto e = static_cast<size_t>(env);
  state.fault[e] = fault;
  FaultRecord* record = recorder.Claim();
  if (record == nullptr) return;
  record->env = env;
  record->fault = fault;
  Save(env, record->snapshot, /*skip_targets=*/1);
  std::copy_n(target[e].begin(), joints.size(), record->target.begin());
}

void BatchSim::Impl::StepWorker(const mjModel* m, mjData* d, int env, void* arg) {
  Impl& self = *static_cast<Impl*>(arg);
  const auto e = static_cast<size_t>(env);
  self.state.fault[e] = SimFault::kNone;
  self.queue.Push(e, self.target[e]);
  if (!self.Advance(*m, *d, e)) self.Fail(*m, *d, env);
  self.ReadOut(*m, *d, env);
}

void BatchSim::Impl::RefreshWorker(const mjModel* m, mjData* d, int env, void* arg) {
  ForgetForces(*m, *d);  // nothing has acted yet; this thread's data holds another environment's
  static_cast<Impl*>(arg)->ReadOut(*m, *d, env);
}

// the substeps of one control step; false as soon as the state is not finite
bool BatchSim::Impl::Advance(const mjModel& m, mjData& d, size_t env) noexcept {
  for (int substep = 0; substep < config.substeps; ++substep) {
    if (substep == 0 || queue.Age(env, substep) != queue.Age(env, substep - 1)) {
      joints.WriteTargets(queue.At(env, substep), d);
    }
    mj_step(&m, &d);
    if (!IsSane(d.qpos, m.nq) || !IsSane(d.qvel, m.nv)) return false;
  }
  return true;
}

void BatchSim::Impl::Fail(const mjModel& m, mjData& d, int env) noexcept {
  Record(env, SimFault::kNonFinite);
  queue.Fill(static_cast<size_t>(env), initial_target);
  mj_setState(&m, &d, initial_state.data(), mjSTATE_INTEGRATION);
  ForgetForces(m, d);
}

// contact forces first: they belong to the last substep, what follows moves the poses to the new state
void BatchSim::Impl::ReadOut(const mjModel& m, mjData& d, int env) noexcept {
  const auto e = static_cast<size_t>(env);
  const size_t width = 3 * static_cast<size_t>(contacts.num_pairs());
  const std::span<double> force(state.contact_force.data() + e * width, width);
  if (width > 0) contacts.Read(m, d, force);
  joints.ReadOut(d, e, state);
  if (callback.function == nullptr) return;
  mj_kinematics(&m, &d);
  mj_comPos(&m, &d);
  mj_comVel(&m, &d);
  callback.function(callback.context, EnvView(env, m, d, force, state.fault[e]));
}

void BatchSim::Impl::ResetRow(int env) noexcept {
  std::copy(initial_state.begin(), initial_state.end(), StateRow(env));
  queue.Fill(static_cast<size_t>(env), initial_target);
}

BatchSim::BatchSim(Model model, BatchSimConfig config) {
  BridgeMujocoLog();
  impl_ = std::make_unique<Impl>(std::move(model), std::move(config));
  Reset(impl_->all_envs);
}

BatchSim::~BatchSim() = default;
BatchSim::BatchSim(BatchSim&&) noexcept = default;

void BatchSim::Step(core::Span2<const float> joint_target, StepCallback callback) noexcept {
  PORTER_CHECK(joint_target.rows() == impl_->num_envs(), "one row of targets per environment");
  PORTER_CHECK(joint_target.cols() == impl_->joints.size(), "one target per joint");
  impl_->target = joint_target;
  impl_->Run(impl_->all_envs, &Impl::StepWorker, callback);
}

void BatchSim::Reset(std::span<const int> envs, StepCallback callback) noexcept {
  for (const int env : envs) impl_->ResetRow(env);
  Refresh(envs, callback);
}

void BatchSim::Refresh(std::span<const int> envs, StepCallback callback) noexcept {
  for (const int env : envs) impl_->state.fault[static_cast<size_t>(env)] = SimFault::kNone;
  impl_->Run(envs, &Impl::RefreshWorker, callback);
}

std::span<double> BatchSim::qpos(int env) noexcept {
  return {impl_->Component(env, mjSTATE_QPOS), static_cast<size_t>(model().mujoco().nq)};
}

std::span<double> BatchSim::qvel(int env) noexcept {
  return {impl_->Component(env, mjSTATE_QVEL), static_cast<size_t>(model().mujoco().nv)};
}

std::span<double> BatchSim::ExternalForce(int env, int body) noexcept {
  PORTER_CHECK(body >= 0 && body < model().mujoco().nbody, "a body of the model");
  return {impl_->Component(env, mjSTATE_XFRC_APPLIED) + 6 * body, 6};
}

void BatchSim::SetInitialState(std::span<const double> qpos, std::span<const float> joint_target) {
  const mjModel& m = model().mujoco();
  PORTER_CHECK(qpos.size() == static_cast<size_t>(m.nq), "qpos has nq numbers");
  PORTER_CHECK(joint_target.size() == impl_->joints.size(), "one target per joint");
  const double* base = impl_->StateRow(0);
  const ptrdiff_t offset = impl_->Component(0, mjSTATE_QPOS) - base;
  std::copy(qpos.begin(), qpos.end(), impl_->initial_state.begin() + offset);
  impl_->initial_target.assign(joint_target.begin(), joint_target.end());
}

void BatchSim::SetDelay(int env, int physics_steps) {
  PORTER_CHECK(physics_steps >= 0 && physics_steps <= config().max_delay, "delay within max_delay");
  impl_->queue.SetDelay(static_cast<size_t>(env), physics_steps);
}

core::Span2<double> BatchSim::Parameter(std::string_view field) {
  return impl_->parameters.Values(field);
}

void BatchSim::CommitParameters(std::span<const int> envs) {
  if (envs.empty()) return;
  const int failed = mjb_setConst(impl_->batch.get(), envs.data(), static_cast<int>(envs.size()));
  if (failed == 0) return;
  for (const int env : envs) {
    if (mjb_status(impl_->batch.get())[env] == 0) continue;
    throw core::Error({.what = "MuJoCo refuses the parameters of environment " + std::to_string(env),
                       .found = mjb_error(impl_->batch.get(), env)});
  }
}

size_t BatchSim::SnapshotSize() const noexcept {
  return impl_->SnapshotSize();
}

void BatchSim::Save(int env, std::span<double> snapshot) const noexcept {
  PORTER_CHECK(snapshot.size() == SnapshotSize(), "a snapshot has SnapshotSize() numbers");
  impl_->Save(env, snapshot, /*skip_targets=*/0);
}

void BatchSim::Restore(int env, std::span<const double> snapshot) {
  PORTER_CHECK(snapshot.size() == SnapshotSize(), "a snapshot has SnapshotSize() numbers");
  std::copy_n(snapshot.begin(), impl_->nstate(), impl_->StateRow(env));
  const std::span<const double> rest = snapshot.subspan(impl_->nstate());
  impl_->queue.Load(static_cast<size_t>(env), rest);
  const bool changed = impl_->parameters.Load(static_cast<size_t>(env), rest.subspan(impl_->queue.SnapshotSize()));
  if (changed) CommitParameters(std::span(&env, 1));
}

const BatchState& BatchSim::state() const noexcept {
  return impl_->state;
}

std::string BatchSim::StateHash() const {
  core::Hasher hasher;
  std::vector<double> snapshot(SnapshotSize());
  for (const int env : impl_->all_envs) {
    Save(env, snapshot);
    hasher.Add(std::as_bytes(std::span(snapshot)));
  }
  return hasher.Hex();
}

int64_t BatchSim::num_faults() const noexcept {
  return impl_->recorder.count();
}

int64_t BatchSim::num_warnings() const noexcept {
  const mjWarningStat* warnings = mjb_warning(impl_->batch.get());
  return std::accumulate(warnings, warnings + impl_->num_envs() * mjNWARNING, int64_t{0},
                         [](int64_t sum, const mjWarningStat& stat) { return sum + stat.number; });
}

std::span<const FaultRecord> BatchSim::faults() const noexcept {
  return impl_->recorder.records();
}

const Model& BatchSim::model() const noexcept {
  return impl_->model;
}
const BatchSimConfig& BatchSim::config() const noexcept {
  return impl_->config;
}
int BatchSim::num_envs() const noexcept {
  return impl_->config.num_envs;
}
int BatchSim::num_joints() const noexcept {
  return static_cast<int>(impl_->joints.size());
}
int BatchSim::num_threads() const noexcept {
  return mjb_nthread(impl_->batch.get());
}

}  // namespace porter::physics
