#include "porter/physics/sim_options.h"

#include <mujoco/mujoco.h>

namespace porter::physics {

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
  if (multiccd) {
    option.disableflags &= ~mjDSBL_MULTICCD;
  } else {
    option.disableflags |= mjDSBL_MULTICCD;
  }
}

}  // namespace porter::physics
