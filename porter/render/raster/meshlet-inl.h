// A meshlet from its vertices to the picture.
#if defined(PORTER_RENDER_RASTER_MESHLET_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_MESHLET_INL_H_
#undef PORTER_RENDER_RASTER_MESHLET_INL_H_
#else
#define PORTER_RENDER_RASTER_MESHLET_INL_H_
#endif

#include "porter/render/raster/fill_large-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// draw_large(vertices, triangle) draws a triangle that is large or to be cut
template <bool kShadow, int kSamples, class DrawLarge>
HWY_INLINE void DrawMeshlet(const DrawSource& source, const Meshlet& meshlet, const View* view,
                            const DrawTarget& target, const DrawLarge& draw_large) {
  Vertices vertices;
  Transform<kShadow>(source, meshlet, view, vertices);
  const auto lap = [&](double StageTimes::* stage) {
    if constexpr (!kShadow)
      if (target.clock != nullptr) target.clock->Lap(stage);
  };
  lap(&StageTimes::vertex);
  const Setup<kShadow, kSamples> setup{source, meshlet, vertices, view, target};
  std::array<uint32_t, kMeshletTriangles / kWidth> large;
  SmallOnes small;
  for (uint32_t t = 0; t < meshlet.num_triangles; t += kWidth) large[t / kWidth] = setup.Sort(t, small);
  small.FillUp();
  SmallTriangles ready;
  for (size_t at = 0; at < small.size; at += kWidth) setup.SetUp(small, at, ready);
  FillSmall<kShadow, kSamples>(ready, small.size, target);
  if constexpr (!kShadow) target.triangles->size += small.size;
  for (uint32_t t = 0; t < meshlet.num_triangles; t += kWidth)
    for (uint32_t bits = large[t / kWidth]; bits != 0; bits &= bits - 1)
      draw_large(vertices, t + hwy::Num0BitsBelowLS1Bit_Nonzero32(bits));
  lap(&StageTimes::raster);
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
