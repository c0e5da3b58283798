// NodePlan of onnx_plan.h: what an operator sees of its node.
#include <algorithm>
#include <cmath>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_plan.h"
#include "porter/infer/walk.h"

namespace porter::infer {
namespace {

constexpr size_t kMaxFloats = size_t{1} << 26;  // of one value
constexpr double kMaxWork = 1e10;               // products of one node, some seconds
constexpr size_t kMaxKnown = size_t{1} << 24;   // floats that the constants' operators make, all together

}  // namespace

NodePlan::NodePlan(const OnnxModel& model, const OnnxNode& node, Plan& plan, std::map<std::string, size_t>& names)
    : model_(model), node_(node), plan_(plan), names_(names) {
  for (const std::string& input : node.inputs) {
    const auto value = names.find(input);
    if (input.empty()) {
      inputs_.emplace_back();
    } else if (value == names.end()) {
      Fail("an input that no node before it makes", input);
    } else {
      inputs_.emplace_back(value->second);
    }
  }
}

void NodePlan::Fail(const std::string& what, const std::string& found, const std::string& expected) const {
  throw core::Error({.what = core::Cat("operator ", node_.op, " of node '", node_.name, "': ", what),
                     .place = {.file = model_.file},
                     .found = found,
                     .expected = expected});
}

size_t NodePlan::Id(size_t input) const {
  if (!Has(input)) Fail(core::Cat("input ", input, " is missing"));
  return *inputs_[input];
}

const PlanValue& NodePlan::In(size_t input) const {
  return plan_.values[Id(input)];
}

const std::vector<float>& NodePlan::Constant(size_t input) const {
  const PlanValue& value = In(input);
  if (!value.constant)
    Fail(core::Cat("input ", input, " is not known when the graph is loaded"), value.name, "a constant");
  return *value.constant;
}

std::vector<int64_t> NodePlan::Integers(size_t input) const {
  std::vector<int64_t> integers;
  for (const float value : Constant(input)) {
    if (!std::isfinite(value) || std::trunc(value) != value)
      Fail("a whole number is needed", core::FormatNumber(value));
    const bool fits = std::abs(value) < 9e18f;
    integers.push_back(fits ? static_cast<int64_t>(value) : value > 0 ? INT64_MAX : INT64_MIN);
  }
  return integers;
}

const OnnxAttribute* NodePlan::Attribute(const std::string& name) {
  asked_.insert(name);
  const auto found = node_.attributes.find(name);
  return found == node_.attributes.end() ? nullptr : &found->second;
}

template <class T>
T NodePlan::Get(const std::string& name, T otherwise) {
  const OnnxAttribute* attribute = Attribute(name);
  if (attribute == nullptr) return otherwise;
  if (!std::holds_alternative<T>(*attribute)) Fail("an attribute of the wrong type", name);
  return std::get<T>(*attribute);
}

int64_t NodePlan::Int(const std::string& name, int64_t otherwise) {
  return Get<int64_t>(name, otherwise);
}
float NodePlan::Float(const std::string& name, float otherwise) {
  return Get<float>(name, otherwise);
}
std::string NodePlan::Text(const std::string& name, const std::string& otherwise) {
  return Get<std::string>(name, otherwise);
}
std::vector<int64_t> NodePlan::Ints(const std::string& name, std::vector<int64_t> otherwise) {
  return Get<std::vector<int64_t>>(name, std::move(otherwise));
}

size_t NodePlan::Axis(int64_t axis, size_t rank) const {
  const auto dimensions = static_cast<int64_t>(rank);
  if (axis < -dimensions || axis >= dimensions)
    Fail("an axis outside the tensor", core::Cat(axis), core::Cat(-dimensions, " to ", dimensions - 1));
  return static_cast<size_t>(axis < 0 ? axis + dimensions : axis);
}

size_t NodePlan::Add(PlanValue value) {
  size_t count = 1;
  for (const size_t size : value.shape) {
    if (size > kMaxFloats || count * size > kMaxFloats) count = kMaxFloats + 1;
    if (count > kMaxFloats) break;
    count *= size;
  }
  if (value.shape.size() > kMaxRank || count > kMaxFloats) Fail("a result that is too large", ShapeText(value.shape));
  value.root = plan_.values.size();
  plan_.values.push_back(std::move(value));
  return plan_.values.size() - 1;
}

size_t NodePlan::Out(size_t output, Shape shape, bool integer) {
  if (!Wants(output)) return Work(Count(shape));  // computed all the same
  const std::string& name = node_.outputs[output];
  const size_t id = Add({.name = name, .shape = std::move(shape), .integer = integer});
  if (!names_.emplace(name, id).second) Fail("a name that another node has given already", name);
  written_.push_back(id);
  return id;
}

void NodePlan::Alias(size_t output, size_t input, Shape shape) {
  const size_t source = Id(input);
  if (Count(shape) != Count(In(input).shape))
    Fail("the number of elements changes", ShapeText(shape), ShapeText(In(input).shape));
  const size_t id = Out(output, std::move(shape), In(input).integer);
  written_.pop_back();
  if (plan_.values[source].constant) CountKnown(Count(plan_.values[id].shape));
  plan_.values[id].constant = plan_.values[source].constant;
  plan_.values[id].root = plan_.values[id].constant ? id : plan_.values[source].root;
}

void NodePlan::Known(size_t output, OnnxTensor tensor) {
  const size_t id = Out(output, std::move(tensor.shape), tensor.integer);
  written_.pop_back();
  plan_.values[id].constant = std::move(tensor.values);
}

size_t NodePlan::Work(size_t floats) {
  written_.push_back(Add({.name = "work of " + node_.name, .shape = {floats}}));
  return written_.back();
}

void NodePlan::Emit(std::function<void(Memory)> run) {
  emitted_.push_back(std::move(run));
}

void NodePlan::Finish() {
  for (const auto& [name, attribute] : node_.attributes)
    if (!asked_.contains(name)) Fail("an attribute that we do not support", name);
  for (const std::string& output : node_.outputs)
    if (!output.empty() && !names_.contains(output)) Fail("an output that we do not compute", output);
  if (emitted_.empty()) return;
  const bool known = std::all_of(inputs_.begin(), inputs_.end(), [&](const std::optional<size_t>& input) {
    return !input || plan_.values[*input].constant.has_value();
  });
  if (known) return Fold();
  PlanStep step{.run = [all = emitted_](Memory memory) {
    for (const auto& run : all) run(memory);
  }};
  if (emitted_.size() == 1) step.run = std::move(emitted_[0]);
  for (const std::optional<size_t>& input : inputs_)
    if (input) step.reads.push_back(*input);
  step.writes = written_;
  plan_.steps.push_back(std::move(step));
}

void NodePlan::CountKnown(size_t floats) {
  plan_.known += floats;
  if (plan_.known > kMaxKnown)
    Fail("constants that grow too large", core::Cat(plan_.known), core::Cat("up to ", kMaxKnown, " floats"));
}

void NodePlan::CheckWork(double products) const {
  if (products > kMaxWork) Fail("more work than a policy should be", core::Cat(products, " products"));
}

// runs the steps now, over the constants
void NodePlan::Fold() {
  for (const size_t id : written_) {
    CountKnown(Count(plan_.values[id].shape));
    plan_.values[id].constant.emplace(Count(plan_.values[id].shape));
  }
  std::vector<float*> memory(plan_.values.size(), nullptr);
  for (size_t id = 0; id < memory.size(); ++id)
    if (plan_.values[id].constant) memory[id] = plan_.values[id].constant->data();
  for (const auto& run : emitted_) run(memory.data());
}

}  // namespace porter::infer
