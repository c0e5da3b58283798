// Left-right equivariant networks: mirror(network(x)) = network(mirror(x)), exactly, at the cost of a plain network.
// A layer with weights W between two representations of the mirror, P on its input and Q on its output, is equivariant
// when Q W P = W: every weight has a partner to which it is equal up to a sign. Hidden units stand in swapped pairs
// (the first half against the second), which gives [[A, B], [B, A]]; inputs and outputs bring their own signed
// permutation. Weights start in that space, and gradients are projected onto it, so that an optimiser that treats
// elements alike never leaves it, bit for bit (facts/experiments.md 3).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "porter/io/network_file.h"
#include "porter/math/permutation.h"

namespace porter::nn {

// how one tensor of a network is mirrored; an empty permutation: that dimension is not touched
struct TensorMirror {
  math::SignedPermutation rows;
  math::SignedPermutation columns;
};

// The mirror of every tensor of io::NetworkTensors(spec), for given mirrors of input and output. Throws Error when a
// width does not fit, a mirror is not its own inverse, a hidden width is odd, or a layer has no such form
// (convolution).
std::vector<TensorMirror> EquivariantTensors(const io::NetworkSpec& spec, const math::SignedPermutation& input,
                                             const math::SignedPermutation& output);

// partner and sign of every number in a flat buffer
class Orbits {
 public:
  Orbits() = default;  // no symmetry

  // `mirror` of the matrix [rows, columns] at `offset` of the buffer
  void Add(const TensorMirror& mirror, size_t offset, size_t rows, size_t columns);

  // each pair becomes its mean, signs regarded: the nearest equivariant values
  void Project(std::span<float> values) const noexcept;
  // the same for independent random values, scaled so that their variance stays
  void ProjectRandom(std::span<float> values) const noexcept;

 private:
  struct Pair {
    uint32_t first, second;  // first <= second
    float sign;
  };
  std::vector<Pair> pairs_;
};

}  // namespace porter::nn
