// What every training of this room is told beside its settings, and how its policy becomes a bundle.
#pragma once

#include <filesystem>
#include <string>

#include "porter/learn/vec_env.h"
#include "porter/policy/contract.h"

namespace porter::tasks {

struct TrainContext {
  std::filesystem::path root;    // of the repository
  std::filesystem::path folder;  // of the run: metrics, checkpoint, bundle/
  std::string commit;            // of this program, for the record
};

// Writes folder/bundle from folder/policy.safetensors, as it was exported last. Its golden inputs are what
// `golden` shows at the start of episodes, a row each.
void WritePolicyBundle(const TrainContext& context, policy::Contract contract, learn::VecEnv& golden);

}  // namespace porter::tasks
