// A trainable network made from a layer list (io/network_file.h): linear, activation, layer norm, GRU, LSTM,
// convolution, flatten, residual. Its parameters stand in the order and under the names of the file.
#pragma once

#include <string>
#include <vector>

#include "porter/io/network_file.h"
#include "porter/nn/init.h"
#include "porter/nn/precompiled_torch.h"

namespace porter::nn {

struct Parameter {
  std::string name;   // "1.weight"
  at::Tensor tensor;  // a leaf that wants gradients
};

struct InitOptions {
  Init init = Init::kTorch;  // torch: uniform, as torch's modules start; orthogonal: biases 0
  double output_gain = 1;    // of the last layer's weight
  uint64_t seed = 1;
  uint32_t stream = 0;  // one number a network
};

class Network {
 public:
  // throws Error as io::LayerShapes; the list holds no normaliser (normaliser.h)
  Network(io::NetworkSpec spec, const InitOptions& init);

  // [B, input] to [B, output]; one time step. `state`: per recurrent layer [B, out] (LSTM: h, then c), read and
  // written; empty before the first step. A last linear layer runs in float32 under autocast too.
  at::Tensor Forward(at::Tensor x, std::vector<at::Tensor>& state) const;
  at::Tensor Forward(const at::Tensor& x) const;  // networks without recurrent layers

  const io::NetworkSpec& spec() const { return spec_; }
  std::vector<Parameter>& parameters() { return parameters_; }
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  struct Cursor;
  at::Tensor Apply(const io::LayerSpec& layer, at::Tensor x, Cursor& cursor) const;
  at::Tensor ApplyRecurrent(const io::LayerSpec& layer, const at::Tensor& x, Cursor& cursor) const;

  io::NetworkSpec spec_;
  std::vector<Parameter> parameters_;
};

// fills the parameters of the network (init.cc); the tensors are in the order of io::NetworkTensors
void Initialise(const io::NetworkSpec& spec, const InitOptions& options, std::vector<Parameter>& parameters);

// the tensors of one layer without its body: 2 of linear and the like, 4 of recurrent layers, else 0
size_t TensorCount(io::LayerKind kind);

}  // namespace porter::nn
