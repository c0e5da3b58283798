#include "porter/infer/onnx_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>

#include "porter/core/allocation_guard.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/infer/onnx_plan.h"
#include "porter/infer/test_networks.h"

namespace porter::infer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

OnnxTensor Whole(std::vector<size_t> shape, std::vector<float> values) {
  return {.shape = std::move(shape), .integer = true, .values = std::move(values)};
}

// one input x, one output y, nodes n0, n1, ... whose outputs are named as said
struct GraphMaker {
  explicit GraphMaker(std::vector<int64_t> x) {
    model = {.file = "g.onnx", .opset = 17, .inputs = {{"x", std::move(x)}}, .outputs = {{"y"}}};
  }
  GraphMaker& Constant(const std::string& name, OnnxTensor tensor) {
    model.constants[name] = std::move(tensor);
    return *this;
  }
  GraphMaker& Node(const std::string& op, std::vector<std::string> inputs, const std::string& output,
                   std::map<std::string, OnnxAttribute> attributes = {}) {
    const std::string name = "n" + std::to_string(model.nodes.size());
    model.nodes.push_back({name, op, std::move(inputs), {output}, std::move(attributes)});
    return *this;
  }
  std::string Refusal(size_t batch = 1) const {
    try {
      const OnnxGraph graph(model, {.batch = batch});
    } catch (const core::Error& error) {
      return error.what();
    }
    return "no error";
  }
  OnnxModel model;
};

std::vector<float> Answer(const OnnxGraph& graph, const std::vector<float>& x) {
  OnnxScratch scratch(graph);
  std::copy(x.begin(), x.end(), scratch.Input(0).begin());
  graph.Forward(scratch);
  return {scratch.Output(0).begin(), scratch.Output(0).end()};
}

GraphMaker TwoLayers(std::vector<int64_t> input) {
  GraphMaker maker(std::move(input));
  maker.Constant("w0", {.shape = {40, 3}, .values = RandomFloats(120, 1, 1)})
      .Constant("w1", {.shape = {2, 40}, .values = RandomFloats(80, 1, 2)})
      .Constant("b1", {.shape = {2}, .values = {1, -1}})
      .Node("Gemm", {"x", "w0"}, "h", {{"transB", int64_t{1}}})
      .Node("Elu", {"h"}, "e")
      .Node("Gemm", {"e", "w1", "b1"}, "y", {{"transB", int64_t{1}}});
  return maker;
}

TEST(OnnxGraph, MatchesAHandComputedGraph) {
  GraphMaker maker({1, 2});
  maker.Constant("w", {.shape = {2, 3}, .values = {1, 0, -1, 0, 2, 1}})
      .Constant("b", {.shape = {3}, .values = {0, -10, 4}})
      .Node("Gemm", {"x", "w", "b"}, "h")
      .Node("Relu", {"h"}, "y");
  EXPECT_THAT(Answer(OnnxGraph(maker.model), {3, 4}), ElementsAre(3, 0, 5));
}

TEST(OnnxGraph, KnowsItsPorts) {
  const OnnxGraph graph(TwoLayers({-1, 3}).model, {.batch = 5});
  EXPECT_EQ(graph.inputs()[0].name, "x");
  EXPECT_THAT(graph.inputs()[0].shape, ElementsAre(5u, 3u));
  EXPECT_THAT(graph.outputs()[0].shape, ElementsAre(5u, 2u));
  EXPECT_EQ(graph.OutputIndex("y"), 0u);
  try {
    graph.InputIndex("x1");
    ADD_FAILURE() << "no error";
  } catch (const core::Error& error) {
    EXPECT_STREQ(error.what(), "g.onnx: the ONNX graph has no 'x1'; expected x (did you mean 'x'?)");
  }
}

TEST(OnnxGraph, AllocatesNothing) {
  const OnnxGraph graph(TwoLayers({1, 3}).model, {.batch = 9});
  OnnxScratch scratch(graph);
  const core::AllocationGuard guard;
  scratch.Input(0)[3] = 1;
  graph.Forward(scratch);
  EXPECT_EQ(guard.Count(), 0);
}

