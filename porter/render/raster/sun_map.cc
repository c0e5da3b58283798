#include "porter/render/raster/sun_map.h"

#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/sun_map.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "porter/render/raster/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

void FinishHeights(const BlockGrid& grid, float* blocks, const SunMapLists& lists) {
  const F d;
  const VF none = S(kNoHeight);
  const size_t stride = size_t(grid.blocks_x) * kBlock;
  size_t column = 0;  // of blocks
  float* row = lists.rows;
  for (size_t block = 0; block < grid.num_blocks(); ++block, ++column, blocks += kLanes) {
    if (column == size_t(grid.blocks_x)) column = 0, row += kBlock * stride;
    VF most = hn::Load(d, blocks), least = most;
    for (size_t l = kWidth; l < kLanes; l += kWidth) {
      const VF heights = hn::Load(d, blocks + l);
      most = hn::Max(most, heights), least = hn::Min(least, heights);
    }
    // empty, and so it was before
    if (lists.highest[block] == kNoHeight && hn::AllTrue(d, hn::Eq(most, none))) continue;
    for (size_t y = 0; y < kBlock; ++y)
      std::memcpy(row + y * stride + column * kBlock, blocks + y * kBlock, kBlock * sizeof(float));
    for (size_t l = 0; l < kLanes; l += kWidth) hn::Store(none, d, blocks + l);
    lists.highest[block] = hn::GetLane(hn::MaxOfLanes(d, most));
    lists.lowest[block] = hn::GetLane(hn::MinOfLanes(d, least));
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(FinishHeights);

void FinishHeights(const BlockGrid& grid, float* blocks, const SunMapLists& lists) noexcept {
  HWY_DYNAMIC_DISPATCH(FinishHeights)(grid, blocks, lists);
}

}  // namespace porter::render
#endif
