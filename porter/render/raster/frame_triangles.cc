#include "porter/render/raster/frame_triangles.h"

#include <algorithm>
#include <bit>

#include "porter/render/block_grid.h"

namespace porter::render {

FrameTriangles::FrameTriangles(size_t capacity) {
  // a whole vector may be written at the end
  for (auto* list : {&depth, &corner, &rest}) list->resize((capacity + kLanes) * kWords);
  kind.resize(capacity + kLanes);
}

void FrameTriangles::Add(const TrianglePlanes& p, uint32_t look, uint32_t its_kind) {
  const size_t at = size * kWords;
  std::ranges::copy(std::array{p.u0, p.v0, p.w0, p.wu}, &depth[at]);
  std::ranges::copy(std::array{p.wv, p.s1u, p.s1v, p.s2u}, &corner[at]);
  std::ranges::copy(std::array{p.s2v, p.nearest, p.furthest, std::bit_cast<float>(look)}, &rest[at]);
  kind[size++] = its_kind;
}

void FrameTriangles::Move(size_t from, size_t to) {
  for (auto* list : {&depth, &corner, &rest}) std::copy_n(&(*list)[from * kWords], kWords, &(*list)[to * kWords]);
  kind[to] = kind[from];
}

uint32_t FrameTriangles::Look(uint32_t triangle) const {
  return std::bit_cast<uint32_t>(rest[triangle * kWords + 3]);
}

TrianglePlanes FrameTriangles::Planes(uint32_t triangle) const {
  const float *d = &depth[triangle * kWords], *c = &corner[triangle * kWords], *r = &rest[triangle * kWords];
  TrianglePlanes planes;
  planes.u0 = d[0], planes.v0 = d[1], planes.w0 = d[2], planes.wu = d[3];
  planes.wv = c[0], planes.s1u = c[1], planes.s1v = c[2], planes.s2u = c[3];
  planes.s2v = r[0], planes.nearest = r[1], planes.furthest = r[2];
  planes.facing = -1;
  return planes;
}

}  // namespace porter::render
