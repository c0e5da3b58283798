// Figures of a task per environment and name: sums with their own counts, so that "while walking" averages over walking
// steps alone. Workers write rows of different environments; the means are taken in one fixed order.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "porter/core/span2.h"
#include "porter/learn/vec_env.h"

namespace porter::env {

struct Tally {
  double sum = 0;
  double count = 0;

  void Add(double value) {
    sum += value;
    count += 1;
  }
};

class TallyTable {
 public:
  TallyTable(size_t num_envs, std::vector<std::string> names)
      : names_(std::move(names)), tallies_(num_envs * names_.size()) {}

  std::span<Tally> Row(size_t env) noexcept { return {&tallies_[env * names_.size()], names_.size()}; }

  // mean over all environments under each name, 0 where nothing was added; starts again
  std::vector<learn::Statistic> Take() {
    std::vector<learn::Statistic> means;
    for (size_t i = 0; i < names_.size(); ++i) {
      Tally all;
      for (size_t at = i; at < tallies_.size(); at += names_.size()) {
        all.sum += tallies_[at].sum;
        all.count += tallies_[at].count;
      }
      means.push_back({names_[i], all.count > 0 ? all.sum / all.count : 0});
    }
    tallies_.assign(tallies_.size(), {});
    return means;
  }

 private:
  std::vector<std::string> names_;
  std::vector<Tally> tallies_;  // [num_envs, names]
};

}  // namespace porter::env
