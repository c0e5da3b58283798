// Gaussian noise from counter-based random numbers: a frame's noise is a function of its NoiseKey alone.
//
// A 32-bit word gives two normal numbers (Box and Muller 1958). Radius: sqrt(-2 ln((low 16 bits + 0.5) / 2^16)), at
// most 4.9. Angle: bits 16 to 29 place it within a quarter turn about the x axis, bit 30 swaps x and y, bit 31 negates
// both. Values are numbered by planes, each rounded up to whole groups of 128: value 128 g + 16 (2 w + s) + l takes the
// x (s = 0) or y (s = 1) of word w (0..3) of Philox block 16 g + l of Random(seed, stream, env, step).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "porter/render/effects/float_image.h"
#include "porter/render/effects/image_effects.h"

namespace porter::render {

constexpr uint32_t kNoiseStream = 800;  // of core::Random
constexpr size_t kNoiseLanes = 16;      // blocks of a group
constexpr size_t kNoiseGroup = 128;     // values of a group

constexpr size_t PlaneStride(size_t pixels) {
  return (pixels + kNoiseGroup - 1) / kNoiseGroup * kNoiseGroup;
}

std::array<double, 2> NormalPair(uint32_t word);

// value + sigma x normal, cut to 0 to 1
FloatImage AddNoise(FloatImage image, float sigma, const NoiseKey& key);

}  // namespace porter::render
