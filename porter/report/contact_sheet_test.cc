#include "porter/report/contact_sheet.h"

#include <gtest/gtest.h>

#include <array>

#include "porter/report/bitmap_text.h"

namespace porter::report {
namespace {

using core::Image;

using Rgb = std::array<int, 3>;

Rgb PixelOf(const Image& image, int x, int y) {
  const size_t at = 3 * (static_cast<size_t>(y) * static_cast<size_t>(image.width) + static_cast<size_t>(x));
  return {image.pixels[at], image.pixels[at + 1], image.pixels[at + 2]};
}

Image Plain(int width, int height, uint8_t value) {
  return {width, height, 3, std::vector<uint8_t>(static_cast<size_t>(width) * static_cast<size_t>(height) * 3, value)};
}

// pixels that are black in a rectangle
int Ink(const Image& image, int left, int top, int right, int bottom) {
  int ink = 0;
  for (int y = top; y < bottom; ++y)
    for (int x = left; x < right; ++x) ink += PixelOf(image, x, y) == Rgb{0, 0, 0};
  return ink;
}

TEST(BitmapText, StaysInsideTheSizeThatItStates) {
  for (const LetterSize size : {LetterSize::kSmall, LetterSize::kLarge}) {
    const BitmapText text{"Wg|_ 0.25", size};
    Image image = Plain(400, 60, 255);
    Draw(text, 10, 5, image);
    const int all = Ink(image, 0, 0, 400, 60);
    EXPECT_GT(all, 30);
    EXPECT_EQ(Ink(image, 10, 5, 10 + text.Width(), 5 + text.Height()), all);
  }
}

// a dash is a line of dots without slants: twice as large it covers four times as much
TEST(BitmapText, ADashByHand) {
  Image small = Plain(40, 40, 255), large = small;
  Draw({"-", LetterSize::kSmall}, 0, 0, small);
  Draw({"-", LetterSize::kLarge}, 0, 0, large);
  const int ink = Ink(small, 0, 0, 40, 40);
  EXPECT_GT(ink, 1);
  EXPECT_EQ(Ink(large, 0, 0, 40, 40), 4 * ink - 4);  // the pixels at its corners are covered in part, and not black
}

TEST(BitmapText, ForeignLettersAreQuestionMarks) {
  Image foreign = Plain(40, 12, 255), marks = foreign;
  Draw({"\u00B0\n\x7F"}, 0, 0, foreign);
  Draw({"???"}, 0, 0, marks);
  EXPECT_EQ(foreign, marks);
}

TEST(BitmapText, IsCutAtTheEdges) {
  Image image = Plain(5, 5, 255);
  Draw({"MMMM", LetterSize::kLarge}, -3, -3, image);
  EXPECT_GT(Ink(image, 0, 0, 5, 5), 0);
}

TEST(ContactSheet, PutsEveryPixelWhereItBelongs) {
  std::vector<Tile> tiles;
  for (const uint8_t value : {10, 20, 30}) tiles.push_back({Plain(60, 40, value), "t"});
  tiles[2].image.pixels[0] = 99;
  const Image sheet = ContactSheet(tiles, 2);
  // gaps of 8, captions of 2 * 5 + 2 * 11
  ASSERT_EQ(sheet.width, 8 + 2 * (60 + 8));
  ASSERT_EQ(sheet.height, 8 + 2 * (40 + 32));
  EXPECT_EQ(PixelOf(sheet, 8, 8), (Rgb{10, 10, 10}));
  EXPECT_EQ(PixelOf(sheet, 8 + 59, 8 + 39), (Rgb{10, 10, 10}));
  EXPECT_EQ(PixelOf(sheet, 8 + 60, 8), (Rgb{255, 255, 255}));
  EXPECT_EQ(PixelOf(sheet, 76, 8), (Rgb{20, 20, 20}));
  EXPECT_EQ(PixelOf(sheet, 8, 80), (Rgb{99, 30, 30}));
  EXPECT_EQ(PixelOf(sheet, 76, 80), (Rgb{255, 255, 255}));  // no fourth tile
}

TEST(ContactSheet, CaptionsStayBelowTheirTile) {
  const Image sheet = ContactSheet(std::vector<Tile>{{Plain(50, 20, 0), std::string(80, 'W')}}, 3);
  ASSERT_EQ(sheet.width, 50 + 2 * 8);  // no columns without tiles
  for (int y = 0; y < sheet.height; ++y)
    for (int x = 58; x < sheet.width; ++x) ASSERT_EQ(PixelOf(sheet, x, y), (Rgb{255, 255, 255})) << x << " " << y;
}

TEST(ContactSheet, CaptionsHaveLines) {
  const Image one = ContactSheet(std::vector<Tile>{{Plain(60, 20, 0), "one"}}, 1);
  const Image two = ContactSheet(std::vector<Tile>{{Plain(60, 20, 0), "one\ntwo"}, {Plain(60, 20, 0), "one"}}, 1);
  ASSERT_EQ(one.height, 8 + 20 + 5 + 22 + 5);  // large letters
  ASSERT_EQ(two.height, 8 + 2 * (20 + 5 + 2 * (22 + 5)));
  for (int x = 0; x < one.width; ++x)
    for (int y = 0; y < one.height; ++y) ASSERT_EQ(PixelOf(one, x, y), PixelOf(two, x, y));  // the first line
}

TEST(ContactSheetDeathTest, TilesHaveOneSize) {
  EXPECT_DEATH(ContactSheet(std::vector<Tile>{{Plain(5, 5, 0), "a"}, {Plain(5, 6, 0), "odd"}}, 1), "odd");
}

}  // namespace
}  // namespace porter::report
