#include "porter/report/bitmap_text.h"

#include <stb/stb_easy_font.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "porter/core/check.h"

namespace porter::report {
namespace {

constexpr int kLetterHeight = 11;         // dots
constexpr size_t kBytesPerLetter = 2048;  // of the font's rectangles; 270 on average, as it says

// a corner of a rectangle, as the font writes it
struct Corner {
  float x, y, z;
  std::array<uint8_t, 4> colour;
};
static_assert(sizeof(Corner) == 16);

std::string Printable(const std::string& text) {
  std::string printable;
  for (const char c : text) {
    if ((c & 0xC0) == 0x80) continue;  // continues a character of UTF-8
    printable += c >= ' ' && c <= '~' ? c : '?';
  }
  return printable;
}

// where ink is
struct Mask {
  Mask(int w, int h) : width(w), height(h), ink(static_cast<size_t>(w) * static_cast<size_t>(h)) {}

  uint8_t& At(int x, int y) {
    return ink[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)];
  }
  uint8_t Get(int x, int y) const {
    const bool inside = x >= 0 && x < width && y >= 0 && y < height;
    return inside ? ink[static_cast<size_t>(y) * static_cast<size_t>(width) + static_cast<size_t>(x)] : 0;
  }

  int width, height;
  std::vector<uint8_t> ink;  // 0 or 1   [height, width]
};

// a dot a pixel
Mask LettersOf(const std::string& text) {
  std::string printable = Printable(text);
  std::vector<char> buffer((printable.size() + 1) * kBytesPerLetter);
  const int rectangles =
      stb_easy_font_print(0, 0, printable.data(), nullptr, buffer.data(), static_cast<int>(buffer.size()));
  Mask mask(stb_easy_font_width(printable.data()), kLetterHeight);
  for (int r = 0; r < rectangles; ++r) {
    std::array<Corner, 4> corners;  // upper left, upper right, lower right, lower left
    std::memcpy(corners.data(), buffer.data() + static_cast<size_t>(r) * sizeof(corners), sizeof(corners));
    for (int y = static_cast<int>(corners[0].y); y < std::min(static_cast<int>(corners[2].y), mask.height); ++y)
      for (int x = static_cast<int>(corners[0].x); x < std::min(static_cast<int>(corners[2].x), mask.width); ++x)
        mask.At(x, y) = 1;
  }
  return mask;
}

// twice as large with smooth slants: the rule Scale2x (Mazzoleni 2001)
Mask Doubled(const Mask& mask) {
  Mask twice(2 * mask.width, 2 * mask.height);
  for (int y = 0; y < mask.height; ++y) {
    for (int x = 0; x < mask.width; ++x) {
      const uint8_t here = mask.Get(x, y), up = mask.Get(x, y - 1), down = mask.Get(x, y + 1),
                    left = mask.Get(x - 1, y), right = mask.Get(x + 1, y);
      const bool corner = up != down && left != right;
      twice.At(2 * x, 2 * y) = corner && left == up ? left : here;
      twice.At(2 * x + 1, 2 * y) = corner && up == right ? right : here;
      twice.At(2 * x, 2 * y + 1) = corner && left == down ? left : here;
      twice.At(2 * x + 1, 2 * y + 1) = corner && down == right ? right : here;
    }
  }
  return twice;
}

void Blend(const Colour& colour, double share, int x, int y, core::Image& image) {
  if (share == 0 || x < 0 || x >= image.width || y < 0 || y >= image.height) return;
  uint8_t* pixel =
      &image.pixels[3 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x))];
  for (const uint8_t channel : {colour.red, colour.green, colour.blue}) {
    *pixel = static_cast<uint8_t>((1 - share) * *pixel + share * channel + 0.5);
    ++pixel;
  }
}

}  // namespace

int BitmapText::Width() const {
  std::string printable = Printable(text);
  return static_cast<int>(size) * stb_easy_font_width(printable.data());
}

int BitmapText::Height() const {
  return static_cast<int>(size) * kLetterHeight;
}

void Draw(const BitmapText& text, int x, int y, core::Image& image) {
  PORTER_CHECK(image.channels == 3, "text is drawn on RGB");
  const bool large = text.size == LetterSize::kLarge;
  Mask mask = LettersOf(text.text);
  if (large) mask = Doubled(Doubled(mask));
  const int side = large ? 2 : 1;  // of the mask's dots that share a pixel
  for (int v = 0; v < mask.height / side; ++v) {
    for (int u = 0; u < mask.width / side; ++u) {
      int ink = 0;
      for (int dy = 0; dy < side; ++dy)
        for (int dx = 0; dx < side; ++dx) ink += mask.Get(side * u + dx, side * v + dy);
      Blend(text.colour, static_cast<double>(ink) / (side * side), x + u, y + v, image);
    }
  }
}

}  // namespace porter::report
