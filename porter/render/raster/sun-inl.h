// How much of the sun arrives, sixteen points at a time: the fast twin of SunlightAt.
#if defined(PORTER_RENDER_RASTER_SUN_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_SUN_INL_H_
#undef PORTER_RENDER_RASTER_SUN_INL_H_
#else
#define PORTER_RENDER_RASTER_SUN_INL_H_
#endif

#include "porter/render/raster/reads-inl.h"
#include "porter/render/raster/sun_map.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// how much shadow the blocks of texels around all lanes cast on them
enum class Cast { kNone, kAll, kSome };

// Looks for the answer in blocks of texels: nothing there is higher than the lowest lane, or nothing is as low as the
// highest.
HWY_INLINE Cast CastAround(const HeightBounds& bounds, VI column, VI row, VF height) {
  const I di;
  const int x0 = (hn::GetLane(hn::MinOfLanes(di, column)) - 1) / kBlock;
  const int x1 = (hn::GetLane(hn::MaxOfLanes(di, column)) + 1) / kBlock;
  const int y0 = (hn::GetLane(hn::MinOfLanes(di, row)) - 1) / kBlock;
  const int y1 = (hn::GetLane(hn::MaxOfLanes(di, row)) + 1) / kBlock;
  constexpr int kMost = 16;  // blocks: reading more costs more than it saves
  if ((x1 - x0 + 1) * (y1 - y0 + 1) > kMost) return Cast::kSome;
  float highest = kNoHeight, lowest = -kNoHeight;
  for (int y = y0; y <= y1; ++y)
    for (int x = x0; x <= x1; ++x) {
      const size_t block = size_t(y) * bounds.blocks_x + x;
      highest = HWY_MAX(highest, bounds.highest[block]), lowest = HWY_MIN(lowest, bounds.lowest[block]);
    }
  if (highest <= hn::GetLane(hn::MinOfLanes(F(), height))) return Cast::kNone;
  return lowest > hn::GetLane(hn::MaxOfLanes(F(), height)) ? Cast::kAll : Cast::kSome;
}

// quadratic spline over three texels; f: distance from the middle one's middle, -0.5 .. 0.5
HWY_INLINE V3 SplineWeights(VF f) {
  const VF before = hn::Sub(S(0.5F), f), after = hn::Add(S(0.5F), f);
  return {hn::Mul(S(0.5F), hn::Mul(before, before)), hn::NegMulAdd(f, f, S(0.75F)),
          hn::Mul(S(0.5F), hn::Mul(after, after))};
}

// the lit share of three texels of a row
HWY_INLINE VF LitInRow(const float* heights, VI at, VF height, const V3& weights) {
  const V4 texels = LoadFours(heights, Places(at));
  const VF left = hn::IfThenElseZero(hn::Le(texels.x, height), weights.x);
  const VF middle = hn::IfThenElseZero(hn::Le(texels.y, height), weights.y);
  return hn::Add(hn::Add(left, middle), hn::IfThenElseZero(hn::Le(texels.z, height), weights.z));
}

// as SunlightAt; p: in S, lifted
HWY_INLINE VF Sunlight(const SunMap& map, const V3& p) {
  const F d;
  const I di;
  const VF column = hn::Floor(p.x), row = hn::Floor(p.y);
  const VF last = S(float(map.heights.size - 2));
  const MF on_map =
      hn::And(hn::And(hn::Ge(column, S(1)), hn::Le(column, last)), hn::And(hn::Ge(row, S(1)), hn::Le(row, last)));
  if (hn::AllFalse(d, on_map)) return S(1);
  if (hn::AllTrue(d, on_map)) {
    const Cast around = CastAround(map.bounds, hn::ConvertTo(di, column), hn::ConvertTo(di, row), p.z);
    if (around != Cast::kSome) return S(around == Cast::kNone ? 1 : 0);
  }
  const V3 across = SplineWeights(hn::Sub(hn::Sub(p.x, column), S(0.5F)));
  const V3 down = SplineWeights(hn::Sub(hn::Sub(p.y, row), S(0.5F)));
  const VI one = hn::Set(di, 1), stride = hn::Set(di, map.heights.stride());
  const VI x = hn::IfThenElse(hn::RebindMask(di, on_map), hn::ConvertTo(di, column), one);
  const VI y = hn::IfThenElse(hn::RebindMask(di, on_map), hn::ConvertTo(di, row), one);
  const VI above = hn::Add(hn::Mul(hn::Sub(y, one), stride), hn::Sub(x, one)), same = hn::Add(above, stride);
  const VF lit = Fma(LitInRow(map.heights.data, hn::Add(same, stride), p.z, across), down.z,
                     Fma(LitInRow(map.heights.data, same, p.z, across), down.y,
                         hn::Mul(LitInRow(map.heights.data, above, p.z, across), down.x)));
  return hn::IfThenElse(on_map, lit, S(1));
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
