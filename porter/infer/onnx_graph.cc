#include "porter/infer/onnx_graph.h"

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_plan.h"

namespace porter::infer {
namespace {

std::vector<OnnxPort> Ports(const Plan& plan, const std::vector<size_t>& values, const std::vector<OnnxValue>& named) {
  std::vector<OnnxPort> ports;
  for (size_t i = 0; i < values.size(); ++i) ports.push_back({named[i].name, plan.values[values[i]].shape});
  return ports;
}

size_t Index(const std::vector<OnnxPort>& ports, std::string_view name, const std::string& file) {
  std::vector<std::string> names;
  for (const OnnxPort& port : ports) {
    if (port.name == name) return names.size();
    names.push_back(port.name);
  }
  const std::string nearest = core::NearestName(name, names);
  throw core::Error({.what = core::Cat("the ONNX graph has no '", name, "'"),
                     .place = {.file = file},
                     .expected = core::Join(names, ", "),
                     .hint = nearest.empty() ? "" : core::Cat("did you mean '", nearest, "'?")});
}

}  // namespace

struct OnnxGraph::Impl {
  std::string file;
  std::map<std::string, std::string> metadata;
  Plan plan;
  std::vector<OnnxPort> inputs, outputs;
};

OnnxGraph::OnnxGraph(const OnnxModel& model, const OnnxOptions& options) {
  PORTER_CHECK(options.batch > 0u);
  auto impl = std::make_unique<Impl>(
      Impl{.file = model.file, .metadata = model.metadata, .plan = MakePlan(model, options.batch)});
  impl->inputs = Ports(impl->plan, impl->plan.inputs, model.inputs);
  impl->outputs = Ports(impl->plan, impl->plan.outputs, model.outputs);
  impl_ = std::move(impl);
}
OnnxGraph::~OnnxGraph() = default;
OnnxGraph::OnnxGraph(OnnxGraph&&) noexcept = default;

const std::vector<OnnxPort>& OnnxGraph::inputs() const noexcept {
  return impl_->inputs;
}
const std::vector<OnnxPort>& OnnxGraph::outputs() const noexcept {
  return impl_->outputs;
}
const std::map<std::string, std::string>& OnnxGraph::metadata() const noexcept {
  return impl_->metadata;
}
size_t OnnxGraph::InputIndex(std::string_view name) const {
  return Index(impl_->inputs, name, impl_->file);
}
size_t OnnxGraph::OutputIndex(std::string_view name) const {
  return Index(impl_->outputs, name, impl_->file);
}

void OnnxGraph::Forward(OnnxScratch& scratch) const noexcept {
  PORTER_CHECK(scratch.memory_.size() == impl_->plan.values.size(), "a scratch made for this graph");
  for (const PlanStep& step : impl_->plan.steps) step.run(scratch.memory_.data());
}

OnnxScratch::OnnxScratch(const OnnxGraph& graph) : arena_(graph.impl_->plan.arena) {
  const Plan& plan = graph.impl_->plan;
  for (const PlanValue& value : plan.values) {
    const PlanValue& root = plan.values[value.root];
    // steps read constants and never write them
    memory_.push_back(root.constant ? const_cast<float*>(root.constant->data()) : arena_.data() + root.offset);
  }
  for (const size_t input : plan.inputs) inputs_.emplace_back(memory_[input], Count(plan.values[input].shape));
  for (const size_t output : plan.outputs) outputs_.emplace_back(memory_[output], Count(plan.values[output].shape));
}

std::span<float> OnnxScratch::Input(size_t index) noexcept {
  PORTER_CHECK(index < inputs_.size());
  return inputs_[index];
}

std::span<const float> OnnxScratch::Output(size_t index) const noexcept {
  PORTER_CHECK(index < outputs_.size());
  return outputs_[index];
}

}  // namespace porter::infer
