// Fields of the model that have a value per environment (domain randomisation, own geometry per environment).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/core/span2.h"

struct mjBatch_;

namespace porter::physics {

class ParameterSet {
 public:
  // throws core::Error for a field that mjModel does not have or that is not made of doubles
  ParameterSet(mjBatch_& batch, const std::vector<std::string>& fields);

  core::Span2<double> Values(std::string_view field) const;  // [num_envs, size]; throws core::Error if not in the set
  size_t size() const noexcept { return size_; }             // numbers per environment, all fields
  void Save(size_t env, std::span<double> values) const noexcept;
  // returns whether anything changed
  bool Load(size_t env, std::span<const double> values) noexcept;

 private:
  struct Field {
    std::string name;
    core::Span2<double> values;
  };
  std::vector<Field> fields_;
  size_t size_ = 0;
};

}  // namespace porter::physics
