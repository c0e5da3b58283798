#include "porter/tasks/train_context.h"

#include <vector>

#include "porter/io/network_file.h"
#include "porter/policy/bundle.h"

namespace porter::tasks {

void WritePolicyBundle(const TrainContext& context, policy::Contract contract, core::Span2<const float> golden) {
  const io::NetworkFile network = io::ReadNetwork(context.folder / "policy.safetensors");
  std::vector<io::ArrayView> views;
  for (const io::TensorSpec& tensor : io::NetworkTensors(network.spec)) {
    views.push_back(io::View<float>(tensor.name, tensor.shape, network.tensors.At(tensor.name).As<float>()));
  }
  policy::WriteBundle(context.folder / "bundle", std::move(contract), network.spec, views, golden);
}

}  // namespace porter::tasks
