// The camera's pass: triangles that it sees, the nearest of each sample kept.
#include "porter/render/raster/draw.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/draw_seen.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "porter/render/raster/meshlet-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// rounded as Transform does, whatever the lanes: neighbours that are not cut share corners with triangles that are
ScreenPoint SnapAsLanes(const View& view, const Eigen::Vector3f& p_C) {
  const hn::CappedTag<float, 1> d;
  const auto by_z = hn::Div(hn::Set(d, 1.0F), hn::Set(d, p_C.z()));
  const auto snap = [&](float focal, float across, float middle) {
    const auto pixel = hn::MulAdd(hn::Set(d, focal), hn::Mul(hn::Set(d, across), by_z), hn::Set(d, middle));
    return hn::GetLane(hn::NearestInt(hn::Mul(pixel, hn::Set(d, float(kSubpixels)))));
  };
  return {snap(view.fx, p_C.x(), view.cx), snap(view.fy, p_C.y(), view.cy)};
}

template <int kSamples>
void DrawCut(const std::array<Eigen::Vector3f, 3>& p_C, const TrianglePlanes& planes, const View& view,
             const DrawTarget& target, uint32_t id) {
  const Polygon polygon = Clip(view, p_C);
  for (int i = 2; i < polygon.size; ++i) {
    const LargeTriangle triangle{.p = {SnapAsLanes(view, polygon.p_C[0]), SnapAsLanes(view, polygon.p_C[i]),
                                       SnapAsLanes(view, polygon.p_C[i - 1])},
                                 .u0 = planes.u0,
                                 .v0 = planes.v0,
                                 .w0 = planes.w0,
                                 .wu = planes.wu,
                                 .wv = planes.wv,
                                 .nearest = planes.nearest,
                                 .furthest = planes.furthest,
                                 .id = id};
    LargeFill<false, kSamples>(triangle, target).Fill();
  }
}

template <int kSamples>
void DrawLargeSeen(const DrawSource& s, const Meshlet& m, const Vertices& vertices, uint32_t t, const View& view,
                   const DrawTarget& target) {
  std::array<Eigen::Vector3f, 3> p_C;
  for (int c = 0; c < 3; ++c) p_C[c] = vertices.At(s.level->corner[c][m.first_triangle + t]);
  const TrianglePlanes planes(view, p_C);
  if (!planes.IsFront()) return;
  const auto id = uint32_t(target.triangles->size);
  target.triangles->Add(planes, m.first_look + t, KindOf(s.slot, s.level->facing[m.first_triangle + t]));
  DrawCut<kSamples>(p_C, planes, view, target, id);
}

template <int kSamples>
HWY_INLINE void DrawSamples(const DrawSource& source, const Meshlet& meshlet, const View& view,
                            const DrawTarget& target) {
  DrawMeshlet<false, kSamples>(source, meshlet, &view, target, [&](const Vertices& vertices, uint32_t triangle) {
    DrawLargeSeen<kSamples>(source, meshlet, vertices, triangle, view, target);
  });
}

void DrawSeen(const DrawSource& source, const Meshlet& meshlet, const View& view, const DrawTarget& target) {
  if (target.grid.samples == 4)
    DrawSamples<4>(source, meshlet, view, target);
  else
    DrawSamples<1>(source, meshlet, view, target);
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(DrawSeen);

void DrawSeen(const DrawSource& source, const Meshlet& meshlet, const View& view, const DrawTarget& target) noexcept {
  HWY_DYNAMIC_DISPATCH(DrawSeen)(source, meshlet, view, target);
}

}  // namespace porter::render
#endif
