#include "porter/physics/parameter_set.h"

#include <mujoco/mjbatch.h>

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::physics {

ParameterSet::ParameterSet(mjBatch& batch, const std::vector<std::string>& fields) {
  for (const std::string& name : fields) {
    int size = 0;
    int element_size = 0;
    void* data = mjb_expand(&batch, name.c_str(), &size, &element_size);
    if (data == nullptr || element_size != sizeof(double)) {
      throw core::Error({.what = "not a parameter that can differ between environments",
                         .found = "'" + name + "'",
                         .expected = "a field of mjModel made of numbers, such as body_mass, geom_friction, geom_size, "
                                     "dof_armature, actuator_gainprm, actuator_biasprm"});
    }
    fields_.push_back(
        {name, {static_cast<double*>(data), static_cast<size_t>(mjb_nsim(&batch)), static_cast<size_t>(size)}});
    size_ += static_cast<size_t>(size);
  }
}

core::Span2<double> ParameterSet::Values(std::string_view field) const {
  for (const Field& f : fields_) {
    if (f.name == field) return f.values;
  }
  std::vector<std::string> names;
  for (const Field& f : fields_) names.push_back(f.name);
  throw core::Error({.what = "this parameter has no value per environment",
                     .found = core::Cat("'", field, "'"),
                     .expected = names.empty() ? "a name in BatchSimConfig::parameters (there is none)"
                                               : "one of: " + core::Join(names, ", ")});
}

void ParameterSet::Save(size_t env, std::span<double> values) const noexcept {
  auto out = values.begin();
  for (const Field& f : fields_) out = std::copy(f.values[env].begin(), f.values[env].end(), out);
}

bool ParameterSet::Load(size_t env, std::span<const double> values) noexcept {
  bool changed = false;
  for (const Field& f : fields_) {
    const std::span<double> row = f.values[env];
    changed = changed || !std::equal(row.begin(), row.end(), values.begin());
    std::copy_n(values.begin(), row.size(), row.begin());
    values = values.subspan(row.size());
  }
  return changed;
}

}  // namespace porter::physics
