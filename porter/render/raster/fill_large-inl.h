// Fills triangles of any size: whole blocks are tested with edges of 64 bits.
#if defined(PORTER_RENDER_RASTER_FILL_LARGE_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_FILL_LARGE_INL_H_
#undef PORTER_RENDER_RASTER_FILL_LARGE_INL_H_
#else
#define PORTER_RENDER_RASTER_FILL_LARGE_INL_H_
#endif

#include <algorithm>
#include <array>

#include "porter/render/raster/fill_small-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// a triangle of any size: plane over the picture, and its corners in the order that is positive in front
struct LargeTriangle {
  std::array<ScreenPoint, 3> p;
  float u0, v0, w0, wu, wv, nearest, furthest;
  uint32_t id;
};

enum class Cover { kSome, kAll };

// an edge over the samples of a block: its value at the block's corner and the span that it crosses from there
template <int kSamples>
struct BlockEdge {
  explicit BlockEdge(const Edge& edge) : line(edge) {
    const int64_t step = (kBlock - 1) * kSubpixels;
    low = INT64_MAX, high = INT64_MIN;
    for (int s = 0; s < kSamples; ++s) {
      const int64_t at = line.a * kSampleX<kSamples>[s] + line.b * kSampleY<kSamples>[s];
      low = std::min(low, at), high = std::max(high, at);
    }
    low += std::min<int64_t>(0, line.a * step) + std::min<int64_t>(0, line.b * step);
    high += std::max<int64_t>(0, line.a * step) + std::max<int64_t>(0, line.b * step);
  }

  Edge line;
  int64_t low, high;
};

template <bool kShadow, int kSamples>
struct LargeFill {
  LargeFill(const LargeTriangle& triangle, const DrawTarget& to)
      : t(triangle),
        target(to),
        edges{BlockEdge<kSamples>({t.p[0], t.p[1]}), BlockEdge<kSamples>({t.p[1], t.p[2]}),
              BlockEdge<kSamples>({t.p[2], t.p[0]})} {}

  void Fill() const {
    if (TwiceArea(t.p[0], t.p[1], t.p[2]) <= 0) return;
    const auto [left, right] = std::minmax({t.p[0].x, t.p[1].x, t.p[2].x});
    const auto [top, bottom] = std::minmax({t.p[0].y, t.p[1].y, t.p[2].y});
    const auto block = [](int units, int blocks) { return std::clamp(units >> 10, 0, blocks - 1); };
    if (right < 0 || bottom < 0) return;
    const int x0 = block(left, target.grid.blocks_x), x1 = block(right, target.grid.blocks_x);
    const int y0 = block(top, target.grid.blocks_y), y1 = block(bottom, target.grid.blocks_y);
    for (int by = y0; by <= y1; ++by) FillRow(by, x0, x1);
  }

  void FillRow(int by, int x0, int x1) const {
    int64_t at[3];  // each edge at the block's corner
    for (int k = 0; k < 3; ++k) at[k] = edges[k].line.At(int64_t(x0) * kBlockUnits, int64_t(by) * kBlockUnits);
    const float row = t.w0 + t.wv * (float(by * kBlock) - t.v0);
    bool begun = false;
    for (int bx = x0; bx <= x1; ++bx) {
      // negative where one of them is
      const int64_t most = (at[0] + edges[0].high) | (at[1] + edges[1].high) | (at[2] + edges[2].high);
      const int64_t least = (at[0] + edges[0].low) | (at[1] + edges[1].low) | (at[2] + edges[2].low);
      if (most >= 0) {
        const float w = row + t.wu * (float(bx * kBlock) - t.u0);
        least >= 0 ? FillBlock<Cover::kAll>(bx, by, at, w) : FillBlock<Cover::kSome>(bx, by, at, w);
        begun = true;
      } else if (begun) {
        return;
      }
      for (int k = 0; k < 3; ++k) at[k] += edges[k].line.a * kBlockUnits;
    }
  }

  template <Cover kCover>
  HWY_INLINE void FillBlock(int bx, int by, const int64_t (&at)[3], float w) const {
    const size_t block = (size_t(by) * target.grid.blocks_x + bx) * kSamples * kLanes;
    const VF furthest = S(t.furthest), nearest = S(t.nearest);
    for (size_t l = 0; l < kLanes; l += kWidth) {
      const BlockLanes lanes(l);
      const VF across = Fma(S(t.wu), lanes.u, hn::Mul(S(t.wv), lanes.v));
#pragma GCC unroll 4
      for (int s = 0; s < kSamples; ++s) {
        MI in = hn::Eq(lanes.x, lanes.x);
        if constexpr (kCover == Cover::kSome) in = Inside(lanes, at, s);
        constexpr float kUnit = 1.0F / kSubpixels;
        const float corner =
            w + t.wu * (float(kSampleX<kSamples>[s]) * kUnit) + t.wv * (float(kSampleY<kSamples>[s]) * kUnit);
        const VF value = Clamped(hn::Add(across, S(corner)), furthest, nearest);
        const size_t sample = block + s * kLanes + l;
        Keep<kShadow>(value, in, t.id, target.values + sample, kShadow ? nullptr : target.ids + sample);
      }
    }
  }

  // of the block at whose corner the edges are `at`
  HWY_INLINE MI Inside(const BlockLanes& lanes, const int64_t (&at)[3], int s) const {
    const I d;
    // beyond this an edge has the same sign over the whole block: guarded triangles change by less than 2^30 within one
    constexpr int64_t kFar = 1 << 30;
    VI all = hn::Zero(d);
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) {
      const Edge& e = edges[k].line;
      const int64_t corner = at[k] + e.a * kSampleX<kSamples>[s] + e.b * kSampleY<kSamples>[s];
      const VI across = hn::Add(hn::Mul(lanes.x, hn::Set(d, int32_t(e.a))), hn::Mul(lanes.y, hn::Set(d, int32_t(e.b))));
      all = hn::Or(all, hn::Add(across, hn::Set(d, int32_t(std::clamp(corner, -kFar, kFar)))));
    }
    return hn::Gt(all, hn::Set(d, -1));
  }

  const LargeTriangle& t;
  const DrawTarget& target;
  BlockEdge<kSamples> edges[3];
};

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
