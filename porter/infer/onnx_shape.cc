// Operators that move, cut and join; those that only rename dimensions share their input's memory.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "porter/core/text.h"
#include "porter/infer/onnx_operators.h"
#include "porter/infer/walk.h"

namespace porter::infer {
namespace {

void PlanIdentity(NodePlan& node) {
  node.Alias(0, 0, node.InShape(0));
}

void PlanConstant(NodePlan& node) {
  const OnnxAttribute* value = node.Attribute("value");
  if (value != nullptr && std::holds_alternative<OnnxTensor>(*value))
    return node.Known(0, std::get<OnnxTensor>(*value));
  if (node.HasAttribute("value_float")) return node.Known(0, {.shape = {}, .values = {node.Float("value_float", 0)}});
  std::vector<int64_t> integers = node.Ints("value_ints", {});
  const bool one = node.HasAttribute("value_int");
  if (one) integers = {node.Int("value_int", 0)};
  if (!one && !node.HasAttribute("value_ints")) node.Fail("a constant that is neither float nor integer");
  OnnxTensor tensor{.integer = true, .values = {integers.begin(), integers.end()}};
  if (!one) tensor.shape = {integers.size()};
  node.Known(0, std::move(tensor));
}

Shape Sizes(const NodePlan& node, size_t input) {
  Shape shape;
  for (const int64_t size : node.Integers(input)) {
    if (size < 0 || size > INT32_MAX) node.Fail("an impossible size", core::Cat(size));
    shape.push_back(static_cast<size_t>(size));
  }
  return shape;
}

void PlanConstantOfShape(NodePlan& node) {
  OnnxTensor tensor{.values = {0}};
  if (const OnnxAttribute* value = node.Attribute("value"); value != nullptr) {
    if (!std::holds_alternative<OnnxTensor>(*value) || std::get<OnnxTensor>(*value).values.size() != 1)
      node.Fail("a value that is not one number");
    tensor = std::get<OnnxTensor>(*value);
  }
  const float fill = tensor.values[0];
  const size_t y = node.Out(0, Sizes(node, 0), tensor.integer);
  const size_t count = Count(Sizes(node, 0));
  node.Emit([=](Memory memory) { std::fill_n(memory[y], count, fill); });
}

void PlanShape(NodePlan& node) {
  const Shape& shape = node.InShape(0);
  const auto rank = static_cast<int64_t>(shape.size());
  const auto within = [&](int64_t at) { return std::clamp<int64_t>(at < 0 ? at + rank : at, 0, rank); };
  const int64_t begin = within(node.Int("start", 0)), end = std::max(begin, within(node.Int("end", rank)));
  OnnxTensor tensor{.shape = {static_cast<size_t>(end - begin)}, .integer = true};
  tensor.values.assign(shape.begin() + begin, shape.begin() + end);
  node.Known(0, std::move(tensor));
}

void PlanReshape(NodePlan& node) {
  if (node.Int("allowzero", 0) != 0) node.Fail("allowzero is not supported");
  const Shape from = node.InShape(0);
  Shape to;
  std::optional<size_t> open;
  for (const int64_t size : node.Integers(1)) {
    if (size < -1 || size > INT32_MAX || (size == -1 && open) || (size == 0 && to.size() >= from.size()))
      node.Fail("an impossible size", core::Cat(size));
    if (size == -1) open = to.size();
    to.push_back(size == -1 ? 1 : size == 0 ? from[to.size()] : static_cast<size_t>(size));
  }
  const size_t rest = Count(to);
  if (open && rest > 0) to[*open] = Count(from) / rest;
  node.Alias(0, 0, std::move(to));
}

void PlanFlatten(NodePlan& node) {
  const Shape shape = node.InShape(0);
  const int64_t given = node.Int("axis", 1);
  const size_t axis = given == static_cast<int64_t>(shape.size()) ? shape.size() : node.Axis(given, shape.size());
  const Shape front(shape.begin(), shape.begin() + static_cast<ptrdiff_t>(axis));
  const Shape back(shape.begin() + static_cast<ptrdiff_t>(axis), shape.end());
  node.Alias(0, 0, {Count(front), Count(back)});
}

// axes as an input since opset 13, as an attribute before
std::vector<int64_t> Axes(NodePlan& node) {
  return node.Has(1) ? node.Integers(1) : node.Ints("axes", {});
}

void PlanSqueeze(NodePlan& node) {
  const Shape from = node.InShape(0);
  std::vector<bool> drop(from.size(), false);
  const std::vector<int64_t> axes = Axes(node);
  for (const int64_t axis : axes) drop[node.Axis(axis, from.size())] = true;
  if (axes.empty()) std::transform(from.begin(), from.end(), drop.begin(), [](size_t size) { return size == 1; });
  Shape to;
  for (size_t i = 0; i < from.size(); ++i) {
    if (drop[i] && from[i] != 1) node.Fail("a dimension that is not 1", ShapeText(from));
    if (!drop[i]) to.push_back(from[i]);
  }
  node.Alias(0, 0, std::move(to));
}

void PlanUnsqueeze(NodePlan& node) {
  const Shape from = node.InShape(0);
  const std::vector<int64_t> axes = Axes(node);
  const size_t rank = from.size() + axes.size();
  std::vector<bool> fresh(rank, false);
  for (const int64_t axis : axes) {
    const size_t at = node.Axis(axis, rank);
    if (fresh[at]) node.Fail("an axis that is named twice", core::Cat(axis));
    fresh[at] = true;
  }
  Shape to;
  size_t next = 0;
  for (size_t i = 0; i < rank; ++i) to.push_back(fresh[i] ? 1 : from[next++]);
  node.Alias(0, 0, std::move(to));
}

// y of `shape` from x's elements at `begin` and on, `strides` apart
void EmitCopy(NodePlan& node, size_t output, const Shape& shape, size_t begin, const std::vector<size_t>& strides) {
  const size_t x = node.Id(0), y = node.Out(output, shape, node.In(0).integer);
  const Walk<2> walk(shape, {strides, DenseStrides(shape)});
  const bool empty = Count(shape) == 0;
  node.Emit([=](Memory memory) {
    if (empty) return;
    walk.Run([&](const auto& at, size_t columns, const auto& step) {
      const float* from = memory[x] + begin + at[0];
      for (size_t i = 0; i < columns; ++i) memory[y][at[1] + i] = from[i * step[0]];
    });
  });
}

void PlanTranspose(NodePlan& node) {
  const Shape from = node.InShape(0);
  std::vector<int64_t> order(from.size());
  std::iota(order.rbegin(), order.rend(), 0);
  order = node.Ints("perm", order);
  std::vector<int64_t> sorted = order;
  std::sort(sorted.begin(), sorted.end());
  for (size_t i = 0; i < sorted.size(); ++i)
    if (sorted.size() != from.size() || sorted[i] != static_cast<int64_t>(i)) node.Fail("perm is no permutation");
  const std::vector<size_t> dense = DenseStrides(from);
  Shape to;
  std::vector<size_t> strides;
  for (const int64_t axis : order) {
    to.push_back(from[static_cast<size_t>(axis)]);
    strides.push_back(dense[static_cast<size_t>(axis)]);
  }
  EmitCopy(node, 0, to, 0, strides);
}

void PlanSlice(NodePlan& node) {
  const Shape from = node.InShape(0);
  const std::vector<int64_t> starts = node.Integers(1), ends = node.Integers(2);
  std::vector<int64_t> axes(starts.size()), steps(starts.size(), 1);
  std::iota(axes.begin(), axes.end(), 0);
  if (node.Has(3)) axes = node.Integers(3);
  if (node.Has(4)) steps = node.Integers(4);
  if (ends.size() != starts.size() || axes.size() != starts.size() || steps.size() != starts.size())
    node.Fail("starts, ends, axes and steps of different lengths");
  Shape to = from;
  std::vector<size_t> strides = DenseStrides(from);
  const std::vector<size_t> dense = strides;
  size_t begin = 0;
  for (size_t i = 0; i < axes.size(); ++i) {
    const size_t axis = node.Axis(axes[i], from.size());
    if (steps[i] < 1 || steps[i] > INT32_MAX) node.Fail("a step that is not positive", core::Cat(steps[i]));
    const auto size = static_cast<int64_t>(from[axis]);
    const auto within = [&](int64_t at) { return std::clamp<int64_t>(at < 0 ? at + size : at, 0, size); };
    const int64_t first = within(starts[i]), last = std::max(first, within(ends[i]));
    to[axis] = static_cast<size_t>((last - first + steps[i] - 1) / steps[i]);
    begin += static_cast<size_t>(first) * dense[axis];
    strides[axis] = dense[axis] * static_cast<size_t>(steps[i]);
  }
  EmitCopy(node, 0, to, begin, strides);
}

std::vector<size_t> SplitSizes(NodePlan& node, size_t whole) {
  std::vector<int64_t> sizes = node.Has(1) ? node.Integers(1) : node.Ints("split", {});
  const size_t parts = node.num_outputs();
  if (parts == 0) node.Fail("no outputs");
  if (node.Int("num_outputs", static_cast<int64_t>(parts)) != static_cast<int64_t>(parts))
    node.Fail("num_outputs is not the number of outputs");
  if (sizes.empty()) {
    const size_t part = (whole + parts - 1) / parts;  // the last one may be smaller
    for (size_t i = 0; i < parts; ++i)
      sizes.push_back(static_cast<int64_t>(std::min(part, whole - std::min(whole, i * part))));
  }
  int64_t sum = 0;
  for (const int64_t size : sizes) sum += size < 0 || size > INT32_MAX ? INT32_MAX : size;
  if (sizes.size() != parts || sum != static_cast<int64_t>(whole))
    node.Fail("parts that do not make up the whole", core::Cat(sum), core::Cat(whole));
  return {sizes.begin(), sizes.end()};
}

void PlanSplit(NodePlan& node) {
  const Shape from = node.InShape(0);
  const size_t axis = node.Axis(node.Int("axis", 0), from.size());
  const std::vector<size_t> dense = DenseStrides(from);
  size_t begin = 0;
  const std::vector<size_t> sizes = SplitSizes(node, from[axis]);
  for (size_t i = 0; i < sizes.size(); ++i) {
    Shape to = from;
    to[axis] = sizes[i];
    EmitCopy(node, i, to, begin * dense[axis], dense);
    begin += sizes[i];
  }
}

void PlanExpand(NodePlan& node) {
  const Shape from = node.InShape(0);
  Shape to = Sizes(node, 1);
  if (to.size() < from.size()) to.insert(to.begin(), from.size() - to.size(), 1);
  const std::vector<size_t> dense = DenseStrides(from);
  std::vector<size_t> strides(to.size(), 0);
  for (size_t i = 0; i < from.size(); ++i) {
    size_t& size = to[to.size() - from.size() + i];
    if (size != from[i] && size != 1 && from[i] != 1)
      node.Fail("shapes that do not fit each other", ShapeText(to), ShapeText(from));
    if (from[i] != 1) {
      size = from[i];
      strides[to.size() - from.size() + i] = dense[i];
    }
  }
  EmitCopy(node, 0, to, 0, strides);
}

void PlanConcat(NodePlan& node) {
  Shape shape = node.InShape(0);
  const size_t axis = node.Axis(node.Int("axis", 0), shape.size());
  bool integer = true;
  size_t sum = 0;
  for (size_t i = 0; i < node.num_inputs(); ++i) {
    Shape part = node.InShape(i);
    integer = integer && node.In(i).integer;
    if (part.size() == shape.size()) sum += part[axis];
    if (part.size() == shape.size()) part[axis] = shape[axis];
    if (part != shape) node.Fail("parts that do not fit each other", ShapeText(node.InShape(i)), ShapeText(shape));
  }
  shape[axis] = sum;
  const size_t inner = Count(Shape(shape.begin() + static_cast<ptrdiff_t>(axis), shape.end()));
  const size_t outer = Count(Shape(shape.begin(), shape.begin() + static_cast<ptrdiff_t>(axis)));
  const size_t y = node.Out(0, shape, integer);
  size_t begin = 0;
  for (size_t i = 0; i < node.num_inputs(); ++i) {
    const size_t x = node.Id(i), columns = Count(node.InShape(i)) / std::max<size_t>(1, outer), at = begin;
    node.Emit([=](Memory memory) {
      for (size_t r = 0; r < outer; ++r) std::copy_n(memory[x] + r * columns, columns, memory[y] + r * inner + at);
    });
    begin += columns;
  }
}

// y = x[..., indices, ...]; an index outside, found while running, gives NaN: never a wrong number quietly
void PlanGather(NodePlan& node) {
  const Shape from = node.InShape(0), picks = node.InShape(1);
  const size_t axis = node.Axis(node.Int("axis", 0), from.size());
  const auto size = static_cast<float>(from[axis]);
  if (!node.In(1).integer) node.Fail("indices that are no integers");
  if (node.In(1).constant) {
    for (const int64_t index : node.Integers(1)) node.Axis(index, from[axis]);
  }
  const Shape front(from.begin(), from.begin() + static_cast<ptrdiff_t>(axis));
  const Shape back(from.begin() + static_cast<ptrdiff_t>(axis) + 1, from.end());
  Shape to = front;
  to.insert(to.end(), picks.begin(), picks.end());
  to.insert(to.end(), back.begin(), back.end());
  const size_t outer = Count(front), inner = Count(back), count = Count(picks), step = from[axis] * inner;
  const size_t x = node.Id(0), index = node.Id(1), y = node.Out(0, to, node.In(0).integer);
  node.Emit([=](Memory memory) {
    for (size_t i = 0; i < outer * count; ++i) {
      const float pick = memory[index][i % count];
      const float at = pick < 0 ? pick + size : pick;
      float* target = memory[y] + i * inner;
      if (at >= 0 && at < size) {
        std::copy_n(memory[x] + i / count * step + static_cast<size_t>(at) * inner, inner, target);
      } else {
        std::fill_n(target, inner, std::numeric_limits<float>::quiet_NaN());
      }
    }
  });
}

}  // namespace

std::vector<OnnxOperator> ShapeOperators() {
  return {{"Concat", PlanConcat},       {"Constant", PlanConstant},  {"ConstantOfShape", PlanConstantOfShape},
          {"Expand", PlanExpand},       {"Flatten", PlanFlatten},    {"Gather", PlanGather},
          {"Identity", PlanIdentity},   {"Reshape", PlanReshape},    {"Shape", PlanShape},
          {"Slice", PlanSlice},         {"Split", PlanSplit},        {"Squeeze", PlanSqueeze},
          {"Transpose", PlanTranspose}, {"Unsqueeze", PlanUnsqueeze}};
}

}  // namespace porter::infer
