#include "porter/render/raster/shade.h"

#include <array>

#include "porter/render/raster/block_lanes.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/shade.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "porter/render/raster/pixels-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// a block's lanes from `l` on
struct LanesOfBlock {
  size_t block, l;
  float x, y;  // the block's corner, px
};

// their samples `s`
template <int kSamples>
HWY_INLINE Pixels PixelsOf(const ShadeInput& in, const LanesOfBlock& of, int s) {
  const F d;
  const I di;
  const size_t sample = (of.block * kSamples + s) * kLanes + of.l;
  constexpr float kUnit = 1.0F / kSubpixels;
  const auto hit = hn::RebindMask(di, hn::Gt(hn::Load(d, in.inverse_depth + sample), S(0)));
  const VI id = hn::BitCast(di, hn::Load(U(), in.ids + sample));
  return {.id = hn::IfThenElse(hit, id, hn::Set(di, -1)),
          .u = hn::Add(hn::ConvertTo(d, hn::Load(di, kLaneX + of.l)), S(of.x + float(kSampleX<kSamples>[s]) * kUnit)),
          .v = hn::Add(hn::ConvertTo(d, hn::Load(di, kLaneY + of.l)), S(of.y + float(kSampleY<kSamples>[s]) * kUnit))};
}

HWY_INLINE void AddExtras(const Pixels& at, MI keep, VI colour, VF weight, ExtraSamples& extras) {
  const I di;
  if (hn::AllFalse(di, keep)) return;
  const auto append = [&](auto value, auto* list) {
    const hn::DFromV<decltype(value)> d;
    hn::StoreU(hn::Compress(value, hn::RebindMask(d, keep)), d, list + extras.size);
  };
  append(at.u, extras.u.data()), append(at.v, extras.v.data()), append(at.id, extras.id.data());
  append(hn::BitCast(U(), colour), extras.colour.data()), append(weight, extras.weight.data());
  extras.size += hn::CountTrue(di, keep);
}

// KindOf of the triangles, 0 where there is none
HWY_INLINE VI KindsOf(const ShadeInput& in, VI id) {
  const I di;
  const auto hit = hn::Not(hn::Lt(id, hn::Zero(di)));
  const auto* kinds = reinterpret_cast<const int32_t*>(in.triangles->kind.data());
  return hn::IfThenElseZero(hit, hn::GatherIndex(di, kinds, hn::IfThenElseZero(hit, id)));
}

// the share of the first sample's colour; the others' go to `extras`
HWY_INLINE VF GroupSamples(const ShadeInput& in, const LanesOfBlock& of, ExtraSamples& extras) {
  const F d;
  const I di;
  const Pixels at[] = {PixelsOf<4>(in, of, 0), PixelsOf<4>(in, of, 1), PixelsOf<4>(in, of, 2), PixelsOf<4>(in, of, 3)};
  MI differ = hn::Ne(at[1].id, at[0].id);
  for (int s = 2; s < 4; ++s) differ = hn::Or(differ, hn::Ne(at[s].id, at[0].id));
  if (hn::AllFalse(di, differ)) return S(1);
  const VI kind[] = {KindsOf(in, at[0].id), KindsOf(in, at[1].id), KindsOf(in, at[2].id), KindsOf(in, at[3].id)};
  const VF quarter = S(0.25F);
  const auto share = [&](int s) {
    VF sum = quarter;
    for (int other = s + 1; other < 4; ++other)
      sum = hn::Add(sum, hn::IfThenElseZero(hn::RebindMask(d, hn::Eq(kind[s], kind[other])), quarter));
    return sum;
  };
  const VI colour = hn::Iota(di, int32_t(of.block * 3 * kLanes + of.l));
  for (int s = 1; s < 4; ++s) {
    MI seen = hn::Eq(kind[s], kind[0]);
    for (int before = 1; before < s; ++before) seen = hn::Or(seen, hn::Eq(kind[s], kind[before]));
    AddExtras(at[s], hn::Not(seen), colour, share(s), extras);
  }
  return share(0);
}

// shades the extra samples from `i` on and adds them to their pixels
HWY_INLINE void ShadeExtras(const ShadeInput& in, size_t i, KnownFacing& known, ShadeScratch& scratch) {
  const F d;
  const I di;
  const ExtraSamples& extras = scratch.extras;
  const size_t count = HWY_MIN(kWidth, extras.size - i);
  // beyond the end: as the first
  const auto is_there = hn::Lt(hn::Iota(di, 0), hn::Set(di, int32_t(count)));
  const VI id = hn::IfThenElse(is_there, hn::LoadU(di, &extras.id[i]), hn::Set(di, extras.id[i]));
  const V3 lit = ShadePixels(in, {id, hn::LoadU(d, &extras.u[i]), hn::LoadU(d, &extras.v[i])}, known);
  const VF weight = hn::LoadU(d, &extras.weight[i]);
  HWY_ALIGN float colour[3][kLanes];
  hn::Store(hn::Mul(lit.x, weight), d, colour[0]);
  hn::Store(hn::Mul(lit.y, weight), d, colour[1]);
  hn::Store(hn::Mul(lit.z, weight), d, colour[2]);
  for (size_t k = 0; k < count; ++k)
    for (size_t c = 0; c < 3; ++c) scratch.colour[extras.colour[i + k] + c * kLanes] += colour[c][k];
}

template <int kSamples>
HWY_INLINE void ShadeBlocks(const ShadeInput& in, ShadeScratch& scratch) {
  const F d;
  KnownFacing known;
  scratch.extras.size = 0;
  const auto shade = [&](const LanesOfBlock& of) {
    V3 colour = ShadePixels(in, PixelsOf<kSamples>(in, of, 0), known);
    if constexpr (kSamples == 4) colour = Scaled(colour, GroupSamples(in, of, scratch.extras));
    float* to = scratch.colour.data() + of.block * 3 * kLanes + of.l;
    hn::Store(colour.x, d, to), hn::Store(colour.y, d, to + kLanes), hn::Store(colour.z, d, to + 2 * kLanes);
  };
  size_t block = 0;
  for (int by = 0; by < in.grid.blocks_y; ++by)
    for (int bx = 0; bx < in.grid.blocks_x; ++bx, ++block)
      for (size_t l = 0; l < kLanes; l += kWidth) shade({block, l, float(bx * kBlock), float(by * kBlock)});
  for (size_t i = 0; i < scratch.extras.size; i += kWidth) ShadeExtras(in, i, known, scratch);
}

void ShadePicture(const ShadeInput& input, ShadeScratch& scratch) {
  if (input.grid.samples == 4)
    ShadeBlocks<4>(input, scratch);
  else
    ShadeBlocks<1>(input, scratch);
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(ShadePicture);

ExtraSamples::ExtraSamples(const BlockGrid& grid) {
  // all samples but each pixel's first, and a vector beyond
  const size_t most = grid.num_blocks() * kLanes * size_t(grid.samples - 1) + kLanes;
  for (auto* list : {&u, &v, &weight}) list->resize(most);
  id.resize(most);
  colour.resize(most);
}

void ShadePicture(const ShadeInput& input, ShadeScratch& scratch) noexcept {
  HWY_DYNAMIC_DISPATCH(ShadePicture)(input, scratch);
}

}  // namespace porter::render
#endif
