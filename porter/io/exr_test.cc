// Files are written by the OpenEXR library itself, so that all its compressions are met.
#include "porter/io/exr.h"

#include <OpenEXR/ImfChannelList.h>
#include <OpenEXR/ImfFrameBuffer.h>
#include <OpenEXR/ImfHeader.h>
#include <OpenEXR/ImfOutputFile.h>
#include <OpenEXR/ImfTiledOutputFile.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "porter/core/error.h"
#include "porter/core/file.h"

namespace porter::io {
namespace {

using testing::HasSubstr;

constexpr int kExrWidth = 40, kExrHeight = 300;  // more than one block of any compression

std::string ExrPath() {
  return testing::TempDir() + "porter.exr";
}

core::FloatImage Ramp() {
  core::FloatImage image{.width = kExrWidth, .height = kExrHeight, .pixels = {}};
  for (int i = 0; i < kExrWidth * kExrHeight; ++i)
    for (int c = 0; c < 3; ++c) image.pixels.push_back(0.25F + 0.001F * float(i % kExrWidth) * float(c + 1));
  return image;
}

Imf::FrameBuffer BufferOf(core::FloatImage& image, const std::string& names) {
  Imf::FrameBuffer buffer;
  for (size_t c = 0; c < names.size(); ++c)
    buffer.insert(names.substr(c, 1), Imf::Slice(Imf::FLOAT, reinterpret_cast<char*>(image.pixels.data() + c % 3),
                                                 3 * sizeof(float), 3 * sizeof(float) * size_t(image.width)));
  return buffer;
}

Imf::Header HeaderOf(const core::FloatImage& image, const std::string& names, Imf::PixelType type,
                     Imf::Compression compression) {
  Imf::Header header(image.width, image.height);
  header.compression() = compression;
  for (const char name : names) header.channels().insert(std::string(1, name), Imf::Channel(type));
  return header;
}

// in the type that the header names: the library converts when it reads only
void WriteExr(core::FloatImage image, const Imf::Header& header, const std::string& names) {
  Imf::OutputFile out(ExrPath().c_str(), header, 0);
  std::vector<Imath::half> halves(image.pixels.begin(), image.pixels.end());
  Imf::FrameBuffer buffer;
  if (header.channels().begin().channel().type == Imf::FLOAT) {
    buffer = BufferOf(image, names);
  } else {
    const size_t step = 3 * sizeof(Imath::half);
    for (size_t c = 0; c < names.size(); ++c)
      buffer.insert(names.substr(c, 1), Imf::Slice(Imf::HALF, reinterpret_cast<char*>(halves.data() + c % 3), step,
                                                   step * size_t(image.width)));
  }
  out.setFrameBuffer(buffer);
  out.writePixels(image.height);
}

std::string ExrError(const std::vector<std::byte>& bytes) {
  try {
    DecodeExr(bytes, "a.exr");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

std::string ExrError() {
  return ExrError(core::ReadFile(ExrPath()));
}

float Farthest(const core::FloatImage& a, const core::FloatImage& b) {
  float far = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) far = std::max(far, std::abs(a.pixels[i] - b.pixels[i]));
  return far;
}

TEST(ExrTest, FloatsComeBackAsTheyAre) {
  for (const Imf::Compression compression :
       {Imf::NO_COMPRESSION, Imf::RLE_COMPRESSION, Imf::ZIPS_COMPRESSION, Imf::ZIP_COMPRESSION, Imf::PIZ_COMPRESSION}) {
    WriteExr(Ramp(), HeaderOf(Ramp(), "RGB", Imf::FLOAT, compression), "RGB");
    EXPECT_EQ(ReadExr(ExrPath()), Ramp()) << compression;
  }
}

TEST(ExrTest, HalvesComeBackRounded) {
  WriteExr(Ramp(), HeaderOf(Ramp(), "RGBA", Imf::HALF, Imf::ZIP_COMPRESSION), "RGBA");  // and alpha is left out
  const core::FloatImage image = ReadExr(ExrPath());
  ASSERT_EQ(image.pixels.size(), Ramp().pixels.size());
  EXPECT_LT(Farthest(image, Ramp()), 0.25F / 1024);  // half a step of 11 bits below 0.5
  EXPECT_EQ(image.pixels[0], 0.25F);
}

TEST(ExrTest, LossyBlocksComeBackNearly) {
  for (const Imf::Compression compression : {Imf::DWAA_COMPRESSION, Imf::DWAB_COMPRESSION, Imf::B44_COMPRESSION}) {
    WriteExr(Ramp(), HeaderOf(Ramp(), "RGB", Imf::HALF, compression), "RGB");
    const core::FloatImage image = ReadExr(ExrPath());
    ASSERT_EQ(image.pixels.size(), Ramp().pixels.size());
    EXPECT_LT(Farthest(image, Ramp()), 0.01F) << compression;  // B44 keeps 6 bits of a difference
  }
}

TEST(ExrTest, TilesAreReadLikeLines) {
  core::FloatImage image = Ramp();
  Imf::Header header = HeaderOf(image, "RGB", Imf::FLOAT, Imf::ZIP_COMPRESSION);
  header.setTileDescription(Imf::TileDescription(16, 16));
  {
    Imf::TiledOutputFile out(ExrPath().c_str(), header, 0);
    out.setFrameBuffer(BufferOf(image, "RGB"));
    out.writeTiles(0, out.numXTiles() - 1, 0, out.numYTiles() - 1);
  }
  EXPECT_EQ(ReadExr(ExrPath()), image);
}

TEST(ExrTest, AWindowThatDoesNotBeginAtZeroIsRead) {
  core::FloatImage image = Ramp();
  Imf::Header header = HeaderOf(image, "RGB", Imf::FLOAT, Imf::ZIP_COMPRESSION);
  header.dataWindow() = header.displayWindow() = {{7, -5}, {6 + kExrWidth, kExrHeight - 6}};
  {
    Imf::OutputFile out(ExrPath().c_str(), header, 0);
    Imf::FrameBuffer buffer;
    for (int c = 0; c < 3; ++c)
      buffer.insert(std::string(1, "RGB"[c]),
                    Imf::Slice::Make(Imf::FLOAT, image.pixels.data() + c, header.dataWindow(), 12, 12 * kExrWidth));
    out.setFrameBuffer(buffer);
    out.writePixels(image.height);
  }
  EXPECT_EQ(ReadExr(ExrPath()), image);
}

TEST(ExrTest, RefusesPixelsThatAreNoNumbersAndSaysWhere) {
  for (const float value : {INFINITY, -INFINITY, NAN}) {
    core::FloatImage image = Ramp();
    image.pixels[(260 * kExrWidth + 17) * 3 + 1] = value;
    WriteExr(image, HeaderOf(image, "RGB", Imf::HALF, Imf::ZIP_COMPRESSION), "RGB");
    EXPECT_THAT(ExrError(), AllOf(HasSubstr("a.exr"), HasSubstr("in channel G of column 17, row 260")));
  }
}

TEST(ExrTest, RefusesWhatIsNoWholePanorama) {
  WriteExr(Ramp(), HeaderOf(Ramp(), "YA", Imf::HALF, Imf::ZIP_COMPRESSION), "YA");
  EXPECT_THAT(ExrError(), AllOf(HasSubstr("a.exr"), HasSubstr("channels A Y"), HasSubstr("R, G and B")));
  Imf::Header cropped = HeaderOf(Ramp(), "RGB", Imf::HALF, Imf::ZIP_COMPRESSION);
  cropped.displayWindow().max.x += 10;
  WriteExr(Ramp(), cropped, "RGB");
  EXPECT_THAT(ExrError(), HasSubstr("cropped"));
  EXPECT_THAT(ExrError({}), HasSubstr("a.exr"));
  EXPECT_THROW(ReadExr("no_such.exr"), core::Error);
}

TEST(ExrTest, RefusesWholeNumbers) {
  Imf::Header header(1, 1);
  for (const char* name : {"R", "G", "B"}) header.channels().insert(name, Imf::Channel(Imf::UINT));
  uint32_t value = 1;
  {
    Imf::OutputFile out(ExrPath().c_str(), header, 0);
    Imf::FrameBuffer buffer;
    for (const char* name : {"R", "G", "B"})
      buffer.insert(name, Imf::Slice(Imf::UINT, reinterpret_cast<char*>(&value), 4, 4));
    out.setFrameBuffer(buffer);
    out.writePixels(1);
  }
  EXPECT_THAT(ExrError(), HasSubstr("channel R of type UINT"));
}

TEST(ExrTest, RefusesEveryFileThatIsCutOff) {
  WriteExr(Ramp(), HeaderOf(Ramp(), "RGB", Imf::HALF, Imf::DWAB_COMPRESSION), "RGB");
  const std::vector<std::byte> whole = core::ReadFile(ExrPath());
  ASSERT_EQ(ExrError(whole), "no error");
  for (size_t size = 0; size < whole.size(); size += size < 400 ? 7 : 97)
    EXPECT_THAT(ExrError({whole.begin(), whole.begin() + std::ptrdiff_t(size)}), HasSubstr("a.exr")) << size;
}

TEST(ExrTest, RefusesASizeBeforeAllocating) {
  WriteExr(Ramp(), HeaderOf(Ramp(), "RGB", Imf::HALF, Imf::ZIP_COMPRESSION), "RGB");
  std::vector<std::byte> bytes = core::ReadFile(ExrPath());
  const int32_t was[] = {kExrWidth - 1, kExrHeight - 1}, huge[] = {1 << 29, 1 << 29};
  int patched = 0;
  for (size_t at = 0; at + sizeof was <= 400; ++at)
    if (std::memcmp(&bytes[at], was, sizeof was) == 0) std::memcpy(&bytes[at], huge, sizeof huge), ++patched;
  ASSERT_EQ(patched, 2) << "both windows";
  EXPECT_THAT(ExrError(bytes), HasSubstr("a.exr"));
}

}  // namespace
}  // namespace porter::io
