#include "porter/nn/equivariance.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/error.h"
#include "porter/core/random.h"
#include "porter/nn/gaussian_actor_torch.h"
#include "porter/nn/mlp.h"

namespace porter::nn {
namespace {

using math::SignedPermutation;
using testing::ElementsAre;
using testing::HasSubstr;

// 8 inputs: a swapped pair, a pair that changes sign, an element that changes sign, three that stay
const SignedPermutation kInput{{1, 0, 3, 2, 4, 5, 6, 7}, {1, 1, -1, -1, -1, 1, 1, 1}};
// 5 outputs: two pairs and one that changes sign
const SignedPermutation kOutput{{2, 3, 0, 1, 4}, {1, -1, 1, -1, -1}};

at::Tensor Mirror(const SignedPermutation& mirror, const at::Tensor& x) {
  return x.index_select(1, torch::tensor(mirror.source)) * torch::tensor(mirror.sign, torch::kFloat);
}

GaussianActor MakeActor(const io::NetworkSpec& spec) {
  torch::manual_seed(7);  // torch's own default is another in every run
  return GaussianActor(spec, {.init = {.seed = 3}, .equivariant = Mirrors{kInput, kOutput}});
}

at::Tensor Forward(const GaussianActor& actor, const at::Tensor& x) {
  std::vector<at::Tensor> state;
  actor.network.Forward(x, state);
  return actor.network.Forward(x.flip(0), state);  // a second step, so that recurrent states count
}

void ExpectEquivariant(const GaussianActor& actor) {
  const at::NoGradGuard no_grad;
  const at::Tensor x = torch::randn({64, 8});
  const at::Tensor y = Forward(actor, x);
  EXPECT_GT(y.std().item<double>(), 1e-2);
  // sums of the same products in another order: float32 rounding, of values as large as the largest output
  const double size = std::max(1.0, y.abs().max().item<double>());
  EXPECT_LT((Forward(actor, Mirror(kInput, x)) - Mirror(kOutput, y)).abs().max().item<double>(), 1e-6 * size) << size;
}

// steps towards a target without any symmetry
void Train(GaussianActor& actor, int steps) {
  SingleWorld world;
  const at::Tensor x = torch::randn({32, 8}), target = torch::randn({32, 5});
  for (int i = 0; i < steps; ++i) {
    actor.optimiser.ZeroGradients();
    ((Forward(actor, x) - target).square().mean() + (actor.log_std * (torch::arange(5) - 1)).mean()).backward();
    actor.optimiser.Step(world, {.learning_rate = 1e-2, .max_gradient_norm = 1});
  }
}

void ExpectPartnersEqualBitForBit(const GaussianActor& actor) {
  const std::vector<TensorMirror> mirrors = EquivariantTensors(actor.network.spec(), kInput, kOutput);
  for (size_t i = 0; i < mirrors.size(); ++i) {
    const at::Tensor w = actor.network.parameters()[i].tensor.detach();
    at::Tensor image = Mirror(mirrors[i].rows, w.view({w.size(0), -1}).t()).t();
    if (!mirrors[i].columns.source.empty()) image = Mirror(mirrors[i].columns, image);
    EXPECT_TRUE(at::equal(image.view(w.sizes()), w)) << actor.network.parameters()[i].name;
  }
}

io::NetworkSpec Mlp(io::Activation activation) {
  return MlpSpec(8, {.hidden = {32, 16}, .activation = activation}, 5);
}

TEST(Equivariance, HoldsAtTheStartAndAfterTrainingForEveryActivation) {
  for (const auto activation : {io::Activation::kElu, io::Activation::kSilu, io::Activation::kRelu,
                                io::Activation::kTanh, io::Activation::kSigmoid}) {
    GaussianActor actor = MakeActor(Mlp(activation));
    ExpectEquivariant(actor);
    Train(actor, 50);
    ExpectEquivariant(actor);
    ExpectPartnersEqualBitForBit(actor);
    EXPECT_EQ(actor.log_std[0].item<float>(), actor.log_std[2].item<float>());
    EXPECT_NE(actor.log_std[0].item<float>(), actor.log_std[1].item<float>());
  }
}

TEST(Equivariance, HoldsForRecurrentAndResidualNetworks) {
  using io::LayerKind;
  for (const LayerKind kind : {LayerKind::kGru, LayerKind::kLstm}) {
    const io::LayerSpec linear{.kind = LayerKind::kLinear, .out = 12};
    const io::NetworkSpec spec{
        .input = {8},
        .layers = {linear,
                   {.kind = LayerKind::kActivation},
                   {.kind = kind, .out = 12},
                   {.kind = LayerKind::kResidual, .body = {{.kind = LayerKind::kLayerNorm}, linear}},
                   {.kind = LayerKind::kLinear, .out = 5}}};
    GaussianActor actor = MakeActor(spec);
    ExpectEquivariant(actor);
    Train(actor, 20);
    ExpectEquivariant(actor);
    ExpectPartnersEqualBitForBit(actor);
  }
}

TEST(Equivariance, TrainingReachesWhatAnEquivariantNetworkCan) {
  GaussianActor actor = MakeActor(Mlp(io::Activation::kElu));
  SingleWorld world;
  const at::Tensor x = torch::randn({64, 8});
  const at::Tensor target =
      at::stack({x.select(1, 0), x.select(1, 2), x.select(1, 1), x.select(1, 3), x.select(1, 4) * x.select(1, 5)},
                1);  // obeys both mirrors
  ASSERT_TRUE(at::equal(Mirror(kOutput, target).select(1, 0), x.select(1, 1)));
  double loss = 0;
  for (int i = 0; i < 400; ++i) {
    actor.optimiser.ZeroGradients();
    const at::Tensor error = (actor.network.Forward(x) - target).square().mean();
    error.backward();
    loss = error.item<double>();
    actor.optimiser.Step(world, {.learning_rate = 5e-3});
  }
  EXPECT_LT(loss, 0.01);  // starts near 1
}

TEST(Equivariance, StartingWeightsKeepTheirVariance) {
  const io::NetworkSpec spec = MlpSpec(8, {.hidden = {512, 512}}, 5);
  const GaussianActor actor = MakeActor(spec);
  const Network plain(spec, {.seed = 3});
  for (const size_t weight : {size_t{0}, size_t{2}}) {
    const double ours = actor.network.parameters()[weight].tensor.std().item<double>();
    EXPECT_NEAR(ours / plain.parameters()[weight].tensor.std().item<double>(), 1, 0.03);
  }
}

TEST(Equivariance, ProjectionIsTheMeanOverAPair) {
  Orbits orbits;
  orbits.Add({{{1, 0}, {1, 1}}, {{0, 1}, {1, -1}}}, 1, 2, 2);  // w00 with w10, w01 with -w11
  std::vector<float> w{9, 1, 2, 3, 4};
  orbits.Project(w);
  EXPECT_THAT(w, ElementsAre(9, 2, -1, 2, 1));
  Orbits fixed;
  fixed.Add({{{0}, {-1}}, {}}, 0, 1, 2);  // equal to their own negative
  std::vector<float> v{3, 4};
  fixed.Project(v);
  EXPECT_THAT(v, ElementsAre(0, 0));
}

std::string MessageOf(const io::NetworkSpec& spec, const SignedPermutation& in, const SignedPermutation& out) {
  try {
    EquivariantTensors(spec, in, out);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "";
}

TEST(Equivariance, SaysWhatCannotBe) {
  EXPECT_THAT(MessageOf(Mlp(io::Activation::kElu), kOutput, kOutput),
              AllOf(HasSubstr("mirror of the network's input does not fit"), HasSubstr("5"), HasSubstr("8")));
  EXPECT_THAT(MessageOf(Mlp(io::Activation::kElu), kInput, {{1, 2, 0, 3, 4}, {1, 1, 1, 1, 1}}),
              HasSubstr("output is not its own inverse"));
  EXPECT_THAT(MessageOf(MlpSpec(8, {.hidden = {31}}, 5), kInput, kOutput), HasSubstr("even width"));
  EXPECT_THAT(MessageOf({.input = {8},
                         .layers = {{.kind = io::LayerKind::kActivation}, {.kind = io::LayerKind::kLinear, .out = 5}}},
                        kInput, kOutput),
              HasSubstr("linear or recurrent layer first"));
  GaussianActor::Options lopsided{.initial_std = {0.1, 0.2, 0.3, 0.2, 0.1}, .equivariant = Mirrors{kInput, kOutput}};
  EXPECT_THROW(GaussianActor(Mlp(io::Activation::kElu), lopsided), core::Error);
}

}  // namespace
}  // namespace porter::nn
