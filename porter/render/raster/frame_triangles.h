// What shading needs of the triangles that may be seen.
#pragma once

#include <cstdint>

#include "porter/render/raster/aligned.h"
#include "porter/render/screen_triangle.h"

namespace porter::render {

constexpr uint32_t KindOf(uint32_t slot, uint32_t facing) {
  return (slot + 1) * 8 + facing;  // 0 is the background's
}
constexpr uint32_t SlotOf(uint32_t kind) {
  return kind / 8 - 1;
}

// Planes (screen_triangle.h) and look of each triangle in three lists of four values, as vectors write and read them.
struct FrameTriangles {
  static constexpr size_t kWords = 4;  // of a triangle in each of the lists

  explicit FrameTriangles(size_t capacity);

  void Add(const TrianglePlanes& planes, uint32_t look, uint32_t kind);
  TrianglePlanes Planes(uint32_t triangle) const;
  uint32_t Look(uint32_t triangle) const;  // in the looks of all meshes
  void Move(size_t from, size_t to);

  size_t size = 0;
  AlignedVector<float> depth;    // u0, v0, w0, wu
  AlignedVector<float> corner;   // wv, s1u, s1v, s2u
  AlignedVector<float> rest;     // s2v, nearest, furthest, look's bits
  AlignedVector<uint32_t> kind;  // KindOf: samples of one kind are shaded together
};

}  // namespace porter::render
