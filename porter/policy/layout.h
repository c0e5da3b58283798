// What the numbers of an observation or an action mean: an ordered list of named terms. Offsets are computed, never
// typed; teacher, student, noise, mirroring, datasets, reports and the robot read the same layout (design 3.1).
#pragma once

#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "porter/math/permutation.h"

namespace porter::policy {

// how a term looks in the left-right mirror
struct TermMirror {
  math::SignedPermutation elements;  // of the partner's numbers   [width]
  std::string partner = {};          // the term they come from; "": the term itself
  std::string missing = {};          // why there is no mirror image; "": there is one
};

struct Term {
  std::string name;
  int width = 1;
  std::string unit = {};   // of the quantity before scaling; "" where it has none
  std::string frame = {};  // as in docs/frames.md; "" where it has none
  std::string what = {};   // one clause
  double scale = 1;        // observation = scale * quantity; quantity commanded = scale * action
  double lower = -std::numeric_limits<double>::infinity();  // clip: of an observation after scaling,
  double upper = std::numeric_limits<double>::infinity();   // of an action's quantity in its unit
  double noise = 0;  // half width of the uniform noise added in training, after scaling; observations only
  TermMirror mirror = {};
};

// the columns of a term in a row of the layout
struct TermSlice {
  int offset = 0;
  int width = 0;

  template <class T>
  std::span<T> Of(std::span<T> row) const {
    return row.subspan(static_cast<size_t>(offset), static_cast<size_t>(width));
  }
};

class Layout {
 public:
  // throws core::Error for repeated names, empty terms, and mirrors that do not fit their terms
  Layout(std::string name, std::vector<Term> terms);

  const std::string& name() const { return name_; }
  const std::vector<Term>& terms() const { return terms_; }
  int width() const { return width_; }

  const Term* Find(std::string_view term) const noexcept;  // nullptr when there is none
  TermSlice Slice(std::string_view term) const;            // throws core::Error with the nearest name

  // The mirror image of a whole row: image = MirrorPermutation().Apply(row). Throws core::Error that names every term
  // without a mirror image and why.
  math::SignedPermutation MirrorPermutation() const;

 private:
  std::string name_;
  std::vector<Term> terms_;
  int width_ = 0;
};

// two types, so that neither is taken for the other
struct ObsLayout : Layout {
  using Layout::Layout;
};
struct ActionLayout : Layout {
  using Layout::Layout;
};

}  // namespace porter::policy
