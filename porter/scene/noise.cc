#include "porter/scene/noise.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace porter::scene {
namespace {

constexpr float kGradientScale = 1.5F;  // the raw noise seldom leaves -0.67 .. 0.67

int Wrapped(int cell, int cells) {
  const int rest = cell % cells;
  return rest < 0 ? rest + cells : rest;
}

// without a kink in the second derivative
float Eased(float x) {
  return x * x * x * (x * (x * 6 - 15) + 10);
}

float Mixed(float a, float b, float share) {
  return a + share * (b - a);
}

// one of eight gradients, along the axes and the diagonals, times the way from the lattice's point
float Slope(uint32_t hash, float du, float dv) {
  constexpr float kDiagonal = 0.70710678F;
  const float first = (hash & 1) != 0 ? -1.0F : 1.0F, second = (hash & 2) != 0 ? -1.0F : 1.0F;
  if ((hash & 4) != 0) return kDiagonal * (first * du + second * dv);
  return first * ((hash & 2) != 0 ? du : dv);
}

}  // namespace

uint32_t HashOf(uint32_t key, int column, int row) {
  uint32_t x = key ^ (static_cast<uint32_t>(column) * 0x9E3779B1U) ^ (static_cast<uint32_t>(row) * 0x85EBCA77U);
  for (int round = 0; round < 2; ++round) {
    x = (x ^ x >> 16) * 0x7FEB352DU;
    x = (x ^ x >> 15) * 0x846CA68BU;
  }
  return x ^ x >> 16;
}

float ShareOf(uint32_t key, int column, int row) {
  return static_cast<float>(HashOf(key, column, row) >> 8) * 0x1p-24F;
}

float GradientNoise(uint32_t key, float u, float v, Lattice lattice) {
  const float x = u * static_cast<float>(lattice.u), y = v * static_cast<float>(lattice.v);
  const float left = std::floor(x), top = std::floor(y);
  const float du = x - left, dv = y - top;
  const int column = Wrapped(static_cast<int>(left), lattice.u), row = Wrapped(static_cast<int>(top), lattice.v);
  const int next_column = Wrapped(column + 1, lattice.u), next_row = Wrapped(row + 1, lattice.v);
  const float upper =
      Mixed(Slope(HashOf(key, column, row), du, dv), Slope(HashOf(key, next_column, row), du - 1, dv), Eased(du));
  const float lower = Mixed(Slope(HashOf(key, column, next_row), du, dv - 1),
                            Slope(HashOf(key, next_column, next_row), du - 1, dv - 1), Eased(du));
  return kGradientScale * Mixed(upper, lower, Eased(dv));
}

float FractalNoise(uint32_t key, float u, float v, Lattice lattice, int octaves) {
  float sum = 0, weight = 1, weights = 0;
  for (int octave = 0; octave < octaves; ++octave) {
    sum += weight * GradientNoise(HashOf(key, octave, 0), u, v, lattice);
    weights += weight;
    weight /= 2;
    lattice = {2 * lattice.u, 2 * lattice.v};
  }
  return sum / weights;
}

NearestPoint CellNoise(uint32_t key, float u, float v, Lattice lattice) {
  const float x = u * static_cast<float>(lattice.u), y = v * static_cast<float>(lattice.v);
  const float left = std::floor(x), top = std::floor(y);
  NearestPoint nearest{.distance = std::numeric_limits<float>::infinity()};
  float second = nearest.distance;
  for (int j = -1; j <= 1; ++j) {
    for (int i = -1; i <= 1; ++i) {
      const uint32_t hash =
          HashOf(key, Wrapped(static_cast<int>(left) + i, lattice.u), Wrapped(static_cast<int>(top) + j, lattice.v));
      const float dx = left + static_cast<float>(i) + static_cast<float>(hash & 0xFFFF) * 0x1p-16F - x;
      const float dy = top + static_cast<float>(j) + static_cast<float>(hash >> 16) * 0x1p-16F - y;
      const float distance = std::hypot(dx, dy);
      second = std::min(second, std::max(distance, nearest.distance));
      if (distance < nearest.distance) nearest = {.distance = distance, .hash = hash};
    }
  }
  nearest.gap = second - nearest.distance;
  return nearest;
}

}  // namespace porter::scene
