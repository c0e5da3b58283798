// Weighted sums of named terms: rewards as rows of a TOML table. A term is a free function of what a task sees of one
// environment; a task lists its terms in one array, and a row names one with its weight (design 6, 9).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/config/field.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/env/tally.h"

namespace porter::env {

template <class View>
struct Term {
  std::string_view name;
  double (*value)(const View& view) noexcept;
};

// a row of a reward table
struct TermRow {
  std::string term;
  double weight = 0;

  void Fields(auto&& f) {
    f(term, {.name = "term", .doc = "function that is weighed"});
    f(weight, {.name = "weight", .doc = "factor of its value; negative for a cost"});
  }
};

template <class View>
class WeightedTerms {
 public:
  // throws core::Error with the nearest name for a term that is not known, and for one that is named twice
  WeightedTerms(std::span<const Term<View>> known, const std::vector<TermRow>& rows) {
    for (const TermRow& row : rows) {
      for (const Entry& entry : entries_) {
        if (entry.term.name == row.term)
          throw core::Error({.what = "a term stands twice in the table", .found = row.term});
      }
      entries_.push_back({Find(known, row.term), row.weight});
    }
  }

  size_t size() const { return entries_.size(); }
  std::string_view name(size_t i) const { return entries_[i].term.name; }
  // place of a term in the rows; size() when no row names it
  size_t IndexOf(std::string_view term) const {
    size_t i = 0;
    while (i < size() && name(i) != term) ++i;
    return i;
  }
  void SetWeight(size_t i, double weight) { entries_[i].weight = weight; }

  // the weighted sum; each weighted value is added to its tally   tallies: [size()]
  double Evaluate(const View& view, std::span<Tally> tallies) const noexcept {
    double sum = 0;
    for (size_t i = 0; i < entries_.size(); ++i) {
      const double value = entries_[i].weight * entries_[i].term.value(view);
      tallies[i].Add(value);
      sum += value;
    }
    return sum;
  }

 private:
  struct Entry {
    Term<View> term;
    double weight;
  };

  static Term<View> Find(std::span<const Term<View>> known, const std::string& wanted) {
    std::vector<std::string> names;
    for (const Term<View>& term : known) {
      if (term.name == wanted) return term;
      names.emplace_back(term.name);
    }
    throw core::Error({.what = "there is no such term",
                       .found = "'" + wanted + "'",
                       .expected = core::Join(names, ", "),
                       .hint = "did you mean '" + core::NearestName(wanted, names) + "'?"});
  }

  std::vector<Entry> entries_;
};

}  // namespace porter::env
