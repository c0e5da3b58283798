// Noise that repeats: functions of (u, v) that are the same at u + 1 and v + 1, so that a texture made of them has no
// seam. Each is a pure function of its key. Sources: gradient noise after Perlin 2002, cells after Worley 1996.
#pragma once

#include <cstdint>

namespace porter::scene {

// cells of a lattice in one repeat
struct Lattice {
  int u = 1, v = 1;
};

// 32 well-mixed bits of a cell of the lattice
uint32_t HashOf(uint32_t key, int column, int row);
// the same as a number in [0, 1)
float ShareOf(uint32_t key, int column, int row);

// smooth, about -1 to 1, zero at the lattice's points
float GradientNoise(uint32_t key, float u, float v, Lattice lattice);

// octaves of gradient noise, each twice as fine and half as strong as the one before; about -1 to 1
float FractalNoise(uint32_t key, float u, float v, Lattice lattice, int octaves);

// one point in each cell of the lattice, at random
struct NearestPoint {
  float distance = 0;  // to it, in cells
  float gap = 0;       // how much further away the second nearest is, in cells: 0 on the line between two
  uint32_t hash = 0;   // of its cell
};
NearestPoint CellNoise(uint32_t key, float u, float v, Lattice lattice);

}  // namespace porter::scene
