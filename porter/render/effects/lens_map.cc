#include "porter/render/effects/lens_map.h"

#include <cmath>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/render/clip.h"

namespace porter::render {
namespace {

using Eigen::Vector2d;

constexpr double kClosed = 1e-3;  // px, less than the table's 1/256

// where the straight camera with the same focal lengths and axis sees what the lens shows at `pixel`
Vector2d Straightened(const Intrinsics& lens, const Vector2d& pixel) {
  const Eigen::Vector3d p_C = Unproject(lens, pixel);
  const Vector2d straight(lens.fx * p_C.x() + lens.cx, lens.fy * p_C.y() + lens.cy);
  if (!((Project(lens, p_C) - pixel).norm() < kClosed)) {
    throw core::Error(
        core::ErrorParts{.what = "a lens folds its picture: no point in front of it is seen at every pixel",
                         .found = core::Cat("pixel ", pixel.x(), ", ", pixel.y(), " with k1 ", lens.k1, ", k2 ",
                                            lens.k2, ", k3 ", lens.k3, ", p1 ", lens.p1, ", p2 ", lens.p2),
                         .expected = "distortion that can be undone within the picture",
                         .hint = "fit the lens with fewer terms, or over its whole picture"});
  }
  return straight;
}

void CheckSize(double width, double height) {
  if (width <= kMaxPicture_px && height <= kMaxPicture_px) return;
  throw core::Error(core::ErrorParts{.what = "a lens needs too large a straight picture",
                                     .found = core::Cat(width, " x ", height, " px"),
                                     .expected = core::Cat("at most ", kMaxPicture_px, " px a side")});
}

}  // namespace

LensMap LensMap::Create(const Intrinsics& lens, int width, int height) {
  std::vector<Vector2d> straight;
  Vector2d low = Vector2d::Constant(1e9), high = -low;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      straight.push_back(Straightened(lens, {x + 0.5, y + 0.5}));
      low = low.cwiseMin(straight.back()), high = high.cwiseMax(straight.back());
    }
  // whole pixels around the middles of all that is read
  const Vector2d corner = (low.array() - 0.5 + kClosed).floor();
  const Vector2d size = (high.array() - 0.5 + kClosed).floor() + 2 - corner.array();
  CheckSize(size.x(), size.y());
  LensMap map;
  map.source_ = {.fx = lens.fx, .fy = lens.fy, .cx = lens.cx - corner.x(), .cy = lens.cy - corner.y()};
  map.source_width_ = int(size.x()), map.source_height_ = int(size.y());
  for (const Vector2d& at : straight) {
    // in 1/256 px from the middle of the first pixel; the last pixel's middle is read from its left neighbour
    const auto u = uint32_t(std::lround((at.x() - corner.x() - 0.5) * 256));
    const auto v = uint32_t(std::lround((at.y() - corner.y() - 0.5) * 256));
    const uint32_t x = std::min(u / 256, uint32_t(map.source_width_) - 2);
    const uint32_t y = std::min(v / 256, uint32_t(map.source_height_) - 2);
    map.taps_.push_back({.offset = 3 * (y * uint32_t(map.source_width_) + x),
                         .right = uint16_t(u - 256 * x),
                         .down = uint16_t(v - 256 * y)});
  }
  return map;
}

void LensMap::Resample(std::span<const uint8_t> straight, std::span<uint8_t> bent) const noexcept {
  PORTER_CHECK(straight.size() == size_t{3} * source_width_ * source_height_, "bytes of the straight picture");
  PORTER_CHECK(bent.size() == 3 * taps_.size(), "bytes of the bent picture");
  const size_t row = size_t{3} * source_width_;
  uint8_t* out = bent.data();
  for (const Tap& tap : taps_) {
    const uint8_t* const upper = straight.data() + tap.offset;
    const uint8_t* const lower = upper + row;
    const uint32_t right = tap.right, left = 256 - right, down = tap.down, up = 256 - down;
    for (size_t c = 0; c < 3; ++c) {
      const uint32_t above = left * upper[c] + right * upper[c + 3], below = left * lower[c] + right * lower[c + 3];
      *out++ = uint8_t((up * above + down * below + (1U << 15)) >> 16);
    }
  }
}

}  // namespace porter::render
