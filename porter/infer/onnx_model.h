// An ONNX file as plain data: nodes, constants, inputs and outputs, before anything is resolved. Numbers are floats
// throughout: integers (shapes, indices) are exact up to 2^24, larger ones are accepted only as "to the end" marks.
// Read by onnx_read.cc, written by onnx_encode.cc.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace porter::infer {

struct OnnxTensor {
  std::vector<size_t> shape = {};
  bool integer = false;            // or bool
  std::vector<float> values = {};  // row-major   [product of shape]
};

using OnnxAttribute = std::variant<int64_t, float, std::string, std::vector<int64_t>, std::vector<float>,
                                   std::vector<std::string>, OnnxTensor>;

struct OnnxNode {
  std::string name;                 // as in the file; its first output's where it has none
  std::string op;                   // "Gemm"; operators of another domain with it: "com.microsoft.Gelu"
  std::vector<std::string> inputs;  // "" where an optional one is left out
  std::vector<std::string> outputs;
  std::map<std::string, OnnxAttribute> attributes;
};

// an input or output
struct OnnxValue {
  std::string name;
  std::vector<int64_t> shape = {};  // -1: dynamic; of outputs only what the file claims, {} where it claims nothing
};

struct OnnxModel {
  std::string file;  // for messages
  int64_t opset = 0;
  std::vector<OnnxNode> nodes;  // in order of execution
  std::map<std::string, OnnxTensor> constants;
  std::vector<OnnxValue> inputs;  // without those that have a constant
  std::vector<OnnxValue> outputs;
  std::map<std::string, std::string> metadata;
};

// throws core::Error for what is no ONNX file, element types other than numbers, weights kept in other files, subgraphs
// (If, Loop, Scan) and opsets that we do not know
OnnxModel ReadOnnxModel(const std::filesystem::path& path);
OnnxModel DecodeOnnxModel(const std::vector<std::byte>& bytes, const std::string& file);

// The bytes of a file; all dynamic sizes get one name, "batch", and constants become float or int64. Throws core::Error
// for what does not fit into one file (2 GB).
std::vector<std::byte> EncodeOnnxModel(const OnnxModel& model);

}  // namespace porter::infer