TEST(OnnxGraph, UsesMemoryAgainAndKeepsItsInputs) {
  GraphMaker maker({1, 64});
  std::string last = "x";
  for (int i = 0; i < 20; ++i) {
    const std::string next = i == 19 ? "y" : "v" + std::to_string(i);
    maker.Node("Neg", {last}, next);
    last = next;
  }
  EXPECT_EQ(MakePlan(maker.model, 1).arena, 3 * 64u);  // the input, and two that take turns
  const OnnxGraph graph(maker.model);
  OnnxScratch scratch(graph);
  const std::vector<float> x = RandomFloats(64, 1, 1);
  std::copy(x.begin(), x.end(), scratch.Input(0).begin());
  for (int i = 0; i < 2; ++i) {
    graph.Forward(scratch);
    EXPECT_EQ(std::vector<float>(scratch.Output(0).begin(), scratch.Output(0).end()), x);
  }
}

TEST(OnnxGraph, ComputesConstantsAtLoad) {
  GraphMaker maker({2, 6});
  maker.Constant("one", Whole({1}, {1}))
      .Constant("two", Whole({1}, {2}))
      .Constant("minus", Whole({1}, {-1}))
      .Node("Shape", {"x"}, "s")
      .Node("Gather", {"s", "one"}, "c")
      .Node("Div", {"c", "two"}, "half")
      .Node("Concat", {"minus", "half"}, "shape", {{"axis", int64_t{0}}})
      .Node("Reshape", {"x", "shape"}, "y");
  const Plan plan = MakePlan(maker.model, 1);
  EXPECT_TRUE(plan.steps.empty());
  EXPECT_THAT(plan.values[plan.outputs[0]].shape, ElementsAre(4u, 3u));
}

// time_step as trackers have it: a float that picks a row of a clip
TEST(OnnxGraph, GivesNanForAnIndexOutside) {
  GraphMaker maker({1, 1});
  maker.Constant("clip", {.shape = {3, 2}, .values = {0, 1, 2, 3, 4, 5}})
      .Node("Cast", {"x"}, "i", {{"to", int64_t{7}}})
      .Node("Gather", {"clip", "i"}, "y");
  const OnnxGraph graph(maker.model);
  EXPECT_THAT(Answer(graph, {1.9f}), ElementsAre(2, 3));
  EXPECT_THAT(Answer(graph, {-1}), ElementsAre(4, 5));
  for (const float outside : {3.0f, -4.0f, 1e30f, std::nanf("")})
    EXPECT_TRUE(std::isnan(Answer(graph, {outside})[0])) << outside;
}

TEST(OnnxGraph, NamesWhatItDoesNotKnow) {
  EXPECT_THAT(GraphMaker({1, 2}).Node("NonMaxSuppression", {"x"}, "y").Refusal(),
              HasSubstr("g.onnx: unknown operator NonMaxSuppression of node 'n0'; expected one of Abs, Add"));
  EXPECT_EQ(GraphMaker({1, 2}).Node("Elu", {"x"}, "y", {{"beta", 1.0f}}).Refusal(),
            "g.onnx: operator Elu of node 'n0': an attribute that we do not support; found beta");
  EXPECT_THAT(GraphMaker({1, 2}).Node("Elu", {"x"}, "y", {{"alpha", int64_t{1}}}).Refusal(),
              HasSubstr("an attribute of the wrong type; found alpha"));
  EXPECT_THAT(GraphMaker({1, 2}).Node("Elu", {"z"}, "y").Refusal(),
              HasSubstr("operator Elu of node 'n0': an input that no node before it makes; found z"));
  EXPECT_EQ(GraphMaker({1, 2}).Node("Elu", {"x"}, "z").Refusal(), "g.onnx: no node makes the output 'y'");
  EXPECT_THAT(GraphMaker({1, 2}).Node("Elu", {"x"}, "y").Node("Elu", {"x"}, "y").Refusal(),
              HasSubstr("a name that another node has given already; found y"));
  EXPECT_THAT(GraphMaker({1, 2}).Node("Elu", {}, "y").Refusal(), HasSubstr("input 0 is missing"));
}

