// Simulation faults on disk: a folder with the model and one npz per fault, enough to make the faulty control step
// happen again anywhere with the same MuJoCo.
#pragma once

#include <filesystem>

#include "porter/physics/batch_sim.h"

namespace porter::physics {

// Writes the recorded faults of a batch (at most FaultRecorder::kMaxRecords): folder/model.mjb and folder/fault_N.npz.
// Returns how many; an empty batch of faults writes nothing. Throws core::Error when the folder cannot be written.
int WriteFaultDumps(const BatchSim& sim, const std::filesystem::path& folder);

// Repeats the step of one fault_N.npz in a batch of one, with the model.mjb beside it; returns the fault it ends with,
// kNone if it does not happen again. Throws core::Error for files that are missing, damaged or of another model.
SimFault ReplayFault(const std::filesystem::path& dump);

}  // namespace porter::physics
