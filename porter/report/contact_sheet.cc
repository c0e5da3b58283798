#include "porter/report/contact_sheet.h"

#include <algorithm>
#include <ranges>
#include <vector>

#include "porter/core/check.h"
#include "porter/report/bitmap_text.h"

namespace porter::report {
namespace {

constexpr int kGap = 8;      // px, between tiles and around them
constexpr int kTextGap = 5;  // px, above and below a caption's lines
constexpr uint8_t kPaper = 255;
constexpr Colour kInk{40, 46, 54};

std::vector<std::string> LinesOf(const std::string& caption) {
  std::vector<std::string> lines(1);
  for (const char c : caption) c == '\n' ? lines.emplace_back() : lines.back() += c;
  return lines;
}

int CountLines(const Tile& tile) {
  return static_cast<int>(LinesOf(tile.caption).size());
}

// large letters where all captions fit
LetterSize SizeFor(std::span<const Tile> tiles) {
  const auto fits = [](const Tile& tile) {
    return std::ranges::all_of(LinesOf(tile.caption), [&](const std::string& line) {
      return BitmapText{line, LetterSize::kLarge}.Width() <= tile.image.width;
    });
  };
  return std::ranges::all_of(tiles, fits) ? LetterSize::kLarge : LetterSize::kSmall;
}

BitmapText Fitted(const std::string& line, LetterSize size, int width) {
  BitmapText text{line, size, kInk};
  for (size_t kept = line.size(); text.Width() > width && kept > 0;) text.text = line.substr(0, --kept) + "...";
  return text;
}

void DrawCaption(const Tile& tile, LetterSize size, int left, int top, core::Image& sheet) {
  for (const std::string& line : LinesOf(tile.caption)) {
    const BitmapText text = Fitted(line, size, tile.image.width);
    Draw(text, left, top, sheet);
    top += text.Height() + kTextGap;
  }
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
  const int lines = std::ranges::max(tiles | std::views::transform(CountLines));
  const int tile_height = first.height + kTextGap + lines * (BitmapText{.size = size}.Height() + kTextGap);
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
    DrawCaption(tile, size, left, top + first.height + kTextGap, sheet);
  }
  return sheet;
}

}  // namespace porter::report
