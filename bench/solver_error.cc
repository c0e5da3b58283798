#include "bench/solver_error.h"

#include <mujoco/mujoco.h>

#include <algorithm>
#include <cmath>

#include "porter/core/random.h"
#include "porter/physics/handles.h"

namespace porter::bench {
namespace {

constexpr int kRobots = 8;
constexpr int kSteps = 100;     // physics steps each
constexpr int kFirstStep = 20;  // the landing is over
constexpr int kRootDofs = 6;

physics::ModelPtr Converged(const mjModel& model) {
  physics::ModelPtr copy(mj_copyModel(nullptr, &model));
  copy->opt.solver = mjSOL_NEWTON;
  copy->opt.iterations = 200;
  copy->opt.ls_iterations = 100;
  copy->opt.tolerance = 1e-14;
  return copy;
}

double RootDistance(const mjData& a, const mjData& b) {
  double sum = 0;
  for (int i = 0; i < kRootDofs; ++i) sum += (a.qacc[i] - b.qacc[i]) * (a.qacc[i] - b.qacc[i]);
  return std::sqrt(sum);
}

}  // namespace

double SolverError(const physics::RobotModel& robot, double target_spread, uint64_t seed) {
  const mjModel& model = robot.model.mujoco();
  const physics::ModelPtr exact = Converged(model);
  const physics::DataPtr data(mj_makeData(&model));
  const physics::DataPtr truth(mj_makeData(&model));
  std::vector<double> state(static_cast<size_t>(mj_stateSize(&model, mjSTATE_INTEGRATION)));
  double sum = 0;
  for (uint32_t r = 0; r < kRobots; ++r) {
    mj_resetData(exact.get(), truth.get());
    std::copy(robot.standing_qpos.begin(), robot.standing_qpos.end(), truth->qpos);
    core::Random random(seed, 1, r, 0);
    for (int a = 0; a < model.nu; ++a) {
      truth->ctrl[a] = robot.default_targets[static_cast<size_t>(a)] + random.Uniform(-target_spread, target_spread);
    }
    for (int step = 0; step < kSteps; ++step) {
      if (step >= kFirstStep) {  // the same state and warm start for both
        mj_getState(exact.get(), truth.get(), state.data(), mjSTATE_INTEGRATION);
        mj_setState(&model, data.get(), state.data(), mjSTATE_INTEGRATION);
        mj_forward(&model, data.get());
        mj_forward(exact.get(), truth.get());
        sum += RootDistance(*data, *truth);
      }
      mj_step(exact.get(), truth.get());
    }
  }
  return sum / (kRobots * (kSteps - kFirstStep));
}

}  // namespace porter::bench
