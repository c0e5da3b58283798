// Many copies of one model stepped on a thread pool (MuJoCo's batch API): position targets with PD gains and effort
// limits at the physics rate under a slower control rate. The same bits for any number of threads. One environment's
// whole control step (targets with delay, substeps, read-out, the caller's callback) runs on one worker while its state
// is in cache. Nothing allocates in Step.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "porter/core/span2.h"
#include "porter/physics/batch_state.h"
#include "porter/physics/contact_pairs.h"
#include "porter/physics/env_view.h"
#include "porter/physics/fault_record.h"
#include "porter/physics/model.h"

namespace porter::physics {

struct BatchSimConfig {
  int num_envs = 64;
  int num_threads = 0;                  // 0: as many as this process may use
  int substeps = 4;                     // physics steps per control step
  int max_delay = 0;                    // longest delay of targets that SetDelay may ask for, in physics steps
  std::vector<std::string> joints;      // the joint order of targets and read-out; empty: the model's actuated joints
  std::vector<ContactPair> contacts;    // pairs whose forces are read out
  std::vector<std::string> parameters;  // fields of mjModel with a value per environment, such as "body_mass"
};

// called on a worker thread, once an environment; must not throw, lock or allocate
struct StepCallback {
  void (*function)(void* context, const EnvView& view) = nullptr;
  void* context = nullptr;
};

// a step callback from any callable that outlives the call
template <class F>
StepCallback Callback(F& callable) {
  return {[](void* context, const EnvView& view) { (*static_cast<F*>(context))(view); }, &callable};
}

class BatchSim {
 public:
  // throws core::Error for unknown joints, links or fields, and for settings that cannot work together
  BatchSim(Model model, BatchSimConfig config);
  ~BatchSim();
  BatchSim(BatchSim&&) noexcept;

  // One control step of every environment. An environment whose state leaves the finite is reset to the initial state
  // and marked in state().fault. joint_target: rad, joints of the config   [num_envs, num_joints]
  void Step(core::Span2<const float> joint_target, StepCallback callback = {}) noexcept;

  // Back to the initial state (model's reference pose, or what SetInitialState gave): motion, targets, time, delay
  // queue; parameters and delays stay. Read-out and callback follow as after Refresh. envs: ascending.
  void Reset(std::span<const int> envs, StepCallback callback = {}) noexcept;
  // After writes to qpos or qvel: recomputes the read-out of these environments. envs: ascending.
  void Refresh(std::span<const int> envs, StepCallback callback = {}) noexcept;

  std::span<double> qpos(int env) noexcept;  // generalised positions, MuJoCo's order   [nq]
  std::span<double> qvel(int env) noexcept;  // generalised velocities   [nv]
  // force and torque on a body at its centre of mass until changed, world axes, N and N m   [6]
  std::span<double> ExternalForce(int env, int body) noexcept;

  // the state that Reset returns to, from now on   qpos [nq]; joint_target rad [num_joints]
  void SetInitialState(std::span<const double> qpos, std::span<const float> joint_target);

  // targets reach the motors this many physics steps late (0..max_delay)
  void SetDelay(int env, int physics_steps);

  // the values of a parameter named in the config   [num_envs, size]; throws core::Error if it was not named there
  core::Span2<double> Parameter(std::string_view field);
  // After writes to parameters that derived constants depend on (masses, inertias, geometry; not gains, friction):
  // recomputes those constants. Allocates; envs: ascending.
  void CommitParameters(std::span<const int> envs);

  // Everything that decides the future of an environment: motion, solver warm start, delay queue, delay, parameters.
  size_t SnapshotSize() const noexcept;
  void Save(int env, std::span<double> snapshot) const noexcept;  // [SnapshotSize()]
  // Continues bit for bit. Read-out follows with the next Step or Refresh; allocates when parameters differ.
  void Restore(int env, std::span<const double> snapshot);

  const BatchState& state() const noexcept;
  std::string StateHash() const;                         // over all that Save holds, all environments
  int64_t num_faults() const noexcept;                   // since the start
  int64_t num_warnings() const noexcept;                 // of MuJoCo since the start, such as a full contact buffer
  std::span<const FaultRecord> faults() const noexcept;  // the first ones, ready for WriteFaultDumps (fault_dump.h)

  const Model& model() const noexcept;
  const BatchSimConfig& config() const noexcept;
  int num_envs() const noexcept;
  int num_joints() const noexcept;
  int num_threads() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace porter::physics
