#include "porter/infer/onnx_write.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/infer/network.h"
#include "porter/infer/onnx_graph.h"
#include "porter/infer/test_networks.h"

namespace porter::infer {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

// both sides run the same kernels in fp32; only silu is two nodes where our layer is one
constexpr float kSameTolerance = 2e-6f;

OnnxModel WriteAndRead(const io::NetworkFile& network, const std::map<std::string, std::string>& metadata = {}) {
  const fs::path path = fs::path(testing::TempDir()) / "written.onnx";
  WriteOnnx(path, network, metadata);
  return ReadOnnxModel(path);
}

// some time steps of some environments, the graph's states fed back
void ExpectGraphEqualsNetwork(const io::NetworkSpec& spec, size_t rows) {
  const io::NetworkFile file = RandomNetwork(spec);
  const Network network(file);
  NetworkScratch scratch(network);
  NetworkState state(network, rows);
  const OnnxGraph graph(WriteAndRead(file), {.batch = rows});
  OnnxScratch graph_scratch(graph);
  std::vector<float> y(rows * network.output_size());
  for (uint32_t step = 0; step < 4; ++step) {
    const std::vector<float> x = RandomFloats(rows * network.input_size(), 1, 100 + step);
    network.Forward({x.data(), rows, network.input_size()}, {y.data(), rows, network.output_size()}, state.values(),
                    scratch);
    std::copy(x.begin(), x.end(), graph_scratch.Input(graph.InputIndex("obs")).begin());
    graph.Forward(graph_scratch);
    const std::span<const float> actions = graph_scratch.Output(graph.OutputIndex("actions"));
    ASSERT_EQ(actions.size(), y.size());
    for (size_t i = 0; i < y.size(); ++i) ASSERT_NEAR(actions[i], y[i], kSameTolerance) << "step " << step << ", " << i;
    for (size_t i = 1; i < graph.inputs().size(); ++i)
      std::copy_n(graph_scratch.Output(i).begin(), graph_scratch.Output(i).size(), graph_scratch.Input(i).begin());
  }
}

TEST(OnnxWrite, EqualsTheNetworkForEachLayerAlone) {
  for (const io::NetworkSpec& spec : EachLayerAlone())
    for (const size_t rows : {1, 5}) ExpectGraphEqualsNetwork(spec, rows);
}

TEST(OnnxWrite, EqualsTheNetworkForAllLayersTogether) {
  ExpectGraphEqualsNetwork(EveryLayer(), 1);
  ExpectGraphEqualsNetwork(EveryLayer(), 3);
}

TEST(OnnxWrite, EqualsTheNetworkForEachActivation) {
  for (const auto activation : {io::Activation::kElu, io::Activation::kRelu, io::Activation::kSilu,
                                io::Activation::kTanh, io::Activation::kSigmoid})
    ExpectGraphEqualsNetwork({.input = {9}, .layers = {Linear(9), Activate(activation), Linear(4)}}, 2);
}

TEST(OnnxWrite, NamesItsPorts) {
  const OnnxModel model = WriteAndRead(RandomNetwork(EveryLayer()));
  EXPECT_EQ(model.opset, 17);
  std::vector<std::string> inputs, outputs;
  for (const OnnxValue& input : model.inputs) inputs.push_back(input.name);
  for (const OnnxValue& output : model.outputs) outputs.push_back(output.name);
  EXPECT_THAT(inputs, ElementsAre("obs", "h_in", "h_in_1", "c_in_1"));
  EXPECT_THAT(outputs, ElementsAre("actions", "h_out", "h_out_1", "c_out_1"));
  EXPECT_THAT(model.inputs[0].shape, ElementsAre(-1, 3, 9, 8));
  EXPECT_THAT(model.inputs[3].shape, ElementsAre(1, -1, 7));
  EXPECT_THAT(model.outputs[0].shape, ElementsAre(-1, 4));
  EXPECT_THAT(model.outputs[1].shape, ElementsAre(1, -1, 21));
}

TEST(OnnxWrite, KeepsWordsBesideTheNetwork) {
  const std::map<std::string, std::string> words{{"joint_names", "[\"left_knee_joint\"]"}, {"hüfte", "🤖"}, {"", ""}};
  EXPECT_EQ(WriteAndRead(RandomNetwork({.input = {2}, .layers = {Linear(1)}}), words).metadata, words);
}

TEST(OnnxModel, IsTheSameAfterEncodingAndDecoding) {
  const OnnxTensor whole{.shape = {2}, .integer = true, .values = {-1, 1 << 24}};
  const OnnxModel model{.file = "g.onnx",
                        .opset = 13,
                        .nodes = {{"n", "com.microsoft.Gelu", {"x", "", "w"}, {"y"}, {{"i", int64_t{-3}}, {"f", 0.1f}}},
                                  {"m",
                                   "Foo",
                                   {"y"},
                                   {"z"},
                                   {{"s", "a"},
                                    {"v", std::vector<int64_t>{1, -1}},
                                    {"g", std::vector<float>{0.5f}},
                                    {"t", whole},
                                    {"n", std::vector<std::string>{"b"}}}}},
                        .constants = {{"w", whole}, {"v", {.shape = {1, 2}, .values = {0.1f, -1e30f}}}},
                        .inputs = {{"x", {-1, 3}}},
                        .outputs = {{"z"}, {"y", {2}}}};
  const OnnxModel again = DecodeOnnxModel(EncodeOnnxModel(model), "g.onnx");
  EXPECT_EQ(EncodeOnnxModel(again), EncodeOnnxModel(model));
  EXPECT_EQ(again.nodes[0].op, "com.microsoft.Gelu");
  EXPECT_THAT(again.nodes[0].inputs, ElementsAre("x", "", "w"));
  EXPECT_EQ(std::get<int64_t>(again.nodes[0].attributes.at("i")), -3);
  EXPECT_EQ(std::get<OnnxTensor>(again.nodes[1].attributes.at("t")).values, whole.values);
  EXPECT_TRUE(again.constants.at("w").integer);
  EXPECT_EQ(again.constants.at("v").values, model.constants.at("v").values);
  EXPECT_TRUE(again.outputs[0].shape.empty());
}

}  // namespace
}  // namespace porter::infer
