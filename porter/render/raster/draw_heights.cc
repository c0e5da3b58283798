// The sun's pass: triangles that are turned away from it, drawn as heights above its plane.
#include "porter/render/raster/draw.h"
#include "porter/render/shadow_map.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/draw_heights.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "porter/render/raster/meshlet-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

void DrawLargeHeights(const DrawSource& s, const Meshlet& m, const Vertices& vertices, uint32_t t,
                      const DrawTarget& target) {
  std::array<Eigen::Vector3f, 3> p_S;
  std::array<ScreenPoint, 3> p;
  constexpr int kOrder[] = {0, 2, 1};
  for (int c = 0; c < 3; ++c) {
    const int i = s.level->corner[c][m.first_triangle + t];
    if (vertices.outside[i] != 0) return;
    p_S[c] = vertices.At(i);
    p[kOrder[c]] = {vertices.sx[i], vertices.sy[i]};
  }
  const HeightPlane plane(p_S);
  if (!plane.IsTurnedAway()) return;
  const LargeTriangle triangle{.p = p,
                               .u0 = plane.x0,
                               .v0 = plane.y0,
                               .w0 = plane.h0,
                               .wu = plane.hx,
                               .wv = plane.hy,
                               .nearest = plane.highest,
                               .furthest = plane.lowest,
                               .id = 0};
  LargeFill<true, 1>(triangle, target).Fill();
}

void DrawHeights(const DrawSource& source, const Meshlet& meshlet, const DrawTarget& target) {
  DrawMeshlet<true, 1>(source, meshlet, nullptr, target, [&](const Vertices& vertices, uint32_t triangle) {
    DrawLargeHeights(source, meshlet, vertices, triangle, target);
  });
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(DrawHeights);

void DrawHeights(const DrawSource& source, const Meshlet& meshlet, const DrawTarget& target) noexcept {
  HWY_DYNAMIC_DISPATCH(DrawHeights)(source, meshlet, target);
}

}  // namespace porter::render
#endif
