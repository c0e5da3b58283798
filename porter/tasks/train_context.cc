#include "porter/tasks/train_context.h"

#include <utility>
#include <vector>

#include "porter/io/network_file.h"
#include "porter/learn/step_buffers.h"
#include "porter/policy/bundle.h"

namespace porter::tasks {

void WritePolicyBundle(const TrainContext& context, policy::Contract contract, learn::VecEnv& golden) {
  constexpr uint64_t kSeed = 0x676F6C64;
  learn::StepBuffers starts(golden.spec());
  starts.Reset(kSeed, golden);
  const io::NetworkFile network = io::ReadNetwork(context.folder / "policy.safetensors");
  std::vector<io::ArrayView> views;
  for (const io::TensorSpec& tensor : io::NetworkTensors(network.spec)) {
    views.push_back(io::View<float>(tensor.name, tensor.shape, network.tensors.At(tensor.name).As<float>()));
  }
  policy::WriteBundle(context.folder / "bundle", std::move(contract), network.spec, views,
                      std::as_const(starts.observation).view());
}

}  // namespace porter::tasks
