// Operators that work element by element, with numpy's broadcasting.
#include <algorithm>
#include <cmath>
#include <limits>

#include "porter/core/text.h"
#include "porter/infer/elementwise.h"
#include "porter/infer/onnx_operators.h"
#include "porter/infer/walk.h"

namespace porter::infer {
namespace {

void EmitUnary(NodePlan& node, Unary function, float parameter = 0) {
  const size_t x = node.Id(0), count = Count(node.InShape(0));
  const bool integer = node.In(0).integer && (function == Unary::kAbs || function == Unary::kNegate);
  const size_t y = node.Out(0, Shape(node.InShape(0)), integer);
  node.Emit([=](Memory memory) { Apply(function, parameter, memory[x], memory[y], count); });
}

template <Unary kFunction>
void PlanUnary(NodePlan& node) {
  EmitUnary(node, kFunction);
}
void PlanElu(NodePlan& node) {
  EmitUnary(node, Unary::kElu, node.Float("alpha", 1));
}
void PlanLeakyRelu(NodePlan& node) {
  EmitUnary(node, Unary::kLeakyRelu, node.Float("alpha", 0.01f));
}

Shape Broadcast(const NodePlan& node, const Shape& a, const Shape& b) {
  Shape shape(std::max(a.size(), b.size()));
  for (size_t i = 0; i < shape.size(); ++i) {
    const size_t from_end = shape.size() - i;
    const size_t left = from_end <= a.size() ? a[a.size() - from_end] : 1;
    const size_t right = from_end <= b.size() ? b[b.size() - from_end] : 1;
    if (left != right && left != 1 && right != 1)
      node.Fail("shapes that do not fit each other", ShapeText(b), ShapeText(a));
    shape[i] = left == 1 ? right : left;
  }
  return shape;
}

// 0 along the dimensions that repeat
std::vector<size_t> BroadcastStrides(const Shape& from, const Shape& to) {
  const std::vector<size_t> dense = DenseStrides(from);
  std::vector<size_t> strides(to.size(), 0);
  for (size_t i = 0; i < from.size(); ++i)
    if (from[i] != 1) strides[to.size() - from.size() + i] = dense[i];
  return strides;
}

// y = f(a, b)
template <class F>
void EmitBinary(NodePlan& node, F f) {
  const size_t a = node.Id(0), b = node.Id(1);
  const Shape shape = Broadcast(node, node.InShape(0), node.InShape(1));
  const std::vector<size_t> a_strides = BroadcastStrides(node.InShape(0), shape);
  const std::vector<size_t> b_strides = BroadcastStrides(node.InShape(1), shape);
  const size_t y = node.Out(0, shape, node.In(0).integer && node.In(1).integer);
  const Walk<3> walk(shape, {a_strides, b_strides, DenseStrides(shape)});
  node.Emit([=](Memory memory) {
    walk.Run([&](const auto& at, size_t columns, const auto& step) {
      const float* left = memory[a] + at[0];
      const float* right = memory[b] + at[1];
      float* to = memory[y] + at[2];
      if (step[0] == 1 && step[1] == 1) {
        for (size_t i = 0; i < columns; ++i) to[i] = f(left[i], right[i]);
      } else {
        for (size_t i = 0; i < columns; ++i) to[i] = f(left[i * step[0]], right[i * step[1]]);
      }
    });
  });
}

void PlanAdd(NodePlan& node) {
  EmitBinary(node, [](float a, float b) { return a + b; });
}
void PlanSub(NodePlan& node) {
  EmitBinary(node, [](float a, float b) { return a - b; });
}
void PlanMul(NodePlan& node) {
  EmitBinary(node, [](float a, float b) { return a * b; });
}
void PlanDiv(NodePlan& node) {
  if (node.In(0).integer && node.In(1).integer)
    return EmitBinary(node, [](float a, float b) { return std::trunc(a / b); });
  EmitBinary(node, [](float a, float b) { return a / b; });
}
void PlanPow(NodePlan& node) {
  EmitBinary(node, [](float a, float b) { return b == 2 ? a * a : std::pow(a, b); });
}
// NaN on either side stays
void PlanMin(NodePlan& node) {
  if (node.num_inputs() != 2) node.Fail("only two inputs are supported", core::Cat(node.num_inputs()), "2");
  EmitBinary(node, [](float a, float b) { return a < b || a != a ? a : b; });
}
void PlanMax(NodePlan& node) {
  if (node.num_inputs() != 2) node.Fail("only two inputs are supported", core::Cat(node.num_inputs()), "2");
  EmitBinary(node, [](float a, float b) { return a > b || a != a ? a : b; });
}

float Bound(const NodePlan& node, size_t input, float otherwise) {
  if (!node.Has(input)) return otherwise;
  const std::vector<float>& value = node.Constant(input);
  if (value.size() != 1) node.Fail("a bound that is not one number", core::Cat(value.size(), " numbers"), "1");
  return value[0];
}

// part of the policy as it was trained, so what it changes is not counted
void PlanClip(NodePlan& node) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const float low = Bound(node, 1, -kInfinity), high = Bound(node, 2, kInfinity);
  const size_t x = node.Id(0), count = Count(node.InShape(0));
  const size_t y = node.Out(0, Shape(node.InShape(0)), node.In(0).integer);
  node.Emit([=](Memory memory) { Clip(low, high, memory[x], memory[y], count); });
}

enum class Cast { kFloat, kInteger, kBool };

Cast CastOf(NodePlan& node) {
  constexpr int64_t kFloat = 1, kInt32 = 6, kInt64 = 7, kBool = 9, kDouble = 11;  // ONNX's element types
  const int64_t to = node.Int("to", 0);
  if (to == kFloat || to == kDouble) return Cast::kFloat;
  if (to == kInt32 || to == kInt64) return Cast::kInteger;
  if (to == kBool) return Cast::kBool;
  node.Fail("an element type that we do not have", core::Cat("type ", to), "float, double, int32, int64 or bool");
}

void PlanCast(NodePlan& node) {
  const Cast cast = CastOf(node);
  const size_t x = node.Id(0), count = Count(node.InShape(0));
  const size_t y = node.Out(0, Shape(node.InShape(0)), cast != Cast::kFloat);
  node.Emit([=](Memory memory) {
    for (size_t i = 0; i < count; ++i) {
      const float value = memory[x][i];
      memory[y][i] = cast == Cast::kFloat ? value : cast == Cast::kInteger ? std::trunc(value) : value != 0 ? 1 : 0;
    }
  });
}

}  // namespace

std::vector<OnnxOperator> MathOperators() {
  return {{"Abs", PlanUnary<Unary::kAbs>},
          {"Add", PlanAdd},
          {"Cast", PlanCast},
          {"Clip", PlanClip},
          {"Div", PlanDiv},
          {"Elu", PlanElu},
          {"Exp", PlanUnary<Unary::kExp>},
          {"LeakyRelu", PlanLeakyRelu},
          {"Log", PlanUnary<Unary::kLog>},
          {"Max", PlanMax},
          {"Min", PlanMin},
          {"Mul", PlanMul},
          {"Neg", PlanUnary<Unary::kNegate>},
          {"Pow", PlanPow},
          {"Reciprocal", PlanUnary<Unary::kReciprocal>},
          {"Relu", PlanUnary<Unary::kRelu>},
          {"Sigmoid", PlanUnary<Unary::kSigmoid>},
          {"Softplus", PlanUnary<Unary::kSoftplus>},
          {"Sqrt", PlanUnary<Unary::kSqrt>},
          {"Sub", PlanSub},
          {"Tanh", PlanUnary<Unary::kTanh>}};
}

}  // namespace porter::infer
