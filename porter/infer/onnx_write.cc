#include "porter/infer/onnx_write.h"

#include <array>

#include "porter/core/file.h"
#include "porter/core/text.h"

namespace porter::infer {
namespace {

constexpr int64_t kOpset = 17;  // the first with LayerNormalization; every runtime of the last years reads it
constexpr int64_t kDynamic = -1;

// torch's gates in the order of ONNX's
constexpr std::array<size_t, 3> kGruGates = {1, 0, 2};      // z, r, h from r, z, n
constexpr std::array<size_t, 4> kLstmGates = {0, 3, 1, 2};  // i, o, f, c from i, f, g, o

// the blocks of equally many values each, in the order `gates`
std::vector<float> Reorder(std::span<const float> values, std::span<const size_t> gates) {
  const size_t block = values.size() / gates.size();
  std::vector<float> ordered;
  for (const size_t gate : gates) {
    const std::span<const float> from = values.subspan(gate * block, block);
    ordered.insert(ordered.end(), from.begin(), from.end());
  }
  return ordered;
}

std::vector<int64_t> BatchOf(const std::vector<size_t>& sample) {
  std::vector<int64_t> shape{kDynamic};
  shape.insert(shape.end(), sample.begin(), sample.end());
  return shape;
}

// adds nodes layer by layer; a layer takes the name of its input and returns the name of its output
class Builder {
 public:
  explicit Builder(const io::ArrayFile& tensors) : tensors_(tensors) {}

  OnnxModel Build(const io::NetworkSpec& spec) {
    const std::vector<std::vector<size_t>> shapes = io::LayerShapes(spec);
    model_.inputs.push_back({"obs", BatchOf(spec.input)});
    model_.outputs.push_back({"actions", BatchOf(shapes.back())});
    AddChain(spec.layers, "obs", "");
    model_.nodes.back().outputs[0] = "actions";  // every layer ends in the node that makes its output
    return std::move(model_);
  }

 private:
  std::string AddChain(const std::vector<io::LayerSpec>& layers, std::string x, const std::string& prefix) {
    for (size_t i = 0; i < layers.size(); ++i) x = AddLayer(layers[i], x, core::Cat(prefix, i, "."));
    return x;
  }

  std::string AddLayer(const io::LayerSpec& layer, const std::string& x, const std::string& prefix) {
    switch (layer.kind) {
      case io::LayerKind::kNormaliser:
        return AddNormaliser(layer, x, prefix);
      case io::LayerKind::kLinear:
        return Node("Gemm", {x, Tensor(prefix + "weight"), Tensor(prefix + "bias")}, prefix + "linear",
                    {{"transB", int64_t{1}}});
      case io::LayerKind::kActivation:
        return AddActivation(layer.activation, x, prefix);
      case io::LayerKind::kLayerNorm:
        return Node("LayerNormalization", {x, Tensor(prefix + "weight"), Tensor(prefix + "bias")}, prefix + "norm",
                    {{"axis", int64_t{-1}}, {"epsilon", static_cast<float>(layer.epsilon)}});
      case io::LayerKind::kGru:
        return AddRecurrent("GRU", kGruGates, x, prefix);
      case io::LayerKind::kLstm:
        return AddRecurrent("LSTM", kLstmGates, x, prefix);
      case io::LayerKind::kConv2d:
        return AddConv(layer, x, prefix);
      case io::LayerKind::kFlatten:
        return Node("Flatten", {x}, prefix + "flat", {{"axis", int64_t{1}}});
      case io::LayerKind::kResidual:
        break;
    }
    return Node("Add", {AddChain(layer.body, x, prefix), x}, prefix + "sum");
  }

  std::string AddNormaliser(const io::LayerSpec& layer, const std::string& x, const std::string& prefix) {
    const std::string centred = Node("Sub", {x, Tensor(prefix + "mean")}, prefix + "centred");
    const std::string scaled = Node("Div", {centred, Tensor(prefix + "std")}, prefix + "scaled");
    if (layer.clip <= 0) return scaled;
    const auto clip = static_cast<float>(layer.clip);
    const std::string low = Constant(prefix + "low", {.values = {-clip}});
    return Node("Clip", {scaled, low, Constant(prefix + "high", {.values = {clip}})}, prefix + "clipped");
  }

  std::string AddActivation(io::Activation activation, const std::string& x, const std::string& prefix) {
    const std::string y = prefix + "active";
    switch (activation) {
      case io::Activation::kElu:
        return Node("Elu", {x}, y);
      case io::Activation::kRelu:
        return Node("Relu", {x}, y);
      case io::Activation::kSilu:
        return Node("Mul", {x, Node("Sigmoid", {x}, prefix + "gate")}, y);
      case io::Activation::kTanh:
        return Node("Tanh", {x}, y);
      case io::Activation::kSigmoid:
        break;
    }
    return Node("Sigmoid", {x}, y);
  }

