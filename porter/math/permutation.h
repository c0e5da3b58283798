// Reordering of vectors, with and without signs: joint orders of other systems, and mirror images of states,
// observations and actions.
#pragma once

#include <concepts>
#include <initializer_list>
#include <span>
#include <type_traits>
#include <vector>

#include "porter/core/check.h"

namespace porter::math {

// to[i] = from[source[i]]
struct Permutation {
  std::vector<int> source;

  template <class T>
  void Apply(std::span<const std::type_identity_t<T>> from, std::span<T> to) const noexcept {
    PORTER_DCHECK(from.size() == source.size() && to.size() == source.size());
    for (size_t i = 0; i < source.size(); ++i) to[i] = from[static_cast<size_t>(source[i])];
  }
};

// to[i] = sign[i] * from[source[i]]; sign is +1 or -1
struct SignedPermutation {
  std::vector<int> source;
  std::vector<int> sign;

  template <std::floating_point T>
  void Apply(std::span<const std::type_identity_t<T>> from, std::span<T> to) const noexcept {
    PORTER_DCHECK(from.size() == source.size() && to.size() == source.size());
    for (size_t i = 0; i < source.size(); ++i) to[i] = static_cast<T>(sign[i]) * from[static_cast<size_t>(source[i])];
  }
};

// Blocks of signs.size() elements: block b of the result is block order[b] of the source, each with the same signs.
SignedPermutation Blocks(std::span<const int> order, std::span<const int> signs);

// one vector after the other, each permuted within itself
SignedPermutation Concatenate(std::initializer_list<SignedPermutation> parts);

}  // namespace porter::math
