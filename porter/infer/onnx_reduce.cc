// Sums and means over dimensions, norms and softmax over the last one.
#include <algorithm>
#include <cmath>

#include "porter/core/text.h"
#include "porter/infer/elementwise.h"
#include "porter/infer/onnx_operators.h"
#include "porter/infer/walk.h"

namespace porter::infer {
namespace {

// the dimensions that are reduced (or the others), with their strides in x
struct Part {
  Shape shape;
  std::vector<size_t> strides;
};
Part Choose(const Shape& shape, const std::vector<bool>& reduced, bool which) {
  const std::vector<size_t> dense = DenseStrides(shape);
  Part part;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (reduced[i] != which) continue;
    part.shape.push_back(shape[i]);
    part.strides.push_back(dense[i]);
  }
  return part;
}

std::vector<bool> ReducedAxes(NodePlan& node, const Shape& shape) {
  const std::vector<int64_t> axes = node.Has(1) ? node.Integers(1) : node.Ints("axes", {});
  if (axes.empty() && node.Int("noop_with_empty_axes", 0) != 0) node.Fail("noop_with_empty_axes is not supported");
  node.Int("noop_with_empty_axes", 0);
  std::vector<bool> reduced(shape.size(), axes.empty());
  for (const int64_t axis : axes) reduced[node.Axis(axis, shape.size())] = true;
  return reduced;
}

// sums in double, then times 1 / number of terms for a mean
void EmitReduce(NodePlan& node, bool mean) {
  const Shape shape = node.InShape(0);
  const std::vector<bool> reduced = ReducedAxes(node, shape);
  const bool keep = node.Int("keepdims", 1) != 0;
  Shape to;
  for (size_t i = 0; i < shape.size(); ++i) {
    if (!reduced[i]) to.push_back(shape[i]);
    if (reduced[i] && keep) to.push_back(1);
  }
  const Part kept = Choose(shape, reduced, false), summed = Choose(shape, reduced, true);
  if (Count(shape) == 0) node.Fail("nothing to reduce", ShapeText(shape));
  const Walk<2> outputs(kept.shape, {kept.strides, DenseStrides(kept.shape)});
  const Walk<1> terms(summed.shape, {summed.strides});
  const double scale = mean ? 1.0 / static_cast<double>(Count(summed.shape)) : 1.0;
  const size_t x = node.Id(0), y = node.Out(0, to);
  node.Emit([=](Memory memory) {
    outputs.Run([&](const auto& at, size_t columns, const auto& step) {
      for (size_t i = 0; i < columns; ++i) {
        double sum = 0;
        terms.Run([&](const auto& term, size_t count, const auto& stride) {
          const float* from = memory[x] + at[0] + i * step[0] + term[0];
          for (size_t j = 0; j < count; ++j) sum += from[j * stride[0]];
        });
        memory[y][at[1] + i * step[1]] = static_cast<float>(sum * scale);
      }
    });
  });
}

void PlanReduceMean(NodePlan& node) {
  EmitReduce(node, true);
}
void PlanReduceSum(NodePlan& node) {
  EmitReduce(node, false);
}

size_t LastAxis(NodePlan& node, int64_t otherwise) {
  const Shape& shape = node.InShape(0);
  const size_t axis = node.Axis(node.Int("axis", otherwise), shape.size());
  if (axis + 1 != shape.size())
    node.Fail("only the last dimension is supported", core::Cat("axis ", axis), core::Cat("axis ", shape.size() - 1));
  if (shape.back() == 0) node.Fail("nothing to work on", ShapeText(shape));
  return shape.back();
}

// e^(x - largest) / sum
void SoftmaxRow(const float* x, float* y, size_t width) {
  const float largest = *std::max_element(x, x + width);
  for (size_t i = 0; i < width; ++i) y[i] = x[i] - largest;
  Apply(Unary::kExp, 0, y, y, width);
  double sum = 0;
  for (size_t i = 0; i < width; ++i) sum += y[i];
  for (size_t i = 0; i < width; ++i) y[i] = static_cast<float>(y[i] / sum);
}

void PlanSoftmax(NodePlan& node) {
  constexpr int64_t kLastByDefault = 13;  // opset; the second dimension before
  const size_t width = LastAxis(node, node.opset() >= kLastByDefault ? -1 : 1);
  const size_t x = node.Id(0), rows = Count(node.InShape(0)) / width, y = node.Out(0, Shape(node.InShape(0)));
  node.Emit([=](Memory memory) {
    for (size_t r = 0; r < rows; ++r) SoftmaxRow(memory[x] + r * width, memory[y] + r * width, width);
  });
}

void PlanLayerNormalization(NodePlan& node) {
  const size_t width = LastAxis(node, -1);
  const float epsilon = node.Float("epsilon", 1e-5f);
  if (node.Int("stash_type", 1) != 1) node.Fail("stash_type is not supported", "", "1 (float)");
  const size_t scale = node.Id(1), rows = Count(node.InShape(0)) / width;
  const bool shifted = node.Has(2);
  const size_t shift = shifted ? node.Id(2) : 0;
  if (Count(node.InShape(1)) != width || (shifted && Count(node.InShape(2)) != width))
    node.Fail("a scale or bias that does not fit", ShapeText(node.InShape(1)), core::Cat("[", width, "]"));
  const size_t x = node.Id(0), y = node.Out(0, Shape(node.InShape(0)));
  node.Emit([=](Memory memory) {
    const NormParameters norm{memory[scale], shifted ? memory[shift] : nullptr, epsilon};
    for (size_t r = 0; r < rows; ++r) LayerNorm(norm, memory[x] + r * width, memory[y] + r * width, width);
  });
}

}  // namespace

std::vector<OnnxOperator> ReduceOperators() {
  return {{"LayerNormalization", PlanLayerNormalization},
          {"ReduceMean", PlanReduceMean},
          {"ReduceSum", PlanReduceSum},
          {"Softmax", PlanSoftmax}};
}

}  // namespace porter::infer
