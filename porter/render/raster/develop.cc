#include "porter/render/raster/develop.h"

#include <algorithm>
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/render/raster/develop.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "porter/render/raster/lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace porter::render {
namespace HWY_NAMESPACE {

// Eight bits of sRGB, 0..255, from the square root of linear light: its power law by a polynomial of degree six, at
// most 0.04 of a step off (least squares, weighted until the largest errors were equal).
HWY_INLINE VI SrgbOfRoot(VF root) {
  constexpr float kFit[] = {-0.9485943F, 3.42171F, -5.007011F, 3.900824F, -1.900218F, 1.575377F, -0.04223714F};
  VF power = S(0);
#pragma GCC unroll 7
  for (const float coefficient : kFit) power = Fma(power, root, S(coefficient));
  const VF linear = hn::Mul(root, root);
  const VF srgb = hn::IfThenElse(hn::Le(linear, S(0.0031308F)), hn::Mul(linear, S(12.92F)), power);
  return hn::ConvertTo(I(), Fma(srgb, S(255), S(0.5F)));
}

// as Develop: 0..255
HWY_INLINE VI DevelopChannel(VF linear) {
  const VF above = hn::Mul(linear, Fma(linear, S(2.51F), S(0.03F)));
  const VF below = Fma(linear, Fma(linear, S(2.43F), S(0.59F)), S(0.14F));
  // sqrt(above / below); not 0 / 0 in the dark. An estimate of 12 bits is 0.08 of a step off at most.
  const VF root = hn::Mul(above, hn::ApproximateReciprocalSqrt(hn::Max(hn::Mul(above, below), S(1e-30F))));
  return SrgbOfRoot(Clamped(root, S(0), S(1)));
}

// the pixels of a block that lie on the picture
struct BlockPixels {
  BlockPixels(const BlockGrid& grid, int bx, int by)
      : x0(bx * kBlock),
        y0(by * kBlock),
        columns(HWY_MIN(kBlock, grid.width - x0)),
        rows(HWY_MIN(kBlock, grid.height - y0)) {}

  int x0, y0, columns, rows;
};

// red, green and blue of four pixels, each in the low three bytes of its word, side by side
HWY_INLINE void PackRow(const uint32_t* pixels, uint8_t* packed) {
#if HWY_TARGET == HWY_SCALAR
  for (int x = 0; x < kBlock; ++x) std::memcpy(packed + 3 * x, pixels + x, 3);
#else
  const hn::Full128<uint8_t> d;
  alignas(16) constexpr uint8_t kThreeOfFour[16] = {0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15};
  const auto row = hn::Load(d, reinterpret_cast<const uint8_t*>(pixels));
  hn::Store(hn::TableLookupBytes(row, hn::Load(d, kThreeOfFour)), d, packed);
#endif
}

HWY_INLINE void WriteBytes(const BlockGrid& grid, const BlockPixels& at, const uint32_t* pixels, uint8_t* rgb) {
  alignas(16) uint8_t packed[16];
  for (int y = 0; y < at.rows; ++y) {
    PackRow(pixels + y * kBlock, packed);
    uint8_t* to = rgb + (size_t(at.y0 + y) * grid.width + at.x0) * 3;
    if (at.columns == kBlock)
      std::memcpy(to, packed, 3 * kBlock);  // a length that is known while compiling
    else
      std::memcpy(to, packed, 3 * size_t(at.columns));
  }
}

HWY_INLINE void WriteFloats(const BlockGrid& grid, const BlockPixels& at, const uint32_t* colours, float* chw) {
  const size_t pixels = size_t(grid.width) * grid.height;
  for (size_t c = 0; c < 3; ++c)
    for (int y = 0; y < at.rows; ++y)
      for (int x = 0; x < at.columns; ++x)
        chw[c * pixels + size_t(at.y0 + y) * grid.width + at.x0 + x] =
            float(colours[y * kBlock + x] >> 8 * c & 255) / 255;
}

// a block's colours   [3, 16] -> [16]
HWY_INLINE void DevelopBlock(const float* colour, float exposure, uint32_t* pixels) {
  for (size_t l = 0; l < kLanes; l += kWidth) {
    const auto channel = [&](size_t c) {
      return DevelopChannel(hn::Mul(hn::Load(F(), colour + c * kLanes + l), S(exposure)));
    };
    const VI pixel = hn::Or(channel(0), hn::Or(hn::ShiftLeft<8>(channel(1)), hn::ShiftLeft<16>(channel(2))));
    hn::Store(hn::BitCast(U(), pixel), U(), pixels + l);
  }
}

void DevelopPicture(const BlockGrid& grid, const float* colour, float exposure, uint8_t* rgb, float* chw) {
  HWY_ALIGN uint32_t pixels[kLanes];
  for (int by = 0; by < grid.blocks_y; ++by)
    for (int bx = 0; bx < grid.blocks_x; ++bx, colour += 3 * kLanes) {
      DevelopBlock(colour, exposure, pixels);
      const BlockPixels at(grid, bx, by);
      if (rgb != nullptr) WriteBytes(grid, at, pixels, rgb);
      if (chw != nullptr) WriteFloats(grid, at, pixels, chw);
    }
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::render
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::render {

HWY_EXPORT(DevelopPicture);

void DevelopPicture(const BlockGrid& grid, const float* colour, float exposure, std::span<uint8_t> rgb,
                    std::span<float> chw) noexcept {
  HWY_DYNAMIC_DISPATCH(DevelopPicture)
  (grid, colour, exposure, rgb.empty() ? nullptr : rgb.data(), chw.empty() ? nullptr : chw.data());
}

}  // namespace porter::render
#endif
