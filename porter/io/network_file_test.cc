#include "porter/io/network_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/safetensors.h"

namespace porter::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// tensors for a spec, filled with one number
struct FilledTensors {
  explicit FilledTensors(const std::vector<TensorSpec>& specs, float value = 0.5f) {
    for (const TensorSpec& spec : specs) {
      size_t count = 1;
      for (const size_t size : spec.shape) count *= size;
      memory.emplace_back(count, value);
      views.push_back(View<float>(spec.name, spec.shape, memory.back()));
    }
  }
  std::vector<std::vector<float>> memory;
  std::vector<ArrayView> views;
};

// one of each kind that fit into a chain
NetworkSpec EveryKind() {
  return {.input = {2, 6, 5},
          .layers = {{.kind = LayerKind::kConv2d, .out = 3, .kernel = 3, .stride = 2, .padding = 1},
                     {.kind = LayerKind::kFlatten},
                     {.kind = LayerKind::kNormaliser, .clip = 10},
                     {.kind = LayerKind::kLinear, .out = 4},
                     {.kind = LayerKind::kLayerNorm, .epsilon = 1e-3},
                     {.kind = LayerKind::kActivation, .activation = Activation::kSilu},
                     {.kind = LayerKind::kResidual, .body = {{.kind = LayerKind::kLinear, .out = 4}}},
                     {.kind = LayerKind::kGru, .out = 5},
                     {.kind = LayerKind::kLstm, .out = 2}}};
}

NetworkSpec OneLinear() {
  return {.input = {3}, .layers = {{.kind = LayerKind::kLinear, .out = 2}}};
}

