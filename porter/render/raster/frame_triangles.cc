// The lists of triangles that shading reads (draw.h).
#include "porter/render/raster/draw.h"

namespace porter::render {

FrameTriangles::FrameTriangles(size_t capacity) {
  // a whole vector may be written at the end
  for (auto* list : {&u0, &v0, &w0, &wu, &wv, &s1u, &s1v, &s2u, &s2v, &nearest, &furthest})
    list->resize(capacity + kLanes);
  for (auto* list : {&look, &slot, &kind}) list->resize(capacity + kLanes);
}

void FrameTriangles::Add(const TrianglePlanes& planes, uint32_t its_look, uint32_t its_slot, uint32_t facing) {
  const size_t i = size++;
  u0[i] = planes.u0, v0[i] = planes.v0;
  w0[i] = planes.w0, wu[i] = planes.wu, wv[i] = planes.wv;
  s1u[i] = planes.s1u, s1v[i] = planes.s1v, s2u[i] = planes.s2u, s2v[i] = planes.s2v;
  nearest[i] = planes.nearest, furthest[i] = planes.furthest;
  look[i] = its_look, slot[i] = its_slot, kind[i] = KindOf(its_slot, facing);
}

void FrameTriangles::Move(size_t from, size_t to) {
  for (auto* list : {&u0, &v0, &w0, &wu, &wv, &s1u, &s1v, &s2u, &s2v, &nearest, &furthest}) (*list)[to] = (*list)[from];
  for (auto* list : {&look, &slot, &kind}) (*list)[to] = (*list)[from];
}

TrianglePlanes FrameTriangles::Planes(uint32_t i) const {
  TrianglePlanes planes;
  planes.u0 = u0[i], planes.v0 = v0[i];
  planes.w0 = w0[i], planes.wu = wu[i], planes.wv = wv[i];
  planes.s1u = s1u[i], planes.s1v = s1v[i], planes.s2u = s2u[i], planes.s2v = s2v[i];
  planes.nearest = nearest[i], planes.furthest = furthest[i];
  planes.facing = -1;
  return planes;
}

}  // namespace porter::render
