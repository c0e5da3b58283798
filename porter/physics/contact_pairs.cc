#include "porter/physics/contact_pairs.h"

#include <mujoco/mujoco.h>

#include <algorithm>
#include <bit>

#include "porter/core/error.h"

namespace porter::physics {
namespace {

void Mark(const Model& model, const std::string& link, uint64_t bit, std::vector<uint64_t>& mask) {
  if (link == "*") {
    for (uint64_t& body_mask : mask) body_mask |= bit;
  } else {
    mask[static_cast<size_t>(model.BodyId(link))] |= bit;
  }
}

void AddForce(uint64_t pairs, double sign, const double* world_force, std::span<double> force) {
  for (; pairs != 0; pairs &= pairs - 1) {
    double* sum = &force[3 * static_cast<size_t>(std::countr_zero(pairs))];
    for (int k = 0; k < 3; ++k) sum[k] += sign * world_force[k];
  }
}

}  // namespace

ContactTable::ContactTable(const Model& model, std::span<const ContactPair> pairs)
    : num_pairs_(static_cast<int>(pairs.size())),
      on_mask_(static_cast<size_t>(model.mujoco().nbody)),
      by_mask_(static_cast<size_t>(model.mujoco().nbody)) {
  if (pairs.size() > kMaxPairs) {
    throw core::Error({.what = "too many contact pairs",
                       .found = std::to_string(pairs.size()),
                       .expected = "at most " + std::to_string(kMaxPairs)});
  }
  for (size_t p = 0; p < pairs.size(); ++p) {
    Mark(model, pairs[p].on, uint64_t{1} << p, on_mask_);
    Mark(model, pairs[p].by, uint64_t{1} << p, by_mask_);
  }
}

void ContactTable::Read(const mjModel& model, const mjData& data, std::span<double> force) const noexcept {
  std::fill(force.begin(), force.end(), 0.0);
  for (int c = 0; c < data.ncon; ++c) {
    const mjContact& contact = data.contact[c];
    if (contact.efc_address < 0 || contact.geom[0] < 0 || contact.geom[1] < 0) continue;
    const auto first = static_cast<size_t>(model.geom_bodyid[contact.geom[0]]);
    const auto second = static_cast<size_t>(model.geom_bodyid[contact.geom[1]]);
    const uint64_t on_second = on_mask_[second] & by_mask_[first];
    const uint64_t on_first = on_mask_[first] & by_mask_[second];
    if ((on_second | on_first) == 0) continue;
    double wrench[6];
    double world_force[3];  // on the second geom: the contact normal points from the first to it
    mj_contactForce(&model, &data, c, wrench);
    mju_mulMatTVec3(world_force, contact.frame, wrench);
    AddForce(on_second, 1, world_force, force);
    AddForce(on_first, -1, world_force, force);
  }
}

}  // namespace porter::physics
