// A foreign policy as an ONNX graph: loaded once, every shape resolved and every buffer placed, then run without
// allocations. Operators of feed-forward and recurrent policies (onnx_operators.h); float inputs and outputs. Recurrent
// state is what the graph makes it: inputs and outputs that the caller feeds back. Rows of a batch do not touch.
//
//   const OnnxGraph graph(ReadOnnxModel("walk.onnx"), {.batch = 1});
//   OnnxScratch scratch(graph);
//   std::ranges::copy(observation, scratch.Input(0).begin());
//   graph.Forward(scratch);
//   scratch.Output(0)
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/infer/onnx_model.h"

namespace porter::infer {

struct OnnxOptions {
  size_t batch = 1;  // what dynamic dimensions become; in a graph without them, also a leading 1 of its inputs
};

struct OnnxPort {
  std::string name;
  std::vector<size_t> shape;  // with the batch in place
};

class OnnxGraph {
 public:
  // throws core::Error that names the node and the file for operators and settings we do not have, shapes that do not
  // fit each other or the batch, graphs too large to be a policy
  explicit OnnxGraph(const OnnxModel& model, const OnnxOptions& options = {});
  ~OnnxGraph();
  OnnxGraph(OnnxGraph&&) noexcept;

  const std::vector<OnnxPort>& inputs() const noexcept;   // in the file's order
  const std::vector<OnnxPort>& outputs() const noexcept;  // in the file's order
  size_t InputIndex(std::string_view name) const;         // throws core::Error with the nearest name
  size_t OutputIndex(std::string_view name) const;
  const std::map<std::string, std::string>& metadata() const noexcept;  // as written, often JSON

  // outputs from inputs, both in the scratch
  void Forward(class OnnxScratch& scratch) const noexcept;

 private:
  friend class OnnxScratch;
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

// inputs, outputs and everything between of one caller; the graph outlives it
class OnnxScratch {
 public:
  explicit OnnxScratch(const OnnxGraph& graph);

  std::span<float> Input(size_t index) noexcept;               // row-major, zeros at first; kept by Forward
  std::span<const float> Output(size_t index) const noexcept;  // row-major; valid until the next Forward

 private:
  friend class OnnxGraph;
  std::vector<float> arena_;
  std::vector<float*> memory_;  // of every value
  std::vector<std::span<float>> inputs_;
  std::vector<std::span<const float>> outputs_;
};

}  // namespace porter::infer
