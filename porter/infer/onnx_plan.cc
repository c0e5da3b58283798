#include "porter/infer/onnx_plan.h"

#include <algorithm>
#include <cmath>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/infer/onnx_operators.h"
#include "porter/infer/walk.h"

namespace porter::infer {
namespace {

constexpr size_t kMaxArena = size_t{1} << 27;  // floats; more is a mistake in the graph or the batch
constexpr size_t kAlignment = 16;              // floats

std::map<std::string, void (*)(NodePlan&)> Operators() {
  std::map<std::string, void (*)(NodePlan&)> all;
  for (const auto& list :
       {MathOperators(), MatrixOperators(), ShapeOperators(), ReduceOperators(), RecurrentOperators()})
    for (const OnnxOperator& op : list) all.emplace(op.name, op.plan);
  return all;
}

std::vector<Shape> InputShapes(const OnnxModel& model, size_t batch) {
  const auto dynamic = [](const OnnxValue& input) {
    return std::count(input.shape.begin(), input.shape.end(), -1) > 0;
  };
  const bool fixed = std::none_of(model.inputs.begin(), model.inputs.end(), dynamic);
  std::vector<Shape> shapes;
  for (const OnnxValue& input : model.inputs) {
    Shape shape;
    for (const int64_t size : input.shape) shape.push_back(size == -1 ? batch : static_cast<size_t>(size));
    if (fixed && !shape.empty() && shape[0] == 1) shape[0] = batch;
    shapes.push_back(std::move(shape));
  }
  return shapes;
}

size_t AddValue(Plan& plan, PlanValue value) {
  value.root = plan.values.size();
  plan.values.push_back(std::move(value));
  return plan.values.back().root;
}

void PlanNode(const OnnxModel& model, const OnnxNode& node, Plan& plan, std::map<std::string, size_t>& names) {
  static const std::map<std::string, void (*)(NodePlan&)> kOperators = Operators();
  NodePlan node_plan(model, node, plan, names);
  const auto op = kOperators.find(node.op);
  if (op == kOperators.end()) {
    std::vector<std::string> known;
    for (const auto& [name, function] : kOperators) known.push_back(name);
    throw core::Error({.what = core::Cat("unknown operator ", node.op, " of node '", node.name, "'"),
                       .place = {.file = model.file},
                       .expected = "one of " + core::Join(known, ", ")});
  }
  op->second(node_plan);
  node_plan.Finish();
}

// the steps between which a value's memory is needed
struct Life {
  size_t first = SIZE_MAX, last = 0;
  void Include(size_t step) {
    first = std::min(first, step);
    last = std::max(last, step);
  }
};

std::vector<Life> Lives(const Plan& plan) {
  std::vector<Life> lives(plan.values.size());
  const auto include = [&](size_t value, size_t step) { lives[plan.values[value].root].Include(step); };
  for (const size_t input : plan.inputs) {
    include(input, 0);
    include(input, plan.steps.size() + 1);  // the caller may leave it as it was
  }
  for (size_t s = 0; s < plan.steps.size(); ++s) {
    for (const size_t value : plan.steps[s].reads) include(value, s + 1);
    for (const size_t value : plan.steps[s].writes) include(value, s + 1);
  }
  for (const size_t output : plan.outputs) include(output, plan.steps.size() + 1);
  return lives;
}

// first fit: the lowest place that no value alive at the same time covers
void PlaceValues(const OnnxModel& model, Plan& plan) {
  const std::vector<Life> lives = Lives(plan);
  struct Placed {
    size_t begin, end, value;
  };
  std::vector<Placed> placed;  // by begin
  for (size_t v = 0; v < plan.values.size(); ++v) {
    PlanValue& value = plan.values[v];
    if (value.root != v || value.constant || lives[v].first == SIZE_MAX) continue;
    const size_t size = (Count(value.shape) + kAlignment - 1) / kAlignment * kAlignment;
    size_t at = 0;
    for (const Placed& other : placed) {
      if (lives[other.value].last < lives[v].first || lives[v].last < lives[other.value].first) continue;
      if (at + size <= other.begin) break;
      at = std::max(at, other.end);
    }
    value.offset = at;
    plan.arena = std::max(plan.arena, at + size);
    const Placed mine{at, at + size, v};
    placed.insert(std::upper_bound(placed.begin(), placed.end(), mine,
                                   [](const Placed& a, const Placed& b) { return a.begin < b.begin; }),
                  mine);
    if (plan.arena > kMaxArena)
      throw core::Error({.what = "the graph needs more memory than any policy should",
                         .place = {.file = model.file},
                         .found = core::Cat(plan.arena, " floats"),
                         .hint = "choose a smaller batch"});
  }
}

}  // namespace

size_t Count(const Shape& shape) {
  size_t count = 1;
  for (const size_t size : shape) count *= size;
  return count;
}

std::string ShapeText(const Shape& shape) {
  std::vector<std::string> sizes;
  for (const size_t size : shape) sizes.push_back(core::Cat(size));
  return "[" + core::Join(sizes, ", ") + "]";
}

Plan MakePlan(const OnnxModel& model, size_t batch) {
  Plan plan;
  std::map<std::string, size_t> names;  // -> values
  for (const auto& [name, tensor] : model.constants)
    names[name] =
        AddValue(plan, {.name = name, .shape = tensor.shape, .integer = tensor.integer, .constant = tensor.values});
  const std::vector<Shape> shapes = InputShapes(model, batch);
  for (size_t i = 0; i < shapes.size(); ++i) {
    if (names.contains(model.inputs[i].name) || shapes[i].size() > kMaxRank || Count(shapes[i]) > kMaxArena)
      throw core::Error({.what = core::Cat("the input '", model.inputs[i].name, "' is there twice or too large"),
                         .place = {.file = model.file},
                         .found = ShapeText(shapes[i])});
    plan.inputs.push_back(AddValue(plan, {.name = model.inputs[i].name, .shape = shapes[i]}));
    names[model.inputs[i].name] = plan.inputs.back();
  }
  for (const OnnxNode& node : model.nodes) PlanNode(model, node, plan, names);
  for (const OnnxValue& output : model.outputs) {
    const auto value = names.find(output.name);
    if (value == names.end())
      throw core::Error(
          {.what = core::Cat("no node makes the output '", output.name, "'"), .place = {.file = model.file}});
    plan.outputs.push_back(value->second);
  }
  PlaceValues(model, plan);
  return plan;
}

}  // namespace porter::infer
