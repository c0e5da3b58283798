#include <gtest/gtest.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>
#include <torch/nn/modules/rnn.h>

#include <filesystem>

#include "porter/nn/gaussian_actor_torch.h"
#include "porter/nn/mlp.h"
#include "porter/nn/precision_torch.h"

namespace porter::nn {
namespace {

using io::LayerKind;

io::NetworkSpec Everything() {
  const io::LayerSpec linear{.kind = LayerKind::kLinear, .out = 6};
  return {.input = {2, 6, 6},
          .layers = {{.kind = LayerKind::kConv2d, .out = 3, .kernel = 3, .stride = 2, .padding = 1},
                     {.kind = LayerKind::kActivation, .activation = io::Activation::kSilu},
                     {.kind = LayerKind::kFlatten},
                     linear,
                     {.kind = LayerKind::kResidual,
                      .body = {{.kind = LayerKind::kLayerNorm},
                               linear,
                               {.kind = LayerKind::kActivation, .activation = io::Activation::kTanh}}},
                     {.kind = LayerKind::kGru, .out = 5},
                     {.kind = LayerKind::kLstm, .out = 4},
                     {.kind = LayerKind::kLinear, .out = 2}}};
}

TEST(Network, EqualsTorchModules) {
  torch::manual_seed(1);
  torch::nn::Sequential twin(torch::nn::Linear(7, 16), torch::nn::ELU(), torch::nn::Linear(16, 8), torch::nn::ELU(),
                             torch::nn::Linear(8, 3));
  Network network(MlpSpec(7, {.hidden = {16, 8}, .activation = io::Activation::kElu}, 3), {});
  const at::NoGradGuard no_grad;
  const auto theirs = twin->named_parameters();
  ASSERT_EQ(theirs.size(), network.parameters().size());
  for (Parameter& parameter : network.parameters()) parameter.tensor.copy_(theirs[parameter.name]);  // names agree
  const at::Tensor x = torch::randn({10, 7});
  EXPECT_TRUE(at::equal(network.Forward(x), twin->forward(x)));
}

TEST(Network, RecurrentStepsEqualTorchSequences) {
  torch::manual_seed(2);
  torch::nn::GRU twin(torch::nn::GRUOptions(4, 6));
  Network network({.input = {4}, .layers = {{.kind = LayerKind::kGru, .out = 6}}}, {});
  const at::NoGradGuard no_grad;
  for (Parameter& parameter : network.parameters()) {
    parameter.tensor.copy_(twin->named_parameters()[parameter.name.substr(2)]);
  }
  const at::Tensor x = torch::randn({5, 3, 4});  // [time, batch, features]
  const at::Tensor expected = std::get<0>(twin->forward(x));
  std::vector<at::Tensor> state;
  for (int step = 0; step < 5; ++step) {
    EXPECT_TRUE(at::allclose(network.Forward(x[step], state), expected[step], 1e-5, 1e-6)) << step;
  }
}

TEST(Network, GradientsOfEveryLayerByFiniteDifferences) {
  torch::manual_seed(3);
  Network network(Everything(), {.seed = 5});
  for (Parameter& p : network.parameters()) p.tensor.set_data(p.tensor.detach().to(torch::kDouble));
  const at::Tensor x = torch::randn({3, 2, 6, 6}, torch::kDouble);
  const auto loss = [&] {
    std::vector<at::Tensor> state;
    network.Forward(x, state);
    return network.Forward(x * 0.5, state).square().sum();  // two steps: through the recurrent states
  };
  loss().backward();
  const at::NoGradGuard no_grad;
  constexpr double kStep = 1e-6;
  for (Parameter& p : network.parameters()) {
    at::Tensor flat = p.tensor.view(-1);
    for (int64_t i = 0; i < flat.numel(); i += std::max<int64_t>(1, flat.numel() / 5)) {
      const double old = flat[i].item<double>();
      flat[i] = old + kStep;
      const double above = loss().item<double>();
      flat[i] = old - kStep;
      const double below = loss().item<double>();
      flat[i] = old;
      EXPECT_NEAR(p.tensor.grad().view(-1)[i].item<double>(), (above - below) / (2 * kStep), 1e-6) << p.name << i;
    }
  }
}

TEST(Network, OneSeedOneNetworkWithTorchsSpread) {
  const io::NetworkSpec spec = MlpSpec(400, {.hidden = {256}}, 4);
  const Network a(spec, {.seed = 1}), same(spec, {.seed = 1}), other(spec, {.seed = 2});
  EXPECT_TRUE(at::equal(a.parameters()[0].tensor, same.parameters()[0].tensor));
  EXPECT_FALSE(at::equal(a.parameters()[0].tensor, other.parameters()[0].tensor));
  const double bound = 1 / std::sqrt(400.0);
  EXPECT_NEAR(a.parameters()[0].tensor.std().item<double>(), bound / std::sqrt(3.0), 0.01 * bound);
  EXPECT_LE(a.parameters()[0].tensor.abs().max().item<double>(), bound);
}

TEST(Network, OrthogonalWeightsAreOrthogonal) {
  const Network network(MlpSpec(20, {.hidden = {12}}, 4), {.init = Init::kOrthogonal, .output_gain = 0.01});
  const at::Tensor first = network.parameters()[0].tensor, last = network.parameters()[2].tensor;
  EXPECT_TRUE(at::allclose(first.matmul(first.t()), 2 * torch::eye(12), 1e-5, 1e-5));
  EXPECT_TRUE(at::allclose(last.matmul(last.t()), 2e-4 * torch::eye(4), 1e-5, 1e-8));
}

TEST(Network, Bf16IsNearFloat32AndItsOutputIsFloat32) {
  torch::manual_seed(4);
  const Network network(MlpSpec(64, {.hidden = {128, 64}}, 8), {});
  const at::NoGradGuard no_grad;
  const at::Tensor x = torch::randn({32, 64});
  const at::Tensor exact = network.Forward(x);
  const AutocastScope autocast(true);
  const at::Tensor rounded = network.Forward(x);
  EXPECT_EQ(rounded.scalar_type(), at::kFloat);
  const double error = (rounded - exact).abs().max().item<double>();
  EXPECT_LT(error, 0.01);  // 8 bits of mantissa on values below 1
  EXPECT_GT(error, 0);
}

TEST(Network, ExportsWhatTheReaderOfTheProjectTakes) {
  const Network network(MlpSpec(3, {.hidden = {4}}, 2), {});
  Normaliser normaliser(3, 5, std::nullopt);
  Moments moments(3);
  moments.Add({std::vector<float>{1, 2, 3, 3, 2, 5}.data(), 2, 3});
  SingleWorld world;
  normaliser.Merge(moments, world);
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "network_test.safetensors";
  ExportNetwork(path, network, &normaliser, {{"task", "test"}});
  const io::NetworkFile file = io::ReadNetwork(path);
  EXPECT_EQ(file.spec.layers.size(), 4u);
  EXPECT_EQ(file.spec.layers[0].clip, 5);
  EXPECT_EQ(file.tensors.At("0.mean").As<float>()[2], 4);
  EXPECT_EQ(file.tensors.At("1.weight").As<float>()[5], network.parameters()[0].tensor.view(-1)[5].item<float>());
  EXPECT_EQ(file.tensors.metadata().at("task"), "test");
}

}  // namespace
}  // namespace porter::nn
