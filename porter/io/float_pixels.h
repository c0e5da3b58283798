// What the readers of pictures without an upper end (hdr.h, exr.h) refuse alike.
#pragma once

#include <cmath>
#include <cstdint>
#include <span>
#include <string>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {

constexpr int64_t kMaxFloatPixels = int64_t{1} << 25;  // 8192 x 4096
constexpr int kMaxFloatSide = 1 << 14;                 // px

inline void CheckFloatSize(int64_t width, int64_t height, const std::string& file) {
  if (width >= 1 && height >= 1 && width <= kMaxFloatSide && height <= kMaxFloatSide &&
      width * height <= kMaxFloatPixels)
    return;
  throw core::Error(
      core::ErrorParts{.what = "the picture has an unsuitable size",
                       .place = {.file = file},
                       .found = core::Cat(width, " x ", height, " px"),
                       .expected = core::Cat("1 to ", kMaxFloatSide, " px a side, at most ", kMaxFloatPixels, " px")});
}

// row: [width, 3]
inline void CheckFinite(std::span<const float> row, int y, const std::string& file, const std::string& hint) {
  for (size_t i = 0; i < row.size(); ++i)
    if (!std::isfinite(row[i]))
      throw core::Error(
          core::ErrorParts{.what = "the picture has a pixel that is no number",
                           .place = {.file = file},
                           .found = core::Cat(row[i], " in channel ", "RGB"[i % 3], " of column ", i / 3, ", row ", y),
                           .expected = "finite values",
                           .hint = hint});
}

}  // namespace porter::io
