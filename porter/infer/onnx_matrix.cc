// Gemm, MatMul and Conv. Weights that are constants are packed once.
#include <algorithm>
#include <memory>
#include <numeric>

#include "porter/core/text.h"
#include "porter/infer/conv.h"
#include "porter/infer/matrix.h"
#include "porter/infer/onnx_operators.h"

namespace porter::infer {
namespace {

using Weight = std::shared_ptr<const PackedMatrix>;

void CheckRank(const NodePlan& node, size_t input, size_t rank) {
  if (node.InShape(input).size() != rank)
    node.Fail(core::Cat("input ", input, " has another rank than we support"), ShapeText(node.InShape(input)),
              core::Cat(rank, " dimensions"));
}

// x [rows, in] by a packed weight
void EmitMultiply(NodePlan& node, const Weight& weight, size_t rows, Shape shape) {
  node.CheckWork(static_cast<double>(rows) * static_cast<double>(weight->in * weight->out));
  const size_t x = node.Id(0), y = node.Out(0, std::move(shape));
  node.Emit([=](Memory memory) { Multiply({memory[x], rows, weight->in}, *weight, {memory[y], weight->out}); });
}

// beta C as one row of `out` numbers
std::vector<float> GemmBias(const NodePlan& node, float beta, size_t out) {
  std::vector<float> bias(out, 0);
  if (!node.Has(2)) return bias;
  const std::vector<float>& values = node.Constant(2);
  const Shape& shape = node.InShape(2);
  if (values.size() != 1 && (values.size() != out || shape.back() != out))
    node.Fail("a bias that is not one row", ShapeText(shape), core::Cat("[", out, "]"));
  for (size_t i = 0; i < out; ++i) bias[i] = beta * values[values.size() == 1 ? 0 : i];
  return bias;
}

void PlanGemm(NodePlan& node) {
  const float alpha = node.Float("alpha", 1), beta = node.Float("beta", 1);
  const bool transposed = node.Int("transB", 0) != 0;
  if (node.Int("transA", 0) != 0) node.Fail("a transposed left matrix is not supported");
  CheckRank(node, 0, 2);
  CheckRank(node, 1, 2);
  const Shape a = node.InShape(0), b = node.InShape(1);
  const size_t in = b[transposed ? 1 : 0], out = b[transposed ? 0 : 1];
  if (a[1] != in) node.Fail("matrices that do not fit each other", ShapeText(b), core::Cat(a[1], " inputs"));
  std::vector<float> values = node.Constant(1);
  for (float& value : values) value *= alpha;
  const WeightView view{values.data(), out, in, transposed ? in : 1, transposed ? 1 : out};
  const auto weight = std::make_shared<const PackedMatrix>(Pack(view, GemmBias(node, beta, out)));
  EmitMultiply(node, weight, a[0], {a[0], out});
}

// y = a b of one pair   a [rows, in], b [in, out]
void MultiplyPair(const float* a, const float* b, float* y, std::array<size_t, 3> sizes) {
  const auto [rows, in, out] = sizes;
  for (size_t r = 0; r < rows; ++r) {
    float* row = y + r * out;
    std::fill_n(row, out, 0.0f);
    for (size_t i = 0; i < in; ++i)
      for (size_t o = 0; o < out; ++o) row[o] += a[r * in + i] * b[i * out + o];
  }
}

// neither is a constant, or both have leading dimensions: pair by pair
void PlanPairs(NodePlan& node, const Shape& a, const Shape& b) {
  const size_t rows = a[a.size() - 2], in = a.back(), out = b.back();
  const Shape a_pairs(a.begin(), a.end() - 2), b_pairs(b.begin(), b.end() - 2);
  if (!b_pairs.empty() && a_pairs != b_pairs && !a_pairs.empty())
    node.Fail("leading dimensions that differ", ShapeText(b), ShapeText(a));
  Shape shape = a_pairs.empty() ? b_pairs : a_pairs;
  const size_t pairs = Count(shape);
  shape.insert(shape.end(), {rows, out});
  node.CheckWork(static_cast<double>(pairs) * static_cast<double>(rows) * static_cast<double>(in) *
                 static_cast<double>(out));
  const size_t a_step = a_pairs.empty() ? 0 : rows * in, b_step = b_pairs.empty() ? 0 : in * out;
  const size_t left = node.Id(0), right = node.Id(1), y = node.Out(0, std::move(shape));
  node.Emit([=](Memory memory) {
    for (size_t p = 0; p < pairs; ++p)
      MultiplyPair(memory[left] + p * a_step, memory[right] + p * b_step, memory[y] + p * rows * out, {rows, in, out});
  });
}

void PlanMatMul(NodePlan& node) {
  const Shape a = node.InShape(0), b = node.InShape(1);
  if (a.size() < 2 || b.size() < 2) node.Fail("vectors are not supported", ShapeText(a.size() < 2 ? a : b), "matrices");
  const size_t in = a.back();
  if (b[b.size() - 2] != in) node.Fail("matrices that do not fit each other", ShapeText(b), core::Cat(in, " inputs"));
  if (b.size() > 2 || !node.In(1).constant) return PlanPairs(node, a, b);
  const WeightView view{node.Constant(1).data(), b[1], in, 1, b[1]};
  const auto weight = std::make_shared<const PackedMatrix>(Pack(view, {}));
  Shape shape(a.begin(), a.end() - 1);
  const size_t rows = Count(shape);
  shape.push_back(b[1]);
  EmitMultiply(node, weight, rows, std::move(shape));
}

std::vector<size_t> Sizes(NodePlan& node, const std::string& name, const std::vector<int64_t>& otherwise) {
  constexpr int64_t kMaxSize = 1 << 20;
  const std::vector<int64_t> values = node.Ints(name, otherwise);
  const bool fit = std::all_of(values.begin(), values.end(), [](int64_t v) { return v >= 0 && v <= kMaxSize; });
  if (values.size() != otherwise.size() || !fit)
    node.Fail("an attribute with impossible values", name, core::Cat(otherwise.size(), " sizes"));
  return {values.begin(), values.end()};
}

Conv2d ReadConv(NodePlan& node, const Shape& x, const Shape& w) {
  const auto down = static_cast<int64_t>(w[2]), right = static_cast<int64_t>(w[3]);
  const std::vector<size_t> kernel = Sizes(node, "kernel_shape", {down, right});
  const std::vector<size_t> stride = Sizes(node, "strides", {1, 1});
  const std::vector<size_t> padding = Sizes(node, "pads", {0, 0, 0, 0});
  if (Sizes(node, "dilations", {1, 1}) != std::vector<size_t>{1, 1} || node.Int("group", 1) != 1 ||
      node.Text("auto_pad", "NOTSET") != "NOTSET")
    node.Fail("dilations, groups and automatic padding are not supported");
  const bool slides = kernel[0] == w[2] && kernel[1] == w[3] && stride[0] > 0 && stride[1] > 0 && w[1] == x[1] &&
                      w[2] > 0 && w[3] > 0 && w[2] <= x[2] + padding[0] + padding[2] &&
                      w[3] <= x[3] + padding[1] + padding[3];
  if (!slides) node.Fail("a kernel that does not fit the picture", ShapeText(w), ShapeText(x));
  return {.channels = x[1],
          .height = x[2],
          .width = x[3],
          .kernel = {kernel[0], kernel[1]},
          .stride = {stride[0], stride[1]},
          .padding = {padding[0], padding[1], padding[2], padding[3]}};
}

void PlanConv(NodePlan& node) {
  CheckRank(node, 0, 4);
  CheckRank(node, 1, 4);
  const Shape shape = node.InShape(0), w = node.InShape(1);
  const Conv2d conv = ReadConv(node, shape, w);
  const size_t in = w[1] * w[2] * w[3], out = w[0];
  node.CheckWork(static_cast<double>(shape[0]) * static_cast<double>(conv.Pixels()) * static_cast<double>(in * out));
  std::vector<float> bias(out, 0);
  if (node.Has(2)) bias = node.Constant(2);
  if (bias.size() != out) node.Fail("a bias that does not fit", core::Cat(bias.size()), core::Cat(out));
  const auto weight = std::make_shared<const PackedMatrix>(Pack({node.Constant(1).data(), out, in, in, 1}, bias));
  const size_t pictures = shape[0], x_step = Count(shape) / std::max<size_t>(1, pictures), y_step = conv.Pixels() * out;
  const size_t x = node.Id(0), y = node.Out(0, {pictures, out, conv.OutHeight(), conv.OutWidth()});
  const size_t near = node.Work(conv.Pixels() * in), pixels = node.Work(y_step);
  node.Emit([=](Memory memory) {
    for (size_t p = 0; p < pictures; ++p)
      Convolve2d(conv, *weight, memory[x] + p * x_step, memory[y] + p * y_step, {memory[near], memory[pixels]});
  });
}

}  // namespace

std::vector<OnnxOperator> MatrixOperators() {
  return {{"Conv", PlanConv}, {"Gemm", PlanGemm}, {"MatMul", PlanMatMul}};
}

}  // namespace porter::infer
