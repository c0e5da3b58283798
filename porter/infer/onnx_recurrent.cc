// GRU and LSTM over a sequence, forward only, with the defaults that torch exports. Gates are put into torch's order.
#include <algorithm>
#include <memory>

#include "porter/core/text.h"
#include "porter/infer/elementwise.h"
#include "porter/infer/matrix.h"
#include "porter/infer/onnx_operators.h"

namespace porter::infer {
namespace {

using Weight = std::shared_ptr<const PackedMatrix>;

// what the two have in common
struct Cell {
  size_t steps, batch, in, width;  // of the sequence; features; units
  std::vector<size_t> gates;       // for torch's gates in order: which of ONNX's it is
};

// the gates' blocks of `block` values each, in torch's order
std::vector<float> Reorder(const float* values, const Cell& cell, size_t block) {
  std::vector<float> ordered;
  for (const size_t gate : cell.gates) {
    const float* from = values + gate * block;
    ordered.insert(ordered.end(), from, from + block);
  }
  return ordered;
}

Cell ReadCell(NodePlan& node, std::vector<size_t> gates) {
  const auto expect = [&](size_t input, const Shape& shape) {
    if (node.InShape(input) != shape)
      node.Fail(core::Cat("input ", input, " has another shape than it should"), ShapeText(node.InShape(input)),
                ShapeText(shape));
  };
  if (node.Text("direction", "forward") != "forward" || node.Int("layout", 0) != 0)
    node.Fail("only direction 'forward' and layout 0 are supported");
  if (node.Has(4)) node.Fail("sequence_lens is not supported");
  if (node.InShape(0).size() != 3 || node.InShape(2).size() != 3 || Count(node.InShape(0)) == 0 ||
      node.InShape(2)[2] == 0)
    node.Fail("input 0 is no sequence", ShapeText(node.InShape(0)), "[steps, batch, features]");
  const Shape& x = node.InShape(0);
  Cell cell{.steps = x[0], .batch = x[1], .in = x[2], .width = node.InShape(2)[2], .gates = std::move(gates)};
  const size_t rows = cell.gates.size() * cell.width;
  node.Int("hidden_size", 0);  // follows from R
  expect(1, {1, rows, cell.in});
  expect(2, {1, rows, cell.width});
  if (node.Has(3)) expect(3, {1, 2 * rows});
  for (const size_t state : {5, 6})
    if (node.Has(state)) expect(state, {1, cell.batch, cell.width});
  return cell;
}

// input 1 (from the input) or 2 (from the state), with its half of the biases
Weight ReadWeight(NodePlan& node, const Cell& cell, size_t input) {
  const size_t rows = cell.gates.size() * cell.width, in = node.InShape(input)[2];
  const std::vector<float> values = Reorder(node.Constant(input).data(), cell, cell.width * in);
  std::vector<float> bias(rows, 0);
  if (node.Has(3)) bias = Reorder(node.Constant(3).data() + (input - 1) * rows, cell, cell.width);
  return std::make_shared<const PackedMatrix>(Pack({values.data(), rows, in, in, 1}, bias));
}

void Start(Memory memory, std::optional<size_t> from, size_t to, size_t count) {
  if (from) {
    std::copy_n(memory[*from], count, memory[to]);
  } else {
    std::fill_n(memory[to], count, 0.0f);
  }
}

// one time step of every row; `step_cell` is GruCell or LstmCell for one row
template <class F>
void EmitSequence(NodePlan& node, const Cell& cell, F step_cell) {
  const Weight from_input = ReadWeight(node, cell, 1), from_state = ReadWeight(node, cell, 2);
  node.CheckWork(static_cast<double>(cell.steps * cell.batch) * static_cast<double>(from_input->out) *
                 static_cast<double>(cell.in + cell.width));
  const size_t gates = from_input->out, count = cell.batch * cell.width;
  const std::optional<size_t> h0 = node.Has(5) ? std::optional(node.Id(5)) : std::nullopt;
  const std::optional<size_t> c0 = node.Has(6) ? std::optional(node.Id(6)) : std::nullopt;
  const size_t x = node.Id(0), y = node.Out(0, {cell.steps, 1, cell.batch, cell.width});
  const size_t h = node.Out(1, {1, cell.batch, cell.width}), c = node.Out(2, {1, cell.batch, cell.width});
  const size_t input_gates = node.Work(cell.batch * gates), state_gates = node.Work(cell.batch * gates);
  const size_t steps = cell.steps, batch = cell.batch, width = cell.width;
  node.Emit([=](Memory memory) {
    Start(memory, h0, h, count);
    Start(memory, c0, c, count);
    for (size_t t = 0; t < steps; ++t) {
      Multiply({memory[x] + t * batch * from_input->in, batch, from_input->in}, *from_input,
               {memory[input_gates], gates});
      Multiply({memory[h], batch, width}, *from_state, {memory[state_gates], gates});
      for (size_t b = 0; b < batch; ++b)
        step_cell(memory[input_gates] + b * gates, memory[state_gates] + b * gates, memory[h] + b * width,
                  memory[c] + b * width, width);
      std::copy_n(memory[h], count, memory[y] + t * count);
    }
  });
}

void CheckActivations(NodePlan& node, const std::vector<std::string>& defaults) {
  const OnnxAttribute* given = node.Attribute("activations");
  if (given == nullptr) return;
  const auto* names = std::get_if<std::vector<std::string>>(given);
  if (names == nullptr || *names != defaults)
    node.Fail("other activations than the usual", "", core::Join(defaults, ", "));
}

void PlanGru(NodePlan& node) {
  CheckActivations(node, {"Sigmoid", "Tanh"});
  if (node.Int("linear_before_reset", 0) != 1)
    node.Fail("only linear_before_reset = 1 is supported", "0", "1, as torch has it");
  const Cell cell = ReadCell(node, {1, 0, 2});  // r, z, n from z, r, h
  EmitSequence(node, cell, [](const float* input, const float* state, float* h, float*, size_t width) {
    GruCell(input, state, h, width);
  });
}

void PlanLstm(NodePlan& node) {
  CheckActivations(node, {"Sigmoid", "Tanh", "Tanh"});
  if (node.Has(7) || node.Int("input_forget", 0) != 0) node.Fail("peepholes and coupled gates are not supported");
  const Cell cell = ReadCell(node, {0, 2, 3, 1});  // i, f, g, o from i, o, f, c
  EmitSequence(node, cell, [](const float* input, const float* state, float* h, float* c, size_t width) {
    LstmCell(input, state, h, c, width);
  });
}

}  // namespace

std::vector<OnnxOperator> RecurrentOperators() {
  return {{"GRU", PlanGru}, {"LSTM", PlanLstm}};
}

}  // namespace porter::infer
