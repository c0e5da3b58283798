// From a model to a plan: every shape resolved, what depends on constants alone computed, every buffer placed in one
// arena, every node a step that only touches memory. Operators speak to NodePlan (onnx_operators.h). Inside infer only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "porter/infer/onnx_model.h"

namespace porter::infer {

using Shape = std::vector<size_t>;

size_t Count(const Shape& shape);
std::string ShapeText(const Shape& shape);  // "[1, 29]"

struct PlanValue {
  std::string name;
  Shape shape;
  bool integer = false;                             // values are whole; stored as floats all the same
  std::optional<std::vector<float>> constant = {};  // known at load
  size_t root = 0;                                  // the value whose memory this one shares, or itself
  size_t offset = 0;                                // in the arena, floats; of roots without a constant
};

// memory of all values by their number
using Memory = float* const*;

struct PlanStep {
  std::function<void(Memory)> run;  // must not throw or allocate
  std::vector<size_t> reads, writes;
};

struct Plan {
  std::vector<PlanValue> values;
  std::vector<PlanStep> steps;
  std::vector<size_t> inputs, outputs;  // values
  size_t known = 0;                     // floats of constants that were computed at load
  size_t arena = 0;                     // floats
};

// batch: what dynamic dimensions become; where a graph has none, also a leading 1 of its inputs. Throws core::Error for
// unknown operators (named, with node and file), settings we do not have and shapes that do not fit.
Plan MakePlan(const OnnxModel& model, size_t batch);

// what an operator sees of its node, and how it answers
class NodePlan {
 public:
  NodePlan(const OnnxModel& model, const OnnxNode& node, Plan& plan, std::map<std::string, size_t>& names);

  int64_t opset() const { return model_.opset; }
  size_t num_inputs() const { return inputs_.size(); }
  size_t num_outputs() const { return node_.outputs.size(); }
  bool Has(size_t input) const { return input < inputs_.size() && inputs_[input].has_value(); }
  bool Wants(size_t output) const { return output < node_.outputs.size() && !node_.outputs[output].empty(); }
  size_t Id(size_t input) const;                           // number of the value; an error when it is not given
  const PlanValue& In(size_t input) const;                 // the same, valid until the next output
  const std::vector<float>& Constant(size_t input) const;  // an error when it is not known at load
  std::vector<int64_t> Integers(size_t input) const;       // the same, whole numbers
  const Shape& InShape(size_t input) const { return In(input).shape; }

  // attributes; one that no getter asks for is an error afterwards
  int64_t Int(const std::string& name, int64_t otherwise);
  float Float(const std::string& name, float otherwise);
  std::string Text(const std::string& name, const std::string& otherwise);
  std::vector<int64_t> Ints(const std::string& name, std::vector<int64_t> otherwise);
  const OnnxAttribute* Attribute(const std::string& name);
  bool HasAttribute(const std::string& name) const { return node_.attributes.contains(name); }
  // -rank..rank-1 to 0..rank-1
  size_t Axis(int64_t axis, size_t rank) const;

  // answers: a new value for an output, a value that shares an input's memory, memory for the step itself, a step
  size_t Out(size_t output, Shape shape, bool integer = false);
  void Alias(size_t output, size_t input, Shape shape);
  void Known(size_t output, OnnxTensor tensor);
  size_t Work(size_t floats);
  void Emit(std::function<void(Memory)> run);

  [[noreturn]] void Fail(const std::string& what, const std::string& found = {},
                         const std::string& expected = {}) const;

  // a bound on multiplications, so that a damaged file cannot stop the program
  void CheckWork(double products) const;

  // after the operator: everything used, everything answered; folds what is constant
  void Finish();

 private:
  size_t Add(PlanValue value);
  template <class T>
  T Get(const std::string& name, T otherwise);
  void Fold();
  void CountKnown(size_t floats);

  const OnnxModel& model_;
  const OnnxNode& node_;
  Plan& plan_;
  std::map<std::string, size_t>& names_;
  std::vector<std::optional<size_t>> inputs_;
  std::set<std::string> asked_;  // attributes
  std::vector<size_t> written_;  // values made for the steps of this node
  std::vector<std::function<void(Memory)>> emitted_;
};

}  // namespace porter::infer