template <class F>
std::string NetworkError(F f) {
  try {
    f();
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

std::string SpecError(std::vector<size_t> input, std::vector<LayerSpec> layers) {
  return NetworkError([&] { LayerShapes({.input = std::move(input), .layers = std::move(layers)}, "n.safetensors"); });
}

// what reading a file with this layer list says
std::string ListError(const std::string& list) {
  const FilledTensors tensors(NetworkTensors(OneLinear()));
  std::vector<std::byte> bytes = EncodeSafetensors(tensors.views, {{"network", list}});
  return NetworkError([&] { DecodeNetwork(std::move(bytes), "n.safetensors"); });
}

TEST(NetworkFile, NamesTensorsAsTorchDoes) {
  std::vector<std::string> found;
  for (const TensorSpec& tensor : NetworkTensors(EveryKind())) {
    std::vector<std::string> sizes;
    for (const size_t size : tensor.shape) sizes.push_back(core::Cat(size));
    found.push_back(tensor.name + " " + core::Join(sizes, "x"));
  }
  EXPECT_THAT(found, ElementsAre("0.weight 3x2x3x3", "0.bias 3", "2.mean 27", "2.std 27", "3.weight 4x27", "3.bias 4",
                                 "4.weight 4", "4.bias 4", "6.0.weight 4x4", "6.0.bias 4", "7.weight_ih_l0 15x4",
                                 "7.weight_hh_l0 15x5", "7.bias_ih_l0 15", "7.bias_hh_l0 15", "8.weight_ih_l0 8x5",
                                 "8.weight_hh_l0 8x2", "8.bias_ih_l0 8", "8.bias_hh_l0 8"));
}

TEST(NetworkFile, ComputesShapes) {
  const std::vector<std::vector<size_t>> shapes = LayerShapes(EveryKind());
  EXPECT_THAT(shapes[0], ElementsAre(3u, 3u, 3u));  // (6 + 2 - 3) / 2 + 1, (5 + 2 - 3) / 2 + 1
  EXPECT_THAT(shapes[1], ElementsAre(27u));
  EXPECT_THAT(shapes[6], ElementsAre(4u));
  EXPECT_THAT(shapes[8], ElementsAre(2u));
}

TEST(NetworkFile, ReadsBackWhatItWrote) {
  const std::string path = testing::TempDir() + "network_file_test.safetensors";
  const FilledTensors tensors(NetworkTensors(EveryKind()));
  WriteNetwork(path, EveryKind(), tensors.views, {{"run", "7"}});
  const NetworkFile file = ReadNetwork(path);
  EXPECT_EQ(file.spec, EveryKind());
  EXPECT_EQ(file.tensors.arrays().size(), tensors.views.size());
  EXPECT_EQ(file.tensors.At("6.0.weight").As<float>()[3], 0.5f);
  EXPECT_THAT(file.tensors.metadata(), ElementsAre(testing::Pair("run", "7")));
  std::filesystem::remove(path);
}

TEST(NetworkFile, WritesTheListThatTheHeaderShows) {
  const NetworkSpec spec{.input = {3},
                         .layers = {{.kind = LayerKind::kNormaliser, .clip = 10},
                                    {.kind = LayerKind::kLinear, .out = 2},
                                    {.kind = LayerKind::kActivation}}};
  const FilledTensors tensors(NetworkTensors(spec));
  const ArrayFile file = DecodeSafetensors(EncodeNetwork(spec, tensors.views), "n");
  EXPECT_EQ(file.metadata().at("network"),
            R"({"version":1,"input":[3],"layers":[{"kind":"normaliser","clip":10.0},{"kind":"linear","out":2},)"
            R"({"kind":"activation","activation":"elu"}]})");
}

TEST(NetworkFile, NamesTensorsThatAreMissingOrLeftOver) {
  FilledTensors tensors(NetworkTensors(OneLinear()));
  tensors.views[1].name = "0.bais";
  EXPECT_EQ(NetworkError([&] { EncodeNetwork(OneLinear(), tensors.views); }),
            "the tensors are not those of the layer list; missing: 0.bias; left over: 0.bais (was it written with "
            "another layer list?)");
}

TEST(NetworkFile, RefusesOtherShapesAndValues) {
  const auto bad_value = [](const NetworkSpec& spec, float value) {
    const FilledTensors tensors(NetworkTensors(spec), value);
    return NetworkError([&] { EncodeNetwork(spec, tensors.views); });
  };
  FilledTensors tensors(NetworkTensors(OneLinear()));
  tensors.views[0].shape = {3, 2};
  EXPECT_EQ(NetworkError([&] { EncodeNetwork(OneLinear(), tensors.views); }),
            "tensor '0.weight' does not fit the layer list; found float32 [3, 2]; expected float32 [2, 3]");
  EXPECT_THAT(bad_value(OneLinear(), std::numeric_limits<float>::quiet_NaN()),
              HasSubstr("tensor '0.weight' holds a value that no network can use; found nan; expected finite numbers"));
  const NetworkSpec normaliser{.input = {2}, .layers = {{.kind = LayerKind::kNormaliser}}};
  EXPECT_EQ(bad_value(normaliser, 1), "no error");
  EXPECT_THAT(bad_value(normaliser, 0), HasSubstr("tensor '0.std' holds a value that no network can use; found 0; "
                                                  "expected finite numbers above zero"));
}

TEST(NetworkFile, RefusesLayersThatCannotStandThere) {
  const LayerSpec linear{.kind = LayerKind::kLinear, .out = 2}, gru{.kind = LayerKind::kGru, .out = 3};
  const LayerSpec conv{.kind = LayerKind::kConv2d, .out = 2, .kernel = 5};
  EXPECT_EQ(SpecError({3}, {linear, conv}),
            "n.safetensors: layer 1 (conv2d) does not fit the layer before; found [2]; expected [channels, height, "
            "width]");
  EXPECT_THAT(SpecError({1, 4, 4}, {linear}), HasSubstr("layer 0 (linear) does not fit the layer before"));
  EXPECT_THAT(SpecError({1, 4, 8}, {conv}), HasSubstr("cannot slide over its input; found kernel 5, stride 1"));
  EXPECT_THAT(SpecError({3}, {{.kind = LayerKind::kResidual, .body = {linear}}}),
              HasSubstr("layer 0 (residual) does not keep the shape; found [2]; expected [3]"));
  EXPECT_THAT(SpecError({3}, {{.kind = LayerKind::kResidual, .body = {gru}}}), HasSubstr("has a recurrent layer"));
  EXPECT_THAT(SpecError({3}, {{.kind = LayerKind::kLinear}}), HasSubstr("has no possible width; found 0"));
  EXPECT_THAT(SpecError({3}, {}), HasSubstr("the layer list is empty"));
  EXPECT_THAT(SpecError({}, {linear}), HasSubstr("the input has no possible shape; found []"));
  EXPECT_THAT(SpecError({1 << 20, 1 << 20, 1 << 30}, {linear}), HasSubstr("the input has no possible shape"));
}

TEST(NetworkFile, RefusesFilesWithoutAList) {
  const FilledTensors tensors(NetworkTensors(OneLinear()));
  EXPECT_EQ(NetworkError([&] { DecodeNetwork(EncodeSafetensors(tensors.views), "n.safetensors"); }),
            "n.safetensors: no layer list in this safetensors file; expected the key 'network' in __metadata__ (it "
            "holds tensors, but was not written as a network)");
  EXPECT_THAT(NetworkError([&] { EncodeNetwork(OneLinear(), tensors.views, {{"network", "mine"}}); }),
              HasSubstr("'network' is taken"));
}

TEST(NetworkFile, RefusesMalformedLists) {
  const auto layer = [](const std::string& text) {
    return ListError(R"({"version":1,"input":[3],"layers":[)" + text + "]}");
  };
  EXPECT_EQ(layer(R"({"kind":"linear","out":2})"), "no error");
  EXPECT_THAT(layer(R"({"kind":"linaer","out":2})"),
              HasSubstr("n.safetensors: layers[0].kind of the layer list is not known; found linaer; expected "
                        "normaliser, linear"));
  EXPECT_THAT(layer(R"({"kind":"linear","uot":2})"),
              HasSubstr("unknown key 'uot' in layers[0]; expected kind, out (did you mean 'out'?)"));
  EXPECT_THAT(layer(R"({"kind":"linear"})"), HasSubstr("the key 'out' is missing in layers[0]"));
  EXPECT_THAT(layer(R"({"kind":"linear","out":-2})"),
              HasSubstr("layers[0].out of the layer list is no size; found -2"));
  EXPECT_THAT(layer(R"({"kind":"linear","out":2,"out":3})"), HasSubstr("a key occurs twice"));
  EXPECT_THAT(layer(R"({"kind":"normaliser","clip":-1})"),
              HasSubstr("layers[0].clip of the layer list is out of range"));
  EXPECT_THAT(layer("3"), HasSubstr("layers[0] of the layer list has no kind; found 3"));
  EXPECT_THAT(layer(R"({"kind":"linear","out":3})"), HasSubstr("found float32 [2, 3]; expected float32 [3, 3]"));
  EXPECT_THAT(ListError("{"), HasSubstr("the layer list is no valid JSON; found a mistake at byte"));
  EXPECT_THAT(ListError("[]"), HasSubstr("the layer list is no JSON object; found []"));
  EXPECT_THAT(ListError(R"({"version":2,"input":[3],"layers":[]})"), HasSubstr("another version"));
  EXPECT_THAT(ListError(R"({"version":1,"input":3,"layers":[]})"), HasSubstr("'input' of the layer list is no list"));
  EXPECT_THAT(ListError(std::string(100, '[')), HasSubstr("nested too deeply"));
}

}  // namespace
}  // namespace porter::io
