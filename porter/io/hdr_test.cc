#include "porter/io/hdr.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#define STB_IMAGE_STATIC
#define STB_IMAGE_IMPLEMENTATION
#define STBI_ONLY_HDR
#define STBI_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wall"
#pragma GCC diagnostic ignored "-Wextra"
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb/stb_image.h>
#pragma GCC diagnostic pop

#include "porter/core/error.h"

namespace porter::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string HdrFile(const std::string& lines, const std::string& size, const std::string& rows) {
  return "#?RADIANCE\n" + lines + "FORMAT=32-bit_rle_rgbe\n\n" + size + "\n" + rows;
}

core::FloatImage DecodeHdrText(const std::string& hdr) {
  return DecodeHdr(std::as_bytes(std::span(hdr)), "a.hdr");
}

std::string HdrError(const std::string& hdr) {
  try {
    DecodeHdrText(hdr);
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

// one row of 10 px: red repeats, green differs, blue is a run and three others, exponents are 2^0 (129 - 1)
std::string CodedRow() {
  return std::string("\x02\x02\x00\x0A", 4) + "\x8A\x80" + "\x0A" + "ABCDEFGHIJ" + "\x87\x40" + "\x03xyz" + "\x8A\x81";
}

TEST(HdrTest, FlatPixelsAreMantissasTimesPowersOfTwo) {
  const std::string rows = {char(128), 64, 32, char(129), 1, 2, 3, char(136), 9, 9, 9, 0};
  EXPECT_THAT(DecodeHdrText(HdrFile("", "-Y 1 +X 3", rows)).pixels,
              ElementsAre(1, 0.5F, 0.25F, 1, 2, 3, 0, 0, 0));  // exponent 0: black
}

TEST(HdrTest, RunsAreUnpackedByChannel) {
  const core::FloatImage image = DecodeHdrText(HdrFile("", "-Y 2 +X 10", CodedRow() + CodedRow()));
  ASSERT_EQ(image.pixels.size(), 60);
  EXPECT_THAT(std::vector(image.pixels.begin() + 15, image.pixels.begin() + 24),
              ElementsAre(1, 'F' / 128.0F, 0.5F, 1, 'G' / 128.0F, 0.5F, 1, 'H' / 128.0F, 'x' / 128.0F));
  EXPECT_EQ(image.pixels[59], 'z' / 128.0F);
}

TEST(HdrTest, AForeignReaderSeesTheSame) {
  const std::string hdr = HdrFile("", "-Y 2 +X 10", CodedRow() + CodedRow());
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<float, decltype(&stbi_image_free)> foreign(
      stbi_loadf_from_memory(reinterpret_cast<const stbi_uc*>(hdr.data()), int(hdr.size()), &width, &height, &channels,
                             3),
      stbi_image_free);
  ASSERT_NE(foreign, nullptr);
  const core::FloatImage ours = DecodeHdrText(hdr);
  ASSERT_EQ(width * height * 3, int(ours.pixels.size()));
  for (size_t i = 0; i < ours.pixels.size(); ++i) EXPECT_EQ(ours.pixels[i], foreign.get()[i]) << i;
}

TEST(HdrTest, ExposuresAndCorrectionsAreUndone) {
  const std::string white = {char(128), char(128), char(128), char(129)};
  const auto image = DecodeHdrText(HdrFile("EXPOSURE=2\nEXPOSURE= 0.25\nCOLORCORR=1 2 0.5\n", "-Y 1 +X 1", white));
  EXPECT_THAT(image.pixels, ElementsAre(2, 1, 4));
}

TEST(HdrTest, AnExposureThatLeavesTheRangeIsAnErrorAndNoInfinity) {
  const std::string bright = {1, 1, 2, 10, char(255), 0, 0, char(255)};
  EXPECT_TRUE(std::isfinite(DecodeHdrText(HdrFile("", "-Y 1 +X 2", bright)).pixels[3]));
  EXPECT_THAT(HdrError(HdrFile("EXPOSURE=0.1\n", "-Y 1 +X 2", bright)),
              AllOf(HasSubstr("a.hdr"), HasSubstr("inf in channel R of column 1, row 0"), HasSubstr("EXPOSURE")));
  // many small factors: their product has no reciprocal
  std::string lines;
  for (int i = 0; i < 40; ++i) lines += "EXPOSURE=1e-300\n";
  EXPECT_THAT(HdrError(HdrFile(lines, "-Y 1 +X 2", bright)), HasSubstr("column 0, row 0"));
}

TEST(HdrTest, RefusesWhatItDoesNotRead) {
  const std::string row = CodedRow();
  const std::string size = "-Y 1 +X 10";
  EXPECT_THAT(HdrError("P6 1 1 255"), AllOf(HasSubstr("a.hdr"), HasSubstr("no Radiance picture")));
  EXPECT_THAT(HdrError("#?RADIANCE\nFORMAT=32-bit_rle_xyze\n\n" + size + "\n" + row), HasSubstr("32-bit_rle_xyze"));
  EXPECT_THAT(HdrError("#?RADIANCE\nFORMAT=32-bit_rle_rgbe"), HasSubstr("does not end"));
  EXPECT_THAT(HdrError(HdrFile("", "+Y 1 +X 10", row)), HasSubstr("'+Y 1 +X 10'"));
  EXPECT_THAT(HdrError(HdrFile("", "-Y 1 +X 10 ", row)), HasSubstr("size line"));
  EXPECT_THAT(HdrError(HdrFile("", "-Y 0 +X 10", row)), HasSubstr("10 x 0 px"));
  EXPECT_THAT(HdrError(HdrFile("", "-Y 16000 +X 16000", row)), HasSubstr("16000 x 16000 px"));
  EXPECT_THAT(HdrError(HdrFile("", "-Y 2 +X 10", row)), HasSubstr("its end in row 1"));
  EXPECT_THAT(HdrError(HdrFile("", "-Y 1 +X 11", row)), HasSubstr("10 px in row 0"));
  EXPECT_THAT(HdrError(HdrFile("EXPOSURE=0\n", size, row)), HasSubstr("'0'"));
  EXPECT_THAT(HdrError(HdrFile("EXPOSURE=nan\n", size, row)), HasSubstr("a positive number"));
  EXPECT_THAT(HdrError(HdrFile("COLORCORR=1 2\n", size, row)), HasSubstr("three positive numbers"));
  EXPECT_THAT(HdrError(HdrFile("EXPOSURE=1 x\n", size, row)), HasSubstr("numbers only"));
  EXPECT_THAT(HdrError(HdrFile("", size, row.substr(0, 4) + "\x8B\x80")),
              HasSubstr("a run of 11 px at column 0, row 0"));
  EXPECT_THAT(HdrError(HdrFile("", size, row.substr(0, 4) + std::string(1, '\0'))), HasSubstr("a run of 0 px"));
  EXPECT_THAT(HdrError(HdrFile("", "-Y 1 +X 2", "\x80\x80\x80\x81\x01\x01\x01\x02")),
              HasSubstr("runs of the old form"));
}

}  // namespace
}  // namespace porter::io
