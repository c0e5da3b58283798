// What a task is to BatchEnv: a handful of functions for one environment each. Those that say so run on physics workers
// while the environment's state is in cache, several environments at a time: they touch their own environment's data
// alone, and neither lock, throw nor allocate.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "porter/env/tally.h"
#include "porter/learn/vec_env.h"
#include "porter/physics/batch_sim.h"

namespace porter::env {

// the moment a function is called in: all chance of a task is a function of these and the environment
struct Moment {
  uint64_t seed;
  uint64_t step;  // control steps since VecEnv::Reset
};

// an environment after a control step, as a worker sees it
struct Sight {
  const physics::EnvView& view;
  const physics::BatchState& state;
  Moment moment;

  size_t env() const { return static_cast<size_t>(view.env()); }
};

enum class Ending : uint8_t { kNone, kTimeOut, kTerminated };

struct Judgement {
  double reward = 0;
  Ending ending = Ending::kNone;
};

class Task {
 public:
  virtual ~Task() = default;

  virtual const learn::EnvSpec& spec() const = 0;
  virtual std::vector<std::string> figures() const = 0;  // names of what Judge tallies

  // Everywhere at once, before the first episodes: what an environment keeps for the whole run (masses).
  virtual void Prepare(const Moment& moment, physics::BatchSim& sim) = 0;
  // Writes the start of an episode into the simulation. first: of the run, so that not all episodes end together.
  virtual void Start(int env, bool first, const Moment& moment, physics::BatchSim& sim) = 0;
  // Everywhere at once, so that a network below the task runs on the whole batch: turns actions into joint targets,
  // rad, before the physics.   actions [num_envs, action_width], joint_targets [num_envs, num_joints]
  virtual void Act(const Moment& moment, core::Span2<const float> actions, physics::BatchSim& sim,
                   core::Span2<float> joint_targets) noexcept = 0;
  // On a worker: reward and end of the step.   tallies: [figures]
  virtual Judgement Judge(const Sight& sight, std::span<Tally> tallies) noexcept = 0;
  // On a worker: what is seen now, in a running or a new episode.   policy [observation_width], critic [...]
  virtual void Observe(const Sight& sight, std::span<float> policy, std::span<float> critic) noexcept = 0;
  // On a worker, after RestoreState: what Observe and Judge keep of the newest state outside of SaveState.
  virtual void Look(const Sight&) noexcept {}

  // Once an iteration, with the means of all figures: curricula move here. May add figures of its own.
  virtual void Adapt(std::vector<learn::Statistic>& figures) = 0;

  // all that the task remembers beside the simulation; Restore throws core::Error for bytes that are not of this task
  virtual std::vector<uint8_t> SaveState() const = 0;
  virtual void RestoreState(std::span<const uint8_t> state) = 0;
};

}  // namespace porter::env
