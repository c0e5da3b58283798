// Reading lists at each lane's own place. A gather of sixteen lanes costs more than sixteen loads, so neighbouring
// values are loaded together, 64 or 128 bits a lane, and turned in registers.
#if defined(PORTER_RENDER_RASTER_READS_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifdef PORTER_RENDER_RASTER_READS_INL_H_
#undef PORTER_RENDER_RASTER_READS_INL_H_
#else
#define PORTER_RENDER_RASTER_READS_INL_H_
#endif

#include "porter/render/raster/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// four values of each lane
struct V4 {
  VF x, y, z, w;
};

HWY_INLINE VI Bits(VF v) {
  return hn::BitCast(I(), v);
}

// places in a list, one a lane
struct Places {
  explicit HWY_INLINE Places(VI index) { hn::Store(index, I(), at); }

  HWY_ALIGN int32_t at[kLanes];
};

#if HWY_TARGET == HWY_SCALAR

HWY_INLINE V4 LoadPairs(const float* list, const Places& low, const Places& high) {
  const float *l = list + low.at[0], *h = list + high.at[0];
  return {S(l[0]), S(l[1]), S(h[0]), S(h[1])};
}
HWY_INLINE V4 LoadFours(const float* list, const Places& places) {
  const float* from = list + places.at[0];
  return {S(from[0]), S(from[1]), S(from[2]), S(from[3])};
}

#else

// the four values from list[at[0]] on, then those from list[at[4]] on, and so forth: one a block of 128 bits
template <class D>
HWY_INLINE hn::Vec<D> LoadBlocks(D d, const float* list, const int32_t* at) {
  constexpr size_t kCount = hn::MaxLanes(D());
  if constexpr (kCount == 4) {
    return hn::LoadU(d, list + at[0]);
  } else {
    const hn::Half<D> half;
    return hn::Combine(d, LoadBlocks(half, list, at + kCount / 2), LoadBlocks(half, list, at));
  }
}

// as LoadBlocks, each block two values of each of two places
template <class D>
HWY_INLINE hn::Vec<D> LoadBlockPairs(D d, const float* list, const int32_t* low, const int32_t* high) {
  constexpr size_t kCount = hn::MaxLanes(D());
  const hn::Half<D> half;
  if constexpr (kCount == 4) {
    return hn::Combine(d, hn::LoadU(half, list + high[0]), hn::LoadU(half, list + low[0]));
  } else {
    return hn::Combine(d, LoadBlockPairs(half, list, low + kCount / 2, high + kCount / 2),
                       LoadBlockPairs(half, list, low, high));
  }
}

// from blocks of lanes 4b, 4b + 1, 4b + 2, 4b + 3
HWY_INLINE V4 Transposed(VF a, VF b, VF c, VF e) {
  const F d;
  const VF ac = hn::InterleaveLower(d, a, c), be = hn::InterleaveLower(d, b, e);
  const VF ac_high = hn::InterleaveUpper(d, a, c), be_high = hn::InterleaveUpper(d, b, e);
  return {hn::InterleaveLower(d, ac, be), hn::InterleaveUpper(d, ac, be), hn::InterleaveLower(d, ac_high, be_high),
          hn::InterleaveUpper(d, ac_high, be_high)};
}

// list[at .. at + 3] of each lane: a load of 128 bits a lane and eight shuffles
HWY_INLINE V4 LoadFours(const float* list, const Places& places) {
  const F d;
  const int32_t* at = places.at;
  return Transposed(LoadBlocks(d, list, at), LoadBlocks(d, list, at + 1), LoadBlocks(d, list, at + 2),
                    LoadBlocks(d, list, at + 3));
}

// list[low], list[low + 1], list[high], list[high + 1] of each lane
HWY_INLINE V4 LoadPairs(const float* list, const Places& low, const Places& high) {
  const F d;
  const int32_t *l = low.at, *h = high.at;
  return Transposed(LoadBlockPairs(d, list, l, h), LoadBlockPairs(d, list, l + 1, h + 1),
                    LoadBlockPairs(d, list, l + 2, h + 2), LoadBlockPairs(d, list, l + 3, h + 3));
}

#endif

// reads records of `words` values at each lane's index, four values at a time; once where all lanes have the same index
template <bool kSame>
struct Records {
  HWY_INLINE Records(VI index, int words) : first(hn::GetLane(index) * words), places(hn::Zero(I())) {
    if constexpr (!kSame) places = Places(hn::Mul(index, hn::Set(I(), words)));
  }

  HWY_INLINE V4 operator()(const float* list) const {
    if constexpr (!kSame) return LoadFours(list, places);
    const float* from = list + first;
    return {S(from[0]), S(from[1]), S(from[2]), S(from[3])};
  }

  int32_t first;
  Places places;
};

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#endif  // once for each instruction set
