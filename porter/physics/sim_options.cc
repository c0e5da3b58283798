#include "porter/physics/sim_options.h"

#include <mujoco/mujoco.h>

namespace porter::physics {
namespace {

void Enable(bool enable, int disable_bit, mjOption& option) {
  option.disableflags = enable ? option.disableflags & ~disable_bit : option.disableflags | disable_bit;
}

}  // namespace

void SimOptions::ApplyTo(mjOption& option) const {
  option.timestep = timestep;
  option.integrator = integrator == Integrator::kEuler ? mjINT_EULER : mjINT_IMPLICITFAST;
  constexpr int kSolvers[] = {mjSOL_PGS, mjSOL_CG, mjSOL_NEWTON};
  option.solver = kSolvers[static_cast<int>(solver)];
  option.iterations = iterations;
  option.ls_iterations = ls_iterations;
  option.cone = cone == Cone::kElliptic ? mjCONE_ELLIPTIC : mjCONE_PYRAMIDAL;
  option.impratio = impratio;
  option.tolerance = tolerance;
  Enable(multiccd, mjDSBL_MULTICCD, option);
  Enable(islands, mjDSBL_ISLAND, option);
  Enable(midphase, mjDSBL_MIDPHASE, option);
  Enable(sensors, mjDSBL_SENSOR, option);
}

}  // namespace porter::physics
