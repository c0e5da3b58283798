// Short words on pictures, in the letters of stb_easy_font, which stays behind bitmap_text.cc: no font file is needed.
#pragma once

#include <string>

#include "porter/core/image.h"
#include "porter/report/solid.h"

namespace porter::report {

enum class LetterSize { kSmall = 1, kLarge = 2 };  // px a dot of a letter; the slanted strokes of large ones are smooth

struct BitmapText {
  std::string text;  // ASCII; other characters are drawn as question marks
  LetterSize size = LetterSize::kSmall;
  Colour colour = {};

  int Width() const;   // px
  int Height() const;  // px, with what reaches below the line
};

// the upper left corner of the text at (x, y), px; on an RGB image; what lies outside of it is not drawn
void Draw(const BitmapText& text, int x, int y, core::Image& image);

}  // namespace porter::report
