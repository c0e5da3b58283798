#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "porter/nn/mlp.h"
#include "porter/nn/optimiser_torch.h"
#include "porter/nn/precision_torch.h"

namespace porter::nn {
namespace {

io::NetworkSpec Small() {
  return MlpSpec(5, {.hidden = {8}}, 3);
}

void Backward(const Network& network, Optimiser& optimiser, double scale) {
  optimiser.ZeroGradients();
  (network.Forward(torch::ones({4, 5})).square().mean() * scale).backward();
}

std::vector<float> Values(const Optimiser& optimiser) {
  return {optimiser.buffer().values().begin(), optimiser.buffer().values().end()};
}

TEST(Optimiser, BufferIsTheNetwork) {
  torch::manual_seed(4);
  Network network(Small(), {});
  const at::Tensor x = torch::randn({2, 5});
  const at::Tensor before = network.Forward(x);
  const Optimiser optimiser(network.parameters(), {}, {});
  EXPECT_TRUE(at::equal(network.Forward(x), before));
  optimiser.buffer().values()[optimiser.buffer().slots()[3].offset] += 1;  // first element of the last bias
  EXPECT_NEAR((network.Forward(x) - before).select(1, 0).mean().item<double>(), 1, 1e-6);
  for (const ParameterBuffer::Slot& slot : optimiser.buffer().slots()) EXPECT_EQ(slot.offset % 16, 0u);
}

TEST(Optimiser, ClipsTheNormAndReturnsWhatItWas) {
  Network network(Small(), {});
  Optimiser optimiser(network.parameters(), {}, {});
  SingleWorld world;
  Backward(network, optimiser, 1e3);
  double square = 0;
  for (const float g : optimiser.buffer().gradients()) square += g * g;
  EXPECT_NEAR(optimiser.Step(world, {.max_gradient_norm = 0.5}) / std::sqrt(square), 1, 1e-6);
  square = 0;
  for (const float g : optimiser.buffer().gradients()) square += g * g;
  EXPECT_NEAR(std::sqrt(square), 0.5, 1e-6);
}

TEST(Optimiser, StepsAsAfterTheFirstGradientOnceItForgets) {
  constexpr double kRate = 1e-3;
  Network network(Small(), {});
  Optimiser optimiser(network.parameters(), {}, {});
  SingleWorld world;
  const auto farthest = [&](double scale) {
    const std::vector<float> before = Values(optimiser);
    Backward(network, optimiser, scale);
    optimiser.Step(world, {.learning_rate = kRate});
    const std::vector<float> after = Values(optimiser);
    float most = 0;
    for (size_t i = 0; i < after.size(); ++i) most = std::max(most, std::abs(after[i] - before[i]));
    return most;
  };
  farthest(1e3);
  EXPECT_LT(farthest(1), 0.9 * kRate);  // next to a gradient so large, this one says little
  optimiser.Forget();
  EXPECT_NEAR(farthest(1), kRate, 0.01 * kRate);
}

TEST(Optimiser, LeavesEverythingWhenAGradientIsNotFinite) {
  Network network(Small(), {});
  Optimiser optimiser(network.parameters(), {}, {});
  SingleWorld world;
  const std::vector<float> before = Values(optimiser);
  Backward(network, optimiser, std::nan(""));
  EXPECT_FALSE(std::isfinite(optimiser.Step(world, {})));
  EXPECT_EQ(Values(optimiser), before);
}

TEST(Optimiser, ResumesBitForBit) {
  Network network(Small(), {.seed = 1}), other(Small(), {.seed = 2});
  Optimiser optimiser(network.parameters(), {}, {}), resumed(other.parameters(), {}, {});
  SingleWorld world;
  const auto steps = [&](Network& n, Optimiser& o) {
    for (int i = 0; i < 5; ++i) {
      Backward(n, o, 1 + i);
      o.Step(world, {});
    }
  };
  steps(network, optimiser);
  CheckpointWriter out;
  optimiser.Save("x", out);
  const std::filesystem::path path = std::filesystem::path(testing::TempDir()) / "optimiser_test.safetensors";
  out.Write(path);
  resumed.Load("x", CheckpointReader(path));
  steps(network, optimiser);
  steps(other, resumed);
  EXPECT_EQ(Values(optimiser), Values(resumed));
}

// a world of two ranks of which the other has a gradient three times ours
class FakeWorld : public World {
 public:
  int rank() const override { return 0; }
  int size() const override { return 2; }
  void Sum(std::span<float> values) override {
    for (float& v : values) v *= 4;
  }
  void Sum(std::span<double> values) override {
    for (double& v : values) v *= 4;
  }
};

TEST(Optimiser, TakesTheMeanOverRanks) {
  Network network(Small(), {});
  Optimiser optimiser(network.parameters(), {}, {});
  Backward(network, optimiser, 1);
  const float ours = optimiser.buffer().gradients()[0];
  FakeWorld world;
  optimiser.Step(world, {});
  EXPECT_FLOAT_EQ(optimiser.buffer().gradients()[0], 2 * ours);
}

TEST(Optimiser, CastWeightsDoNotOutliveAStep) {
  Network network(Small(), {});
  const at::Tensor x = torch::ones({4, 5});
  const auto forward = [&] {
    const AutocastScope autocast(true);
    return network.Forward(x).sum().item<double>();
  };
  const double before = forward();
  {
    const at::NoGradGuard no_grad;
    network.parameters()[0].tensor.add_(1);
  }
  EXPECT_NE(forward(), before);
}

}  // namespace
}  // namespace porter::nn
