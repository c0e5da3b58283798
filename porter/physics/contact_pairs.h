// Contact forces per named pair of links: which contacts belong to which pair is compiled into two bit masks per body,
// so that reading out costs a few instructions a contact.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "porter/physics/model.h"

struct mjData_;

namespace porter::physics {

// the force on link `on` from link `by`, summed over their contacts; "*" stands for every link
struct ContactPair {
  std::string on;  // body name
  std::string by;  // body name, "world" for the ground, "*" for all

  void Fields(auto&& f) {
    f(on, {.name = "on", .doc = "link that feels the force"});
    f(by, {.name = "by", .doc = "link that exerts it; world: the ground; *: all"});
  }
};

class ContactTable {
 public:
  static constexpr int kMaxPairs = 64;  // bits of a mask

  // throws core::Error for an unknown link name or more than kMaxPairs pairs
  ContactTable(const Model& model, std::span<const ContactPair> pairs);

  int num_pairs() const { return num_pairs_; }

  // Sums the contact forces of the last constraint solution.
  // force: on link `on`, world frame, N   [num_pairs, 3]
  void Read(const mjModel_& model, const mjData_& data, std::span<double> force) const noexcept;

 private:
  int num_pairs_;
  std::vector<uint64_t> on_mask_;  // pairs whose `on` is this body   [nbody]
  std::vector<uint64_t> by_mask_;  // pairs whose `by` is this body   [nbody]
};

}  // namespace porter::physics
