// From plain data to the bytes of an ONNX file; reading is onnx_read.cc. Tensors are raw little-endian floats or int64.
#include <onnx/onnx_pb.h>

#include <limits>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_model.h"

namespace porter::infer {
namespace {

constexpr int64_t kIrVersion = 8;  // of the container; the one that came with opset 17

void EncodeTensor(const OnnxTensor& tensor, const std::string& name, onnx::TensorProto& proto) {
  proto.set_name(name);
  for (const size_t size : tensor.shape) proto.add_dims(static_cast<int64_t>(size));
  proto.set_data_type(tensor.integer ? onnx::TensorProto::INT64 : onnx::TensorProto::FLOAT);
  if (!tensor.integer) {
    proto.set_raw_data(tensor.values.data(), tensor.values.size() * sizeof(float));
    return;
  }
  const std::vector<int64_t> integers(tensor.values.begin(), tensor.values.end());
  proto.set_raw_data(integers.data(), integers.size() * sizeof(int64_t));
}

void EncodeValue(const OnnxValue& value, onnx::ValueInfoProto& proto) {
  proto.set_name(value.name);
  onnx::TypeProto::Tensor& type = *proto.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  for (const int64_t size : value.shape) {
    onnx::TensorShapeProto::Dimension& dimension = *type.mutable_shape()->add_dim();
    if (size < 0) dimension.set_dim_param("batch");
    if (size >= 0) dimension.set_dim_value(size);
  }
}

struct AttributeEncoder {
  void operator()(int64_t value) const {
    proto.set_type(onnx::AttributeProto::INT);
    proto.set_i(value);
  }
  void operator()(float value) const {
    proto.set_type(onnx::AttributeProto::FLOAT);
    proto.set_f(value);
  }
  void operator()(const std::string& value) const {
    proto.set_type(onnx::AttributeProto::STRING);
    proto.set_s(value);
  }
  void operator()(const std::vector<int64_t>& values) const {
    proto.set_type(onnx::AttributeProto::INTS);
    for (const int64_t value : values) proto.add_ints(value);
  }
  void operator()(const std::vector<float>& values) const {
    proto.set_type(onnx::AttributeProto::FLOATS);
    for (const float value : values) proto.add_floats(value);
  }
  void operator()(const std::vector<std::string>& values) const {
    proto.set_type(onnx::AttributeProto::STRINGS);
    for (const std::string& value : values) proto.add_strings(value);
  }
  void operator()(const OnnxTensor& value) const {
    proto.set_type(onnx::AttributeProto::TENSOR);
    EncodeTensor(value, "", *proto.mutable_t());
  }
  onnx::AttributeProto& proto;
};

void EncodeNode(const OnnxNode& node, onnx::NodeProto& proto) {
  const size_t point = node.op.rfind('.');
  proto.set_name(node.name);
  if (point != std::string::npos) proto.set_domain(node.op.substr(0, point));
  proto.set_op_type(node.op.substr(point == std::string::npos ? 0 : point + 1));
  for (const std::string& input : node.inputs) proto.add_input(input);
  for (const std::string& output : node.outputs) proto.add_output(output);
  for (const auto& [name, value] : node.attributes) {
    onnx::AttributeProto& attribute = *proto.add_attribute();
    attribute.set_name(name);
    std::visit(AttributeEncoder{attribute}, value);
  }
}

}  // namespace

std::vector<std::byte> EncodeOnnxModel(const OnnxModel& model) {
  onnx::ModelProto proto;
  proto.set_ir_version(kIrVersion);
  proto.set_producer_name("porter");
  proto.add_opset_import()->set_version(model.opset);
  onnx::GraphProto& graph = *proto.mutable_graph();
  graph.set_name("network");
  for (const OnnxValue& input : model.inputs) EncodeValue(input, *graph.add_input());
  for (const OnnxValue& output : model.outputs) EncodeValue(output, *graph.add_output());
  for (const auto& [name, tensor] : model.constants) EncodeTensor(tensor, name, *graph.add_initializer());
  for (const OnnxNode& node : model.nodes) EncodeNode(node, *graph.add_node());
  for (const auto& [key, value] : model.metadata) {
    onnx::StringStringEntryProto& entry = *proto.add_metadata_props();
    entry.set_key(key);
    entry.set_value(value);
  }
  const size_t size = proto.ByteSizeLong();
  if (size > static_cast<size_t>(std::numeric_limits<int>::max()))
    throw core::Error({.what = "the network is too large for an ONNX file",
                       .place = {.file = model.file},
                       .found = core::Cat(size, " bytes"),
                       .expected = "less than 2 GB"});
  std::vector<std::byte> bytes(size);
  PORTER_CHECK(proto.SerializeToArray(bytes.data(), static_cast<int>(size)), "protobuf writes what it has measured");
  return bytes;
}

}  // namespace porter::infer
