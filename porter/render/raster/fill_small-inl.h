// Fills triangles that are small enough for edges of 32 bits: a vector a sample of a block.
#if defined(PORTER_RENDER_RASTER_FILL_SMALL_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_FILL_SMALL_INL_H_
#undef PORTER_RENDER_RASTER_FILL_SMALL_INL_H_
#else
#define PORTER_RENDER_RASTER_FILL_SMALL_INL_H_
#endif

#include "porter/render/raster/block_lanes.h"
#include "porter/render/raster/setup-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// where the lanes from `l` on lie in their block
struct BlockLanes {
  explicit BlockLanes(size_t l)
      : x(hn::ShiftLeft<8>(hn::Load(I(), kLaneX + l))),
        y(hn::ShiftLeft<8>(hn::Load(I(), kLaneY + l))),
        u(hn::ConvertTo(F(), hn::Load(I(), kLaneX + l))),
        v(hn::ConvertTo(F(), hn::Load(I(), kLaneY + l))) {}

  VI x, y;  // 1/256 px
  VF u, v;  // px
};

// Keeps the compiler from storing a blend through a mask: what is stored so is slow to be read again, and the next
// triangle mostly covers the same block.
template <class V>
HWY_INLINE V Whole(V v) {
#if HWY_ARCH_X86 && HWY_TARGET < HWY_EMU128
  asm("" : "+v"(v.raw));
#endif
  return v;
}

// keeps the nearer of what is there and `value`
template <bool kShadow>
HWY_INLINE void Keep(VF value, MI inside, uint32_t id, float* values, uint32_t* ids) {
  const F d;
  const VF before = hn::Load(d, values);
  const MF nearer = hn::And(hn::RebindMask(d, inside), hn::Gt(value, before));
  hn::Store(Whole(hn::IfThenElse(nearer, value, before)), d, values);
  if constexpr (!kShadow) {
    const VU id_before = hn::Load(U(), ids);
    hn::Store(Whole(hn::IfThenElse(hn::RebindMask(U(), nearer), hn::Set(U(), id), id_before)), U(), ids);
  }
}

// a small triangle over the lanes of a block: its edges and plane at each sample, from the first block's corner
template <int kSamples>
struct SmallLanes {
  HWY_INLINE SmallLanes(const SmallTriangles& t, size_t i, size_t l) {
    const F d;
    const I di;
    const BlockLanes lanes(l);
    VI edge[3];
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) {
      a[k] = t.a[k][i], b[k] = t.b[k][i], c[k] = t.c[k][i];
      edge[k] = hn::Add(hn::Mul(lanes.x, hn::Set(di, a[k])), hn::Mul(lanes.y, hn::Set(di, b[k])));
    }
    wu = t.wu[i], wv = t.wv[i], w = t.w[i];
    const VF across = hn::MulAdd(hn::Set(d, wu), lanes.u, hn::Mul(hn::Set(d, wv), lanes.v));
    constexpr float kUnit = 1.0F / kSubpixels;
#pragma GCC unroll 4
    for (int s = 0; s < kSamples; ++s) {
      const int sx = kSampleX<kSamples>[s], sy = kSampleY<kSamples>[s];
#pragma GCC unroll 3
      for (int k = 0; k < 3; ++k) edges[s][k] = hn::Add(edge[k], hn::Set(di, a[k] * sx + b[k] * sy + c[k]));
      values[s] = hn::Add(across, hn::Set(d, w + wu * (float(sx) * kUnit) + wv * (float(sy) * kUnit)));
    }
    nearest = hn::Set(d, t.nearest[i]), furthest = hn::Set(d, t.furthest[i]);
  }

  // bx, by: blocks further
  HWY_INLINE SmallLanes Moved(int bx, int by) const {
    SmallLanes moved = *this;
    const VF step_w = S(wu * float(kBlock * bx) + wv * float(kBlock * by));
#pragma GCC unroll 4
    for (int s = 0; s < kSamples; ++s) moved.values[s] = hn::Add(values[s], step_w);
#pragma GCC unroll 3
    for (int k = 0; k < 3; ++k) {
      const VI step = hn::Set(I(), kBlockUnits * (a[k] * bx + b[k] * by));
#pragma GCC unroll 4
      for (int s = 0; s < kSamples; ++s) moved.edges[s][k] = hn::Add(edges[s][k], step);
    }
    return moved;
  }

  // at: the block's place in the target
  template <bool kShadow>
  HWY_INLINE void Fill(uint32_t id, const DrawTarget& target, size_t at) const {
    const I d;
#pragma GCC unroll 4
    for (int s = 0; s < kSamples; ++s) {
      const MI in = hn::Gt(hn::Or(hn::Or(edges[s][0], edges[s][1]), edges[s][2]), hn::Set(d, -1));
      const VF value = Clamped(values[s], furthest, nearest);
      const size_t sample = at + s * kLanes;
      Keep<kShadow>(value, in, id, target.values + sample, kShadow ? nullptr : target.ids + sample);
    }
  }

  VI edges[kSamples][3];
  VF values[kSamples];
  VF nearest, furthest;
  int32_t a[3], b[3], c[3];
  float w, wu, wv;
};

template <bool kShadow, int kSamples>
HWY_INLINE void FillSmall(const SmallTriangles& t, size_t size, const DrawTarget& target) {
  const size_t row = size_t(target.grid.blocks_x) * kSamples * kLanes;
  const uint32_t first_id = kShadow ? 0 : uint32_t(target.triangles->size);
  for (size_t i = 0; i < size; ++i)
    for (size_t l = 0; l < kLanes; l += kWidth) {
      const SmallLanes<kSamples> lanes(t, i, l);
      const int blocks_x = t.blocks_x[i], blocks_y = t.blocks_y[i];
      const uint32_t id = first_id + uint32_t(i);
      size_t first = size_t(t.block_y[i]) * row + size_t(t.block_x[i]) * kSamples * kLanes + l;
      lanes.template Fill<kShadow>(id, target, first);  // mostly the only block
      for (int by = 0; by < blocks_y; ++by, first += row)
        for (int bx = by == 0 ? 1 : 0; bx < blocks_x; ++bx)
          lanes.Moved(bx, by).template Fill<kShadow>(id, target, first + size_t(bx) * kSamples * kLanes);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
