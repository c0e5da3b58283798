// The rival of `porter bench physics`: a bare mj_step loop with one mjData per thread, the state of each environment
// set before and got after each control step, as anyone would write it on MuJoCo alone.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "porter/core/span2.h"
#include "porter/physics/model.h"

namespace porter::bench {

class MujocoLoop {
 public:
  MujocoLoop(const physics::Model& model, int num_envs, int num_threads, int substeps);
  ~MujocoLoop();

  // every environment to these generalised positions, at rest   [nq]
  void Reset(std::span<const double> qpos);
  // one control step of every environment; control: in the order of the model's actuators   [num_envs, nu]
  void Step(core::Span2<const float> control);
  // generalised positions of one environment   [nq]
  std::span<const double> qpos(int env) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace porter::bench
