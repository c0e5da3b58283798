#include "porter/infer/matrix.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "porter/infer/matrix.cc"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace porter::infer {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using Floats = hn::ScalableTag<float>;
using Vector = hn::Vec<Floats>;

constexpr size_t kLanes = HWY_LANES(float);
// Accumulators of a tile fill the registers: 6 rows of 4 vectors where there are 32 of them, of 2 where there are 16.
constexpr size_t kTileRows = 6;
constexpr size_t kTileVectors = kLanes >= 16 ? 4 : 2;
constexpr size_t kChain =
    64;  // inputs that are summed before they join the total: a third of the rounding of one chain

struct Tile {
  const float* x;  // first row
  size_t x_stride;
  const float* w;  // first column of the panel that the tile covers
  size_t w_stride;
  const float* bias;
  size_t in;
  float* y;  // first row, first column
  size_t y_stride;
  size_t columns;  // of y that exist
};

template <size_t kRows, size_t kVectors>
HWY_INLINE void StoreTile(const Tile& tile, const Vector (&sum)[kRows][kVectors]) {
  const Floats d;
  if (tile.columns >= kVectors * kLanes) {
    for (size_t r = 0; r < kRows; ++r)
      for (size_t v = 0; v < kVectors; ++v) hn::StoreU(sum[r][v], d, tile.y + r * tile.y_stride + v * kLanes);
    return;
  }
  HWY_ALIGN float row[kVectors * kLanes];
  for (size_t r = 0; r < kRows; ++r) {
    for (size_t v = 0; v < kVectors; ++v) hn::Store(sum[r][v], d, row + v * kLanes);
    for (size_t c = 0; c < tile.columns; ++c) tile.y[r * tile.y_stride + c] = row[c];
  }
}

template <size_t kRows, size_t kVectors>
using Sums = Vector[kRows][kVectors];

// sum = x w over some of the inputs
template <size_t kRows, size_t kVectors>
HWY_INLINE void AddProducts(const Tile& tile, size_t first, size_t last, Sums<kRows, kVectors>& sum) {
  const Floats d;
  const float* w = tile.w + first * tile.w_stride;
  for (size_t k = first; k < last; ++k, w += tile.w_stride) {
    Vector column[kVectors];
#pragma GCC unroll 4
    for (size_t v = 0; v < kVectors; ++v) column[v] = hn::LoadU(d, w + v * kLanes);
#pragma GCC unroll 8
    for (size_t r = 0; r < kRows; ++r) {
      const Vector x = hn::Set(d, tile.x[r * tile.x_stride + k]);
#pragma GCC unroll 4
      for (size_t v = 0; v < kVectors; ++v) sum[r][v] = hn::MulAdd(x, column[v], sum[r][v]);
    }
  }
}

template <size_t kRows, size_t kVectors>
HWY_NOINLINE void MultiplyTile(const Tile& tile) {
  const Floats d;
  Sums<kRows, kVectors> total;
  for (size_t r = 0; r < kRows; ++r)
    for (size_t v = 0; v < kVectors; ++v) total[r][v] = hn::LoadU(d, tile.bias + v * kLanes);
  for (size_t k = 0; k < tile.in; k += kChain) {
    Sums<kRows, kVectors> sum;
#pragma GCC unroll 8
    for (size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
      for (size_t v = 0; v < kVectors; ++v) sum[r][v] = hn::Zero(d);
    }
    AddProducts<kRows, kVectors>(tile, k, HWY_MIN(tile.in, k + kChain), sum);
#pragma GCC unroll 8
    for (size_t r = 0; r < kRows; ++r) {
#pragma GCC unroll 4
      for (size_t v = 0; v < kVectors; ++v) total[r][v] = hn::Add(total[r][v], sum[r][v]);
    }
  }
  StoreTile<kRows, kVectors>(tile, total);
}

template <size_t kVectors>
HWY_INLINE void MultiplyRows(size_t rows, const Tile& tile) {
  constexpr void (*kTiles[])(const Tile&) = {nullptr,
                                             MultiplyTile<1, kVectors>,
                                             MultiplyTile<2, kVectors>,
                                             MultiplyTile<3, kVectors>,
                                             MultiplyTile<4, kVectors>,
                                             MultiplyTile<5, kVectors>,
                                             MultiplyTile<6, kVectors>};
  static_assert(std::size(kTiles) == kTileRows + 1);
  Tile at = tile;
  for (size_t r = 0; r < rows; r += kTileRows) {
    at.x = tile.x + r * tile.x_stride;
    at.y = tile.y + r * tile.y_stride;
    kTiles[HWY_MIN(kTileRows, rows - r)](at);
  }
}

HWY_INLINE void MultiplyColumns(size_t rows, size_t vectors, const Tile& tile) {
  switch (vectors) {
    case 1:
      return MultiplyRows<1>(rows, tile);
    case 2:
      return MultiplyRows<2>(rows, tile);
    case 3:
      return MultiplyRows<3>(rows, tile);
    default:
      return MultiplyRows<4>(rows, tile);
  }
}

// a panel stays in the cache while all rows pass it
void Multiply(const Rows& x, const PackedMatrix& weight, const MutableRows& y) {
  const size_t padded = weight.bias.size();
  for (size_t panel = 0; panel < padded; panel += kPanelColumns) {
    const size_t width = HWY_MIN(kPanelColumns, padded - panel);
    for (size_t c = 0; c < width; c += kTileVectors * kLanes) {
      const size_t column = panel + c;
      if (column >= weight.out) break;  // padding only
      const size_t vectors = HWY_MIN(kTileVectors, (width - c) / kLanes);
      MultiplyColumns(x.count, vectors,
                      {.x = x.data,
                       .x_stride = x.stride,
                       .w = weight.panels.data() + panel * weight.in + c,
                       .w_stride = width,
                       .bias = weight.bias.data() + column,
                       .in = weight.in,
                       .y = y.data + column,
                       .y_stride = y.stride,
                       .columns = weight.out - column});
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace porter::infer
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace porter::infer {

HWY_EXPORT(Multiply);

PackedMatrix Pack(const WeightView& weight, std::span<const float> bias) {
  PORTER_CHECK((bias.empty() || bias.size() == weight.out), "one bias an output");
  const size_t padded = (weight.out + kColumnMultiple - 1) / kColumnMultiple * kColumnMultiple;
  PackedMatrix packed{.in = weight.in, .out = weight.out};
  packed.panels.assign(weight.in * padded, 0);
  packed.bias.assign(padded, 0);
  std::copy(bias.begin(), bias.end(), packed.bias.begin());
  for (size_t o = 0; o < weight.out; ++o) {
    const size_t panel = o / kPanelColumns * kPanelColumns;
    const size_t width = std::min(kPanelColumns, padded - panel);
    float* column = packed.panels.data() + panel * weight.in + (o - panel);
    for (size_t i = 0; i < weight.in; ++i)
      column[i * width] = weight.data[o * weight.out_stride + i * weight.in_stride];
  }
  return packed;
}

void Multiply(const Rows& x, const PackedMatrix& weight, const MutableRows& y) noexcept {
  HWY_DYNAMIC_DISPATCH(Multiply)(x, weight, y);
}

}  // namespace porter::infer
#endif
