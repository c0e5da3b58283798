#include "porter/nn/network_torch.h"

#include "porter/core/check.h"
#include "porter/nn/precision_torch.h"

namespace porter::nn {

struct Network::Cursor {
  const std::vector<Parameter>& parameters;
  std::vector<at::Tensor>& state;
  size_t next_parameter = 0;
  size_t next_state = 0;

  const at::Tensor& Take() { return parameters[next_parameter++].tensor; }
};

Network::Network(io::NetworkSpec spec, const InitOptions& init) : spec_(std::move(spec)) {
  for (const io::LayerSpec& layer : spec_.layers) PORTER_CHECK((layer.kind != io::LayerKind::kNormaliser));
  for (const io::TensorSpec& tensor : io::NetworkTensors(spec_)) {
    const std::vector<int64_t> shape(tensor.shape.begin(), tensor.shape.end());
    parameters_.push_back({tensor.name, torch::zeros(shape)});
  }
  Initialise(spec_, init, parameters_);
  for (Parameter& parameter : parameters_) parameter.tensor.requires_grad_(true);
}

at::Tensor Network::Forward(at::Tensor x, std::vector<at::Tensor>& state) const {
  Cursor cursor{parameters_, state};
  for (size_t i = 0; i < spec_.layers.size(); ++i) {
    const io::LayerSpec& layer = spec_.layers[i];
    if (i + 1 == spec_.layers.size() && layer.kind == io::LayerKind::kLinear) {
      const AutocastScope in_float32(false);
      x = Apply(layer, x.to(parameters_.back().tensor.scalar_type()), cursor);
    } else {
      x = Apply(layer, std::move(x), cursor);
    }
  }
  PORTER_CHECK(cursor.next_parameter == parameters_.size());
  return x;
}

at::Tensor Network::Forward(const at::Tensor& x) const {
  std::vector<at::Tensor> state;
  at::Tensor y = Forward(x, state);
  PORTER_CHECK(state.empty(), "a recurrent network needs its state");
  return y;
}

namespace {

at::Tensor Activate(io::Activation activation, const at::Tensor& x) {
  switch (activation) {
    case io::Activation::kElu:
      return at::elu(x);
    case io::Activation::kRelu:
      return at::relu(x);
    case io::Activation::kSilu:
      return at::silu(x);
    case io::Activation::kTanh:
      return at::tanh(x);
    case io::Activation::kSigmoid:
      return at::sigmoid(x);
  }
  return x;
}

}  // namespace

at::Tensor Network::Apply(const io::LayerSpec& layer, at::Tensor x, Cursor& cursor) const {
  switch (layer.kind) {
    case io::LayerKind::kLinear: {
      const at::Tensor& weight = cursor.Take();
      return at::linear(x, weight, cursor.Take());
    }
    case io::LayerKind::kActivation:
      return Activate(layer.activation, x);
    case io::LayerKind::kLayerNorm: {
      const at::Tensor& weight = cursor.Take();
      return at::layer_norm(x, {x.size(-1)}, weight, cursor.Take(), layer.epsilon);
    }
    case io::LayerKind::kConv2d: {
      const at::Tensor& weight = cursor.Take();
      const auto stride = static_cast<int64_t>(layer.stride), padding = static_cast<int64_t>(layer.padding);
      return at::conv2d(x, weight, cursor.Take(), {stride, stride}, {padding, padding});
    }
    case io::LayerKind::kFlatten:
      return x.flatten(1);
    case io::LayerKind::kResidual: {
      at::Tensor y = x;
      for (const io::LayerSpec& inner : layer.body) y = Apply(inner, std::move(y), cursor);
      return x + y;
    }
    case io::LayerKind::kGru:
    case io::LayerKind::kLstm:
      return ApplyRecurrent(layer, x, cursor);
    case io::LayerKind::kNormaliser:
      break;
  }
  return x;
}

at::Tensor Network::ApplyRecurrent(const io::LayerSpec& layer, const at::Tensor& x, Cursor& cursor) const {
  const bool lstm = layer.kind == io::LayerKind::kLstm;
  while (cursor.state.size() < cursor.next_state + (lstm ? 2 : 1)) {
    cursor.state.push_back(torch::zeros({x.size(0), static_cast<int64_t>(layer.out)}, x.options()));
  }
  const at::Tensor &w_ih = cursor.Take(), &w_hh = cursor.Take(), &b_ih = cursor.Take(), &b_hh = cursor.Take();
  at::Tensor& h = cursor.state[cursor.next_state++];
  if (lstm) {
    at::Tensor& c = cursor.state[cursor.next_state++];
    std::tie(h, c) = at::lstm_cell(x, {h, c}, w_ih, w_hh, b_ih, b_hh);
  } else {
    h = at::gru_cell(x, h, w_ih, w_hh, b_ih, b_hh);
  }
  return h;
}

}  // namespace porter::nn
