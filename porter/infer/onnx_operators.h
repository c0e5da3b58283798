// The operators of policies: each plans one node. The list is in onnx_plan.cc. Inside infer only.
#pragma once

#include "porter/infer/onnx_plan.h"

namespace porter::infer {

struct OnnxOperator {
  std::string_view name;
  void (*plan)(NodePlan& node);
};

std::vector<OnnxOperator> MathOperators();       // element by element
std::vector<OnnxOperator> MatrixOperators();     // Gemm, MatMul, Conv
std::vector<OnnxOperator> ShapeOperators();      // move, cut and join
std::vector<OnnxOperator> ReduceOperators();     // means, sums, norms, softmax
std::vector<OnnxOperator> RecurrentOperators();  // GRU, LSTM

}  // namespace porter::infer