  std::string AddConv(const io::LayerSpec& layer, const std::string& x, const std::string& prefix) {
    const auto kernel = static_cast<int64_t>(layer.kernel), stride = static_cast<int64_t>(layer.stride);
    const std::vector<int64_t> pads(4, static_cast<int64_t>(layer.padding));
    return Node("Conv", {x, Tensor(prefix + "weight"), Tensor(prefix + "bias")}, prefix + "conv",
                {{"kernel_shape", std::vector<int64_t>{kernel, kernel}},
                 {"strides", std::vector<int64_t>{stride, stride}},
                 {"pads", pads}});
  }

  // a sequence of one time step: [batch, F] to [1, batch, F] and the new h back to [batch, units]
  std::string AddRecurrent(const std::string& op, std::span<const size_t> gates, const std::string& x,
                           const std::string& prefix) {
    const size_t units = tensors_.At(prefix + "weight_hh_l0").shape[1];
    const std::string first = Constant("first_axis", {.shape = {1}, .integer = true, .values = {0}});
    std::vector<std::string> inputs{Node("Unsqueeze", {x, first}, prefix + "sequence"),
                                    Gates(prefix + "weight_ih_l0", gates), Gates(prefix + "weight_hh_l0", gates),
                                    Biases(prefix, gates), ""};
    std::vector<std::string> outputs{""};
    const std::string suffix = num_recurrent_ == 0 ? "" : core::Cat("_", num_recurrent_);
    for (const char* state : {"h", "c"}) {
      if (op == "GRU" && *state == 'c') continue;
      inputs.push_back(core::Cat(state, "_in", suffix));
      outputs.push_back(core::Cat(state, "_out", suffix));
      model_.inputs.push_back({inputs.back(), {1, kDynamic, static_cast<int64_t>(units)}});
      model_.outputs.push_back({outputs.back(), {1, kDynamic, static_cast<int64_t>(units)}});
    }
    ++num_recurrent_;
    std::map<std::string, OnnxAttribute> attributes{{"hidden_size", static_cast<int64_t>(units)}};
    if (op == "GRU") attributes["linear_before_reset"] = int64_t{1};
    model_.nodes.push_back({prefix + op, op, std::move(inputs), outputs, std::move(attributes)});
    return Node("Squeeze", {outputs[1], first}, prefix + "h");
  }

  // [gates units, in] as ONNX wants it, [1, gates units, in]
  std::string Gates(const std::string& name, std::span<const size_t> gates) {
    const io::ArrayView& array = tensors_.At(name);
    return Constant(name, {.shape = {1, array.shape[0], array.shape[1]}, .values = Reorder(array.As<float>(), gates)});
  }

  // both biases one after the other   [1, 2 gates units]
  std::string Biases(const std::string& prefix, std::span<const size_t> gates) {
    std::vector<float> values = Reorder(tensors_.At(prefix + "bias_ih_l0").As<float>(), gates);
    const std::vector<float> second = Reorder(tensors_.At(prefix + "bias_hh_l0").As<float>(), gates);
    values.insert(values.end(), second.begin(), second.end());
    return Constant(prefix + "biases", {.shape = {1, values.size()}, .values = std::move(values)});
  }

  std::string Tensor(const std::string& name) {
    const io::ArrayView& array = tensors_.At(name);
    const std::span<const float> values = array.As<float>();
    return Constant(name, {.shape = array.shape, .values = {values.begin(), values.end()}});
  }

  std::string Constant(const std::string& name, OnnxTensor tensor) {
    model_.constants[name] = std::move(tensor);
    return name;
  }

  std::string Node(const std::string& op, std::vector<std::string> inputs, const std::string& output,
                   std::map<std::string, OnnxAttribute> attributes = {}) {
    model_.nodes.push_back({output, op, std::move(inputs), {output}, std::move(attributes)});
    return output;
  }

  const io::ArrayFile& tensors_;
  OnnxModel model_{.opset = kOpset};
  size_t num_recurrent_ = 0;  // layers so far
};

}  // namespace

OnnxModel MakeOnnxModel(const io::NetworkFile& network, const std::map<std::string, std::string>& metadata) {
  OnnxModel model = Builder(network.tensors).Build(network.spec);
  model.metadata = metadata;
  return model;
}

void WriteOnnx(const std::filesystem::path& path, const io::NetworkFile& network,
               const std::map<std::string, std::string>& metadata) {
  OnnxModel model = MakeOnnxModel(network, metadata);
  model.file = path.string();
  core::WriteFileAtomic(path, EncodeOnnxModel(model));
}

}  // namespace porter::infer
