#include "porter/infer/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <thread>

#include "porter/core/allocation_guard.h"
#include "porter/infer/layers.h"
#include "porter/infer/reference.h"
#include "porter/infer/test_networks.h"

namespace porter::infer {
namespace {

// fp32 against double through a handful of layers at signals near one
constexpr double kTwinTolerance = 5e-6;

// `steps` time steps of some environments against the slow twin
void ExpectTwin(const io::NetworkSpec& spec, size_t rows, int steps) {
  const io::NetworkFile file = RandomNetwork(spec);
  const Network network(file);
  NetworkScratch scratch(network);
  NetworkState state(network, rows);
  std::vector<std::vector<double>> twin_state(rows, std::vector<double>(network.state_size()));
  std::vector<float> y(rows * network.output_size());
  for (int step = 0; step < steps; ++step) {
    const std::vector<float> x = RandomFloats(rows * network.input_size(), 1, 100 + static_cast<uint32_t>(step));
    network.Forward({x.data(), rows, network.input_size()}, {y.data(), rows, network.output_size()}, state.values(),
                    scratch);
    for (size_t r = 0; r < rows; ++r) {
      const float* row = x.data() + r * network.input_size();
      const std::vector<double> twin = ReferenceForward(file, {row, row + network.input_size()}, twin_state[r]);
      for (size_t i = 0; i < twin.size(); ++i)
        ASSERT_NEAR(y[r * twin.size() + i], twin[i], kTwinTolerance) << "step " << step << ", row " << r << ", " << i;
    }
  }
}

TEST(Network, EqualsItsSlowTwin) {
  ExpectTwin(EveryLayer(), 1, 5);
  ExpectTwin(EveryLayer(), kBlockRows + 2, 2);
}

TEST(Network, EqualsItsSlowTwinForEachLayerAlone) {
  for (const io::NetworkSpec& spec : EachLayerAlone())
    for (const size_t rows : {1, 3, 50}) ExpectTwin(spec, rows, 3);
}

TEST(Network, EqualsItsSlowTwinForWidthsOfPolicies) {
  const io::LayerSpec elu = Activate(io::Activation::kElu);
  ExpectTwin({.input = {516}, .layers = {Linear(512), elu, Linear(256), elu, Linear(128), elu, Linear(15)}}, 7, 1);
}

TEST(Network, MatchesAHandComputedNet) {
  const std::vector<float> mean{1, 2}, deviation{2, 0.5f}, weight{1, -1, 2, 3}, bias{0.5f, -10};
  const io::NetworkSpec spec{
      .input = {2},
      .layers = {{.kind = io::LayerKind::kNormaliser, .clip = 3}, Linear(2), Activate(io::Activation::kRelu)}};
  const std::vector<io::ArrayView> tensors{
      io::View<float>("0.mean", {2}, mean), io::View<float>("0.std", {2}, deviation),
      io::View<float>("1.weight", {2, 2}, weight), io::View<float>("1.bias", {2}, bias)};
  const Network network(io::DecodeNetwork(io::EncodeNetwork(spec, tensors), "hand.safetensors"));
  NetworkScratch scratch(network);
  const std::vector<float> x{5, 0};  // normalised: 2, -4 clipped to -3; then 2 + 3 + 0.5 and 4 - 9 - 10
  std::vector<float> y(2);
  network.Forward({x.data(), 1, 2}, {y.data(), 1, 2}, {}, scratch);
  EXPECT_EQ(y, (std::vector<float>{5.5f, 0}));
  EXPECT_EQ(scratch.clipped(), 1u);
}

TEST(Network, IsTheSameForOneRowAndMany) {
  const Network network(RandomNetwork(EveryLayer()));
  const size_t rows = 101, in = network.input_size(), out = network.output_size(), width = network.state_size();
  const std::vector<float> x = RandomFloats(rows * in, 1, 1), start = RandomFloats(rows * width, 1, 2);
  std::vector<float> all(rows * out), one(out), all_state = start;
  NetworkScratch scratch(network), another(network);
  network.Forward({x.data(), rows, in}, {all.data(), rows, out}, {all_state.data(), rows, width}, scratch);
  for (size_t r = 0; r < rows; ++r) {
    const auto begin = start.begin() + static_cast<ptrdiff_t>(r * width);
    std::vector<float> state(begin, begin + static_cast<ptrdiff_t>(width));
    network.Forward({x.data() + r * in, 1, in}, {one.data(), 1, out}, {state.data(), 1, width}, another);
    for (size_t i = 0; i < out; ++i) ASSERT_EQ(one[i], all[r * out + i]) << r;
    for (size_t i = 0; i < width; ++i) ASSERT_EQ(state[i], all_state[r * width + i]) << r;
  }
}

TEST(Network, AllocatesNothing) {
  const Network network(RandomNetwork(EveryLayer()));
  const size_t rows = 70;
  const std::vector<float> x = RandomFloats(rows * network.input_size(), 1, 1);
  std::vector<float> y(rows * network.output_size());
  NetworkScratch scratch(network);
  NetworkState state(network, rows);
  const std::vector<int> envs{3, 5};
  const core::AllocationGuard guard;
  network.Forward({x.data(), rows, network.input_size()}, {y.data(), rows, network.output_size()}, state.values(),
                  scratch);
  state.Reset(envs);
  EXPECT_EQ(guard.Count(), 0);
}

TEST(Network, ResetForgetsOnlyTheNamed) {
  const Network network(RandomNetwork({.input = {4}, .layers = {{.kind = io::LayerKind::kLstm, .out = 3}}}));
  EXPECT_EQ(network.state_size(), 6u);
  NetworkScratch scratch(network);
  NetworkState state(network, 3);
  const std::vector<float> x(12, 0.5f);
  std::vector<float> y(9), fresh(9);
  network.Forward({x.data(), 3, 4}, {fresh.data(), 3, 3}, state.values(), scratch);
  state.Reset(std::vector<int>{1});
  network.Forward({x.data(), 3, 4}, {y.data(), 3, 3}, state.values(), scratch);
  for (size_t i = 0; i < 9; ++i) EXPECT_EQ(y[i] == fresh[i], i / 3 == 1) << i;
}

TEST(Network, ServesThreadsWithTheirOwnScratch) {
  const Network network(RandomNetwork({.input = {40}, .layers = {Linear(60), Linear(9)}}));
  const std::vector<float> x = RandomFloats(50 * 40, 1, 1);
  std::vector<std::vector<float>> y(4, std::vector<float>(50 * 9));
  std::vector<std::thread> threads;
  for (std::vector<float>& mine : y) {
    threads.emplace_back([&] {
      NetworkScratch scratch(network);
      for (int i = 0; i < 20; ++i) network.Forward({x.data(), 50, 40}, {mine.data(), 50, 9}, {}, scratch);
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::vector<float>& other : y) EXPECT_EQ(other, y[0]);
}

TEST(NetworkDeath, ChecksTheViews) {
  const Network network(RandomNetwork({.input = {4}, .layers = {Linear(2)}}));
  NetworkScratch scratch(network);
  std::vector<float> x(8), y(8);
  EXPECT_DEATH(network.Forward({x.data(), 1, 3}, {y.data(), 1, 2}, {}, scratch), "3 == 4");
  EXPECT_DEATH(network.Forward({x.data(), 2, 4}, {y.data(), 1, 2}, {}, scratch), "1 == 2");
}

}  // namespace
}  // namespace porter::infer
