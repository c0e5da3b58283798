// porter export: the ONNX file of a policy bundle, for runtimes that are not ours. Its metadata says what the contract
// says: plain words, and lists and numbers as JSON. The file is written once its graph gives the golden outputs.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "apps/options.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_graph.h"
#include "porter/infer/onnx_write.h"
#include "porter/policy/bundle.h"

namespace porter::apps {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// of 1 and the largest golden output: as much as processors and orders of summing may differ (policy/bundle.cc)
constexpr double kTolerance = 1e-4;

struct ExportOptions {
  fs::path bundle;
  fs::path out;
  bool json = false;

  void Fields(auto&& f) {
    f(bundle,
      {.name = "bundle", .doc = "folder of the policy: contract.toml, weights.safetensors, golden.safetensors"});
    f(out, {.name = "out", .doc = "file to write, default BUNDLE/policy.onnx"});
    f(json, kJsonOption);
  }
};

// one member of every row as a JSON list
template <class Row, class Member>
std::string List(const std::vector<Row>& rows, Member Row::* member) {
  Json list = Json::array();
  for (const Row& row : rows) list.push_back(row.*member);
  return list.dump();
}

std::map<std::string, std::string> Metadata(const policy::Contract& contract) {
  using policy::JointContract, policy::TermContract;
  return {{"name", contract.name},
          {"robot", contract.robot},
          {"control_rate", core::FormatNumber(contract.control_rate)},
          {"history", core::Cat(contract.history)},
          {"joint_names", List(contract.joints, &JointContract::name)},
          {"kp", List(contract.joints, &JointContract::kp)},
          {"kd", List(contract.joints, &JointContract::kd)},
          {"effort", List(contract.joints, &JointContract::effort)},
          {"default_positions", List(contract.joints, &JointContract::default_position)},
          {"observation_names", List(contract.observation, &TermContract::name)},
          {"observation_widths", List(contract.observation, &TermContract::width)},
          {"observation_scale", List(contract.observation, &TermContract::scale)},
          {"action_names", List(contract.action, &TermContract::name)},
          {"action_widths", List(contract.action, &TermContract::width)},
          {"action_scale", List(contract.action, &TermContract::scale)},
          {"weights_hash", contract.weights_hash}};
}

struct Comparison {
  size_t rows = 0;
  double largest_difference = 0;
  double largest_output = 0;

  bool Good() const { return largest_difference <= kTolerance * (1 + largest_output); }
};

// the graph over the golden inputs, one environment step by step
Comparison CompareWithGolden(const infer::OnnxModel& model, const io::ArrayFile& golden) {
  const infer::OnnxGraph graph(model);
  infer::OnnxScratch scratch(graph);
  const std::span<const float> input = golden.At("input").As<float>(), expected = golden.At("output").As<float>();
  const size_t in = scratch.Input(0).size(), out = scratch.Output(0).size();
  Comparison comparison{.rows = input.size() / in};
  for (size_t row = 0; row < comparison.rows; ++row) {
    std::ranges::copy(input.subspan(row * in, in), scratch.Input(0).begin());
    graph.Forward(scratch);
    for (size_t i = 0; i < out; ++i) {
      const double wanted = expected[row * out + i], difference = std::abs(scratch.Output(0)[i] - wanted);
      comparison.largest_output = std::max(comparison.largest_output, std::abs(wanted));
      if (!(difference <= comparison.largest_difference)) comparison.largest_difference = difference;  // NaN stays
    }
    for (size_t state = 1; state < graph.inputs().size(); ++state)
      std::ranges::copy(scratch.Output(state), scratch.Input(state).begin());
  }
  return comparison;
}

std::string ToText(const std::vector<infer::OnnxValue>& ports) {
  std::vector<std::string> texts;
  for (const infer::OnnxValue& port : ports) {
    std::vector<std::string> sizes;
    for (const int64_t size : port.shape) sizes.push_back(size < 0 ? "batch" : core::Cat(size));
    texts.push_back(port.name + " [" + core::Join(sizes, ", ") + "]");
  }
  return core::Join(texts, ", ");
}

void Print(const ExportOptions& options, const infer::OnnxModel& model, const Comparison& comparison) {
  if (options.json) {
    const Json json{{"file", model.file},
                    {"written", comparison.Good()},
                    {"inputs", ToText(model.inputs)},
                    {"outputs", ToText(model.outputs)},
                    {"golden_rows", comparison.rows},
                    {"largest_difference", comparison.largest_difference}};
    std::cout << json.dump(-1, ' ', false, Json::error_handler_t::replace) << "\n";
    return;
  }
  std::cout << (comparison.Good() ? "" : "not written: ") << model.file << "\n"
            << ToText(model.inputs) << " -> " << ToText(model.outputs) << "\nlargest difference from "
            << comparison.rows << " golden outputs: " << core::FormatNumber(comparison.largest_difference) << "\n";
}

int Run(const ExportOptions& options) {
  const policy::BundleFiles bundle = policy::ReadBundle(options.bundle);
  const fs::path path = options.out.empty() ? options.bundle / "policy.onnx" : options.out;
  const std::vector<std::byte> bytes =
      infer::EncodeOnnxModel(infer::MakeOnnxModel(bundle.network, Metadata(bundle.contract)));
  const infer::OnnxModel read_back = infer::DecodeOnnxModel(bytes, path.string());
  const Comparison comparison = CompareWithGolden(read_back, bundle.golden);
  if (comparison.Good()) core::WriteFileAtomic(path, bytes);
  Print(options, read_back, comparison);
  return comparison.Good() ? 0 : 1;
}

}  // namespace

Verb ExportVerb() {
  return MakeVerb<Run>({.name = "export",
                        .summary = "the ONNX file of a policy bundle, checked against its golden outputs",
                        .positionals = "bundle"});
}

}  // namespace porter::apps
