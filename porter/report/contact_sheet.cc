#include "porter/report/contact_sheet.h"

#include <algorithm>

#include "porter/core/check.h"
#include "porter/report/bitmap_text.h"

namespace porter::report {
namespace {

constexpr int kGap = 8;      // px, between tiles and around them
constexpr int kTextGap = 5;  // px, above and below a caption
constexpr uint8_t kPaper = 255;
constexpr Colour kInk{40, 46, 54};

// large letters where all captions fit
LetterSize SizeFor(std::span<const Tile> tiles) {
  const auto fits = [](const Tile& tile) {
    return BitmapText{tile.caption, LetterSize::kLarge}.Width() <= tile.image.width;
  };
  return std::ranges::all_of(tiles, fits) ? LetterSize::kLarge : LetterSize::kSmall;
}

BitmapText Caption(const Tile& tile, LetterSize size) {
  BitmapText text{tile.caption, size, kInk};
  for (size_t kept = tile.caption.size(); text.Width() > tile.image.width && kept > 0;)
    text.text = tile.caption.substr(0, --kept) + "...";
  return text;
}

void Paste(const core::Image& tile, int left, int top, core::Image& sheet) {
  const size_t row = 3 * static_cast<size_t>(tile.width);
  for (int y = 0; y < tile.height; ++y) {
    const size_t to = static_cast<size_t>(top + y) * static_cast<size_t>(sheet.width) + static_cast<size_t>(left);
    std::copy_n(tile.pixels.begin() + static_cast<std::ptrdiff_t>(static_cast<size_t>(y) * row), row,
                sheet.pixels.begin() + static_cast<std::ptrdiff_t>(3 * to));
  }
}

}  // namespace

core::Image ContactSheet(std::span<const Tile> tiles, int columns) {
  PORTER_CHECK(!tiles.empty());
  PORTER_CHECK(columns >= 1);
  const core::Image& first = tiles[0].image;
  const int count = static_cast<int>(tiles.size()), across = std::min(columns, count);
  const LetterSize size = SizeFor(tiles);
  const int tile_height = first.height + 2 * kTextGap + BitmapText{.size = size}.Height();
  core::Image sheet{.width = kGap + across * (first.width + kGap),
                    .height = kGap + (count + across - 1) / across * tile_height,
                    .channels = 3,
                    .pixels = {}};
  sheet.pixels.assign(static_cast<size_t>(sheet.width) * static_cast<size_t>(sheet.height) * 3, kPaper);
  for (int i = 0; i < count; ++i) {
    const Tile& tile = tiles[static_cast<size_t>(i)];
    PORTER_CHECK(tile.image.channels == 3, tile.caption);
    PORTER_CHECK(tile.image.width == first.width && tile.image.height == first.height, tile.caption);
    const int left = kGap + i % across * (first.width + kGap), top = kGap + i / across * tile_height;
    Paste(tile.image, left, top, sheet);
    Draw(Caption(tile, size), left, top + first.height + kTextGap, sheet);
  }
  return sheet;
}

}  // namespace porter::report
