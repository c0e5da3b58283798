// From the bytes of an ONNX file to plain data.
#include <onnx/onnx_pb.h>

#include <cmath>
#include <cstring>
#include <limits>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_model.h"

namespace porter::infer {
namespace {

constexpr int64_t kMinOpset = 11, kMaxOpset = 20;
constexpr size_t kMaxElements = size_t{1} << 28;  // of one tensor
constexpr int64_t kExact = 1 << 24;               // integers up to here are exact as floats
constexpr int64_t kToTheEnd = INT32_MAX;          // from here they only mean "as far as it goes"

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  OnnxModel Read(const std::vector<std::byte>& bytes) const {
    onnx::ModelProto proto;
    const bool fits = bytes.size() <= static_cast<size_t>(std::numeric_limits<int>::max());
    if (!fits || !proto.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())) || !proto.has_graph())
      Fail("this is no ONNX file", core::Cat(bytes.size(), " bytes"), "", "the file is cut off or has another format");
    OnnxModel model{.file = file_, .opset = Opset(proto)};
    const onnx::GraphProto& graph = proto.graph();
    if (graph.sparse_initializer_size() > 0) Fail("sparse constants are not supported");
    for (const onnx::TensorProto& tensor : graph.initializer()) {
      if (!model.constants.emplace(tensor.name(), Tensor(tensor)).second)
        Fail(core::Cat("the constant '", tensor.name(), "' is there twice"));
    }
    for (const onnx::ValueInfoProto& input : graph.input())
      if (!model.constants.contains(input.name())) model.inputs.push_back(Input(input));
    for (const onnx::ValueInfoProto& output : graph.output()) model.outputs.push_back(Value(output));
    for (const onnx::NodeProto& node : graph.node()) model.nodes.push_back(Node(node));
    for (const onnx::StringStringEntryProto& entry : proto.metadata_props())
      model.metadata[entry.key()] = entry.value();
    if (model.outputs.empty()) Fail("the graph has no outputs", "", "", "the file is cut off or empty");
    return model;
  }

 private:
  [[noreturn]] void Fail(const std::string& what, const std::string& found = {}, const std::string& expected = {},
                         const std::string& hint = {}) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found, .expected = expected, .hint = hint});
  }

  int64_t Opset(const onnx::ModelProto& proto) const {
    for (const onnx::OperatorSetIdProto& set : proto.opset_import()) {
      if (!set.domain().empty() && set.domain() != "ai.onnx") continue;
      if (set.version() < kMinOpset || set.version() > kMaxOpset)
        Fail("an ONNX opset that we do not read", core::Cat(set.version()), core::Cat(kMinOpset, " to ", kMaxOpset),
             "export it again with opset_version=17");
      return set.version();
    }
    Fail("the ONNX file does not say its opset", "", "", "the file is cut off or has another format");
  }

  std::vector<size_t> Shape(const onnx::TensorProto& proto, const std::string& place) const {
    std::vector<size_t> shape;
    size_t count = 1;
    for (const int64_t size : proto.dims()) {
      if (size < 0 || static_cast<size_t>(size) > kMaxElements)
        Fail(place + " has an impossible size", core::Cat(size));
      shape.push_back(static_cast<size_t>(size));
      count *= shape.back();
      if (count > kMaxElements) Fail(place + " is larger than any network's");
    }
    return shape;
  }

  // `typed`: the field that holds the values where raw_data does not; From: as stored there, As: element in raw_data
  template <class As, class Typed>
  std::vector<float> Values(const onnx::TensorProto& proto, const Typed& typed, size_t count,
                            const std::string& place) const {
    std::vector<float> values(count);
    const bool raw = proto.has_raw_data();
    const size_t found = raw ? proto.raw_data().size() : static_cast<size_t>(typed.size());
    const size_t expected = raw ? count * sizeof(As) : count;
    if (found != expected)
      Fail(place + " has another length than its shape asks for", core::Cat(found), core::Cat(expected));
    for (size_t i = 0; i < count; ++i) {
      As value{};
      if (raw) std::memcpy(&value, proto.raw_data().data() + i * sizeof(As), sizeof(As));
      if (!raw) value = static_cast<As>(typed.Get(static_cast<int>(i)));
      values[i] = Number(value, place);
    }
    return values;
  }

  template <class T>
  float Number(T value, const std::string& place) const {
    if constexpr (std::is_integral_v<T>) {
      const auto wide = static_cast<int64_t>(value);
      const bool exact = wide >= -kExact && wide <= kExact;
      if (!exact && wide < kToTheEnd && wide > -kToTheEnd)
        Fail(place + " holds an integer that is too large for us", core::Cat(wide), core::Cat("up to ", kExact));
    }
    return static_cast<float>(value);
  }

  OnnxTensor Tensor(const onnx::TensorProto& proto) const {
    const std::string place = core::Cat("the constant '", proto.name(), "'");
    if (proto.data_location() == onnx::TensorProto::EXTERNAL)
      Fail(place + " is kept in another file", "", "", "export the network as one file");
    OnnxTensor tensor{.shape = Shape(proto, place)};
    size_t count = 1;
    for (const size_t size : tensor.shape) count *= size;
    tensor.integer = true;
    switch (proto.data_type()) {
      case onnx::TensorProto::FLOAT:
        tensor.integer = false;
        tensor.values = Values<float>(proto, proto.float_data(), count, place);
        break;
      case onnx::TensorProto::DOUBLE:
        tensor.integer = false;
        tensor.values = Values<double>(proto, proto.double_data(), count, place);
        break;
      case onnx::TensorProto::INT64:
        tensor.values = Values<int64_t>(proto, proto.int64_data(), count, place);
        break;
      case onnx::TensorProto::INT32:
        tensor.values = Values<int32_t>(proto, proto.int32_data(), count, place);
        break;
      case onnx::TensorProto::BOOL:
        tensor.values = Values<uint8_t>(proto, proto.int32_data(), count, place);
        break;
      default:
        Fail(place + " has an element type that we do not read", core::Cat("type ", proto.data_type()),
             "float, double, int32, int64 or bool");
    }
    return tensor;
  }

  OnnxValue Input(const onnx::ValueInfoProto& proto) const {
    const onnx::TypeProto::Tensor& type = proto.type().tensor_type();
    if (type.elem_type() != onnx::TensorProto::FLOAT || !type.has_shape())
      Fail(core::Cat("the input '", proto.name(), "' is no float tensor of known rank"));
    return Value(proto);
  }

  static OnnxValue Value(const onnx::ValueInfoProto& proto) {
    OnnxValue value{.name = proto.name()};
    for (const onnx::TensorShapeProto::Dimension& size : proto.type().tensor_type().shape().dim())
      value.shape.push_back(size.has_dim_value() && size.dim_value() > 0 ? size.dim_value() : -1);
    return value;
  }

  OnnxNode Node(const onnx::NodeProto& proto) const {
    const bool standard = proto.domain().empty() || proto.domain() == "ai.onnx";
    OnnxNode node{.name = proto.name(), .op = standard ? proto.op_type() : proto.domain() + "." + proto.op_type()};
    node.inputs.assign(proto.input().begin(), proto.input().end());
    node.outputs.assign(proto.output().begin(), proto.output().end());
    if (node.name.empty() && !node.outputs.empty()) node.name = node.outputs[0];
    for (const onnx::AttributeProto& attribute : proto.attribute())
      node.attributes.emplace(attribute.name(), Attribute(attribute, node));
    return node;
  }

  OnnxAttribute Attribute(const onnx::AttributeProto& proto, const OnnxNode& node) const {
    switch (proto.type()) {
      case onnx::AttributeProto::INT:
        return proto.i();
      case onnx::AttributeProto::FLOAT:
        return proto.f();
      case onnx::AttributeProto::STRING:
        return proto.s();
      case onnx::AttributeProto::INTS:
        return std::vector<int64_t>(proto.ints().begin(), proto.ints().end());
      case onnx::AttributeProto::FLOATS:
        return std::vector<float>(proto.floats().begin(), proto.floats().end());
      case onnx::AttributeProto::STRINGS:
        return std::vector<std::string>(proto.strings().begin(), proto.strings().end());
      case onnx::AttributeProto::TENSOR:
        return Tensor(proto.t());
      default:
        Fail(core::Cat("operator ", node.op, " of node '", node.name, "' has an attribute that we do not read"),
             proto.name(), "numbers, texts or a tensor");
    }
  }

  const std::string& file_;
};

}  // namespace

OnnxModel DecodeOnnxModel(const std::vector<std::byte>& bytes, const std::string& file) {
  return Reader(file).Read(bytes);
}

OnnxModel ReadOnnxModel(const std::filesystem::path& path) {
  return DecodeOnnxModel(core::ReadFile(path), path.string());
}

}  // namespace porter::infer