TEST(OnnxGraph, RefusesABatchThatTheGraphHasFixed) {
  GraphMaker maker({1, 6});
  maker.Constant("shape", Whole({3}, {1, 2, 3})).Node("Reshape", {"x", "shape"}, "y");
  EXPECT_EQ(maker.Refusal(1), "no error");
  EXPECT_EQ(maker.Refusal(4),
            "g.onnx: operator Reshape of node 'n0': the number of elements changes; found [1, 2, 3]; "
            "expected [4, 6]");
}

TEST(OnnxGraph, RefusesWhatIsTooLarge) {
  GraphMaker maker({1, 2});
  maker.Constant("shape", Whole({2}, {16000000, 16000000})).Node("Expand", {"x", "shape"}, "y");
  EXPECT_THAT(maker.Refusal(), HasSubstr("Expand"));
  GraphMaker large({1, 1 << 28});
  large.Node("Neg", {"x"}, "y");
  EXPECT_THAT(large.Refusal(8), HasSubstr("too large"));
}

TEST(OnnxModel, RefusesGarbage) {
  const auto decode = [](std::string_view text) {
    const auto bytes = std::as_bytes(std::span(text));
    try {
      DecodeOnnxModel({bytes.begin(), bytes.end()}, "g.onnx");
    } catch (const core::Error& error) {
      return std::string(error.what());
    }
    return std::string("no error");
  };
  EXPECT_EQ(decode(""), "g.onnx: this is no ONNX file; found 0 bytes (the file is cut off or has another format)");
  EXPECT_THAT(decode("version https://git-lfs.github.com/spec/v1"), HasSubstr("this is no ONNX file; found 42 bytes"));
  EXPECT_THAT(decode(std::string_view("\x08\x08\x3a\x00", 4)), HasSubstr("does not say its opset"));
  EXPECT_THAT(decode(std::string_view("\x08\x08\x3a\x00\x42\x02\x10\x07", 8)),
              HasSubstr("an ONNX opset that we do not read; found 7; expected 11 to 20"));
  EXPECT_THAT(decode(std::string_view("\x08\x08\x3a\x00\x42\x02\x10\x0d", 8)), HasSubstr("the graph has no outputs"));
}

// the seeds of the fuzz target, written by the ONNX package; cut off anywhere, they are refused or smaller graphs
TEST(OnnxModel, ReadsTheSeedsWholeAndCutOff) {
  size_t whole = 0, refused = 0;
  for (const auto& entry : std::filesystem::directory_iterator("tests/corpus/onnx")) {
    const std::vector<std::byte> bytes = core::ReadFile(entry.path());
    if (entry.path().filename().string().starts_with("bad_")) {
      EXPECT_THROW(OnnxGraph(DecodeOnnxModel(bytes, "seed.onnx")), core::Error) << entry.path();
      continue;
    }
    EXPECT_NO_THROW(OnnxGraph(DecodeOnnxModel(bytes, "seed.onnx"))) << entry.path();
    ++whole;
    for (size_t size = 0; size < bytes.size(); ++size) {
      try {
        const OnnxGraph graph(DecodeOnnxModel({bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size)}, "c.onnx"));
      } catch (const core::Error& error) {
        EXPECT_THAT(error.what(), HasSubstr("c.onnx: "));
        ++refused;
      }
    }
  }
  EXPECT_GE(whole, 7u);
  EXPECT_GT(refused, 1000u);
}

TEST(OnnxGraph, RefusesASplitIntoNothing) {
  GraphMaker maker({1, 2});
  maker.Node("Neg", {"x"}, "y");
  maker.model.nodes.push_back({"n1", "Split", {"x"}, {}, {}});
  EXPECT_THAT(maker.Refusal(), HasSubstr("operator Split of node 'n1': no outputs"));
}

}  // namespace
}  // namespace porter::infer
