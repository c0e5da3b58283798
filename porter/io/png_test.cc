#include "porter/io/png.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"

namespace porter::io {
namespace {

using core::Image;
using testing::ElementsAre;
using testing::HasSubstr;

std::string BigEndian(uint32_t value) {
  const uint32_t swapped = __builtin_bswap32(value);
  return {reinterpret_cast<const char*>(&swapped), 4};
}

std::string PngChunk(const std::string& name, const std::string& data) {
  const std::string body = name + data;
  return BigEndian(static_cast<uint32_t>(data.size())) + body + BigEndian(core::Crc32(std::as_bytes(std::span(body))));
}

// rows, each behind its filter byte, as one stored block in a zlib stream
std::string PngRows(const std::string& rows) {
  const auto length = static_cast<uint16_t>(rows.size());
  uint32_t low = 1, high = 0;  // Adler-32
  for (const char c : rows) {
    low = (low + static_cast<unsigned char>(c)) % 65521;
    high = (high + low) % 65521;
  }
  std::string stream("\x78\x01\x01", 3);
  for (const uint16_t value : {length, static_cast<uint16_t>(~length)})
    stream += {static_cast<char>(value & 0xFF), static_cast<char>(value >> 8)};
  return stream + rows + BigEndian(high << 16 | low);
}

std::string PngHeader(uint32_t width, uint32_t height, char bits, char colour) {
  return PngChunk("IHDR", BigEndian(width) + BigEndian(height) + std::string{bits, colour, '\0', '\0', '\0'});
}

std::string PngFile(const std::string& chunks) {
  return std::string("\x89PNG\r\n\x1a\n", 8) + chunks + PngChunk("IEND", "");
}

Image Decode(const std::string& png) {
  return DecodePng(std::as_bytes(std::span(png)), "a.png");
}

std::string PngError(const std::string& png) {
  try {
    Decode(png);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

// two rows of two RGB pixels
const std::string kRgb =
    PngFile(PngHeader(2, 2, 8, 2) + PngChunk("IDAT", PngRows(std::string("\0\1\2\3\4\5\6\0\7\x8\x9\xA\xB\xC", 14))));

TEST(Png, ReadsRgbByHand) {
  const Image image = Decode(kRgb);
  EXPECT_EQ(image, (Image{2, 2, 3, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}));
}

TEST(Png, ExpandsPalettesAndFewBits) {
  const std::string palette = PngChunk("PLTE", std::string("\xA\xB\xC\x14\x15\x16", 6));
  const std::string pixels = PngChunk("IDAT", PngRows(std::string("\0\x40", 2)));  // one bit each: 0 1
  EXPECT_EQ(Decode(PngFile(PngHeader(2, 1, 1, 3) + palette + pixels)), (Image{2, 1, 3, {10, 11, 12, 20, 21, 22}}));
  const std::string transparency = PngChunk("tRNS", std::string("\x80", 1));  // of the first colour
  EXPECT_EQ(Decode(PngFile(PngHeader(2, 1, 1, 3) + palette + transparency + pixels)),
            (Image{2, 1, 4, {10, 11, 12, 128, 20, 21, 22, 255}}));
  EXPECT_EQ(Decode(PngFile(PngHeader(2, 1, 2, 0) + PngChunk("IDAT", PngRows(std::string("\0\x70", 2))))),
            (Image{2, 1, 1, {85, 255}}));  // two bits each: 1 of 3, 3 of 3
}

TEST(Png, TakesSamplesAsTheyStand) {
  const std::string linear = PngChunk("gAMA", BigEndian(100000));
  EXPECT_EQ(Decode(PngFile(PngHeader(1, 1, 8, 0) + linear + PngChunk("IDAT", PngRows(std::string("\0\x80", 2))))),
            (Image{1, 1, 1, {128}}));
}

TEST(Png, ReadsBackWhatItWrites) {
  const std::string path = testing::TempDir() + "png_test.png";
  for (int channels = 1; channels <= 4; ++channels) {
    Image image{.width = 7, .height = 5, .channels = channels, .pixels = {}};
    for (int i = 0; i < 7 * 5 * channels; ++i) image.pixels.push_back(static_cast<uint8_t>(i * 37));
    WritePng(path, image);
    EXPECT_EQ(ReadPng(path), image) << channels;
    EXPECT_EQ(core::ReadFile(path), EncodePng(image));
  }
  std::filesystem::remove(path);
}

TEST(Png, WritesNoiseThatDoesNotPack) {
  Image image{.width = 64, .height = 64, .channels = 3, .pixels = {}};
  uint32_t state = 1;
  for (int i = 0; i < 64 * 64 * 3; ++i)
    image.pixels.push_back(static_cast<uint8_t>((state = state * 1664525 + 1013904223) >> 24));
  EXPECT_EQ(DecodePng(EncodePng(image), "a.png"), image);
}

TEST(PngDeathTest, AnImageHasAsManyBytesAsItsSizeSays) {
  EXPECT_DEATH(EncodePng({.width = 2, .height = 2, .channels = 3, .pixels = {1, 2}}), "as many bytes");
}

TEST(Png, EveryCutAndEveryDamagedByteIsAnError) {
  for (size_t size = 0; size < kRgb.size(); ++size) EXPECT_THAT(PngError(kRgb.substr(0, size)), HasSubstr("a.png: "));
  for (size_t at = 0; at < kRgb.size(); ++at) {
    std::string damaged = kRgb;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    EXPECT_THAT(PngError(damaged), HasSubstr("a.png: ")) << at;
  }
}

TEST(Png, SaysWhatIsWrong) {
  EXPECT_EQ(PngError("GIF89a"), "a.png: this is no PNG file; found 6 bytes");
  EXPECT_EQ(PngError(kRgb.substr(0, 60)),
            "a.png: the PNG file is cut off; found 60 bytes, the end in the chunk at byte 33");
  std::string damaged = kRgb;
  damaged[20] = 7;  // in the width
  EXPECT_EQ(PngError(damaged), "a.png: the PNG file is damaged; found chunk 'IHDR' at byte 8 with a wrong checksum");
  EXPECT_EQ(PngError(kRgb + "tail"), "a.png: the PNG file goes on behind its end; found 4 bytes more");
  EXPECT_EQ(
      PngError(PngFile(PngHeader(1, 1, 16, 0) + PngChunk("IDAT", PngRows(std::string(3, '\0'))))),
      "a.png: the PNG picture has 16 bits a sample; found 1 x 1 px; expected 8 bits or less (convert it to 8 bits)");
  EXPECT_THAT(PngError(PngFile(PngHeader(1, 1, 3, 0))), HasSubstr("header is malformed"));
  EXPECT_THAT(PngError(PngFile(PngHeader(1, 1, 8, 5))), HasSubstr("header is malformed"));
  EXPECT_THAT(PngError(PngFile(PngHeader(0, 1, 8, 0))), HasSubstr("header is malformed"));
  EXPECT_THAT(PngError(PngFile(PngChunk("IDAT", ""))), HasSubstr("does not begin with its header"));
  EXPECT_THAT(PngError(PngFile(PngHeader(1, 1, 8, 0) + PngChunk("ABCD", ""))),
              HasSubstr("may not skip; found chunk 'ABCD'"));
  EXPECT_THAT(PngError(PngFile(PngHeader(2, 2, 8, 2) + PngChunk("IDAT", PngRows("\1\2\3")))), HasSubstr("damaged"));
}

TEST(Png, RefusesABombBeforeItAllocates) {
  EXPECT_EQ(PngError(PngFile(PngHeader(0x7FFFFFFF, 0x7FFFFFFF, 8, 6))),
            "a.png: the PNG picture is too large; found 2147483647 x 2147483647 px; expected at most 134217728 pixels");
  EXPECT_EQ(PngError(PngFile(PngHeader(10'000, 10'000, 8, 6) + PngChunk("IDAT", PngRows("\1")))),
            "a.png: the PNG picture is cut off; found 12 packed bytes for 10000 x 10000 px");
}

TEST(Png, RefusesToWriteWhatItWouldNotRead) {
  const Image large{.width = 1 << 14,
                    .height = (1 << 13) + 1,
                    .channels = 1,
                    .pixels = std::vector<uint8_t>((size_t{1} << 14) * ((1 << 13) + 1))};
  EXPECT_THROW(EncodePng(large), core::Error);
}

}  // namespace
}  // namespace porter::io
