#include "porter/nn/parameter_buffer_torch.h"

#include "porter/core/check.h"

namespace porter::nn {

ParameterBuffer::ParameterBuffer(std::span<const Parameter> parameters) {
  constexpr size_t kLine = 16;  // floats in a cache line: products of aligned matrices give the same bits in every run
  size_t total = 0;
  for (const Parameter& parameter : parameters) {
    PORTER_CHECK(parameter.tensor.scalar_type() == at::kFloat, parameter.name);
    slots_.push_back({parameter.name, total, parameter.tensor.sizes().vec()});
    total += (static_cast<size_t>(parameter.tensor.numel()) + kLine - 1) / kLine * kLine;
  }
  values_ = torch::zeros({static_cast<int64_t>(total)});
  gradients_ = torch::zeros_like(values_);
  for (size_t i = 0; i < parameters.size(); ++i) {
    const at::Tensor& tensor = parameters[i].tensor;
    const auto begin = static_cast<int64_t>(slots_[i].offset), length = tensor.numel();
    const at::Tensor place = values_.narrow(0, begin, length).view(tensor.sizes());
    place.copy_(tensor.detach());
    tensor.set_data(place);
    tensor.mutable_grad() = gradients_.narrow(0, begin, length).view(tensor.sizes());
  }
}

}  // namespace porter::nn
