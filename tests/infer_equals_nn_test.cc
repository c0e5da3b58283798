// What is trained is what runs: the torch-free forward pass (infer) against libtorch (nn), every kind of layer.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "porter/core/random.h"
#include "porter/infer/network.h"
#include "porter/nn/network_torch.h"

namespace porter::tests {
namespace {

using io::Activation;
using io::LayerKind;
using io::LayerSpec;

infer::Network Exported(const nn::Network& network) {
  std::vector<io::ArrayView> tensors;
  for (const nn::Parameter& parameter : network.parameters()) {
    const at::Tensor& t = parameter.tensor;
    EXPECT_TRUE(t.is_contiguous());
    tensors.push_back(io::View<float>(parameter.name, {t.sizes().begin(), t.sizes().end()},
                                      {t.const_data_ptr<float>(), static_cast<size_t>(t.numel())}));
  }
  return infer::Network(io::DecodeNetwork(io::EncodeNetwork(network.spec(), tensors), "exported"));
}

// both sides add in another order: allowed is 1e-5 of the largest number, or of 1
void ExpectClose(std::span<const float> found, const at::Tensor& expected) {
  const float* e = expected.const_data_ptr<float>();
  float largest = 1;
  for (size_t i = 0; i < found.size(); ++i) largest = std::max(largest, std::abs(e[i]));
  for (size_t i = 0; i < found.size(); ++i) ASSERT_NEAR(found[i], e[i], 1e-5f * largest) << "number " << i;
}

// three time steps of five environments
void ExpectSameForward(const io::NetworkSpec& spec) {
  constexpr size_t kRows = 5;
  const at::NoGradGuard no_gradients;
  const nn::Network trained(spec, {.seed = 3});
  const infer::Network network = Exported(trained);
  infer::NetworkState state(network, kRows);
  infer::NetworkScratch scratch(network);
  std::vector<at::Tensor> torch_state;
  std::vector<float> input(kRows * network.input_size());
  std::vector<float> output(kRows * network.output_size());
  std::vector<int64_t> shape{kRows};
  shape.insert(shape.end(), spec.input.begin(), spec.input.end());
  for (uint64_t step = 0; step < 3; ++step) {
    core::Random random(1, 0, 0, step);
    for (float& x : input) x = static_cast<float>(random.Normal());
    network.Forward({input.data(), kRows, network.input_size()}, {output.data(), kRows, network.output_size()},
                    state.values(), scratch);
    const at::Tensor x = at::from_blob(input.data(), shape, at::kFloat).clone();
    ExpectClose(output, trained.Forward(x, torch_state).contiguous());
  }
}

TEST(InferEqualsNn, WholeBodyControllerSizedNetwork) {
  ExpectSameForward({.input = {516},
                     .layers = {{.kind = LayerKind::kLinear, .out = 512},
                                {.kind = LayerKind::kActivation, .activation = Activation::kElu},
                                {.kind = LayerKind::kLinear, .out = 256},
                                {.kind = LayerKind::kActivation, .activation = Activation::kSilu},
                                {.kind = LayerKind::kLinear, .out = 15}}});
}

TEST(InferEqualsNn, LayerNormAndResidual) {
  const LayerSpec body{.kind = LayerKind::kResidual,
                       .body = {{.kind = LayerKind::kLinear, .out = 24},
                                {.kind = LayerKind::kActivation, .activation = Activation::kTanh}}};
  ExpectSameForward(
      {.input = {24}, .layers = {{.kind = LayerKind::kLayerNorm}, body, {.kind = LayerKind::kLinear, .out = 7}}});
}

TEST(InferEqualsNn, Convolutions) {
  ExpectSameForward({.input = {3, 27, 48},
                     .layers = {{.kind = LayerKind::kConv2d, .out = 8, .kernel = 8, .stride = 4, .padding = 1},
                                {.kind = LayerKind::kActivation, .activation = Activation::kRelu},
                                {.kind = LayerKind::kConv2d, .out = 6, .kernel = 3, .stride = 2},
                                {.kind = LayerKind::kFlatten},
                                {.kind = LayerKind::kLinear, .out = 5},
                                {.kind = LayerKind::kActivation, .activation = Activation::kSigmoid}}});
}

TEST(InferEqualsNn, RecurrentLayersOverTime) {
  ExpectSameForward({.input = {13},
                     .layers = {{.kind = LayerKind::kGru, .out = 17},
                                {.kind = LayerKind::kLstm, .out = 9},
                                {.kind = LayerKind::kLinear, .out = 4}}});
}

}  // namespace
}  // namespace porter::tests
