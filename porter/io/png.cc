#include "porter/io/png.h"

#include <png.h>

#include "porter/core/check.h"
#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/deflate.h"
#include "porter/io/png_chunks.h"

namespace porter::io {
namespace {

// libpng's simplified interface: its jumps stay inside libpng, so that no destructor of ours is skipped
struct PngHandle {
  png_image png{};

  PngHandle() { png.version = PNG_IMAGE_VERSION; }
  ~PngHandle() { png_image_free(&png); }
  PngHandle(const PngHandle&) = delete;
  PngHandle& operator=(const PngHandle&) = delete;
};

[[noreturn]] void Fail(const std::string& file, const std::string& what, const std::string& found,
                       const std::string& expected = {}, const std::string& hint = {}) {
  throw core::Error({.what = what, .place = {.file = file}, .found = found, .expected = expected, .hint = hint});
}

// before anything is allocated for the pixels
void CheckSize(const PngChunks& chunks, const std::string& file) {
  const std::string size = core::Cat(chunks.width, " x ", chunks.height, " px");
  const size_t pixels = size_t{chunks.width} * chunks.height;
  if (pixels > kMaxPngPixels)
    Fail(file, "the PNG picture is too large", size, core::Cat("at most ", kMaxPngPixels, " pixels"));
  if (chunks.bits_per_sample == 16)
    Fail(file, "the PNG picture has 16 bits a sample", size, "8 bits or less", "convert it to 8 bits");
  const size_t bits = pixels * static_cast<size_t>(chunks.samples_per_pixel * chunks.bits_per_sample);
  if (bits / 8 / kMaxDeflateRatio > chunks.packed_bytes)
    Fail(file, "the PNG picture is cut off", core::Cat(chunks.packed_bytes, " packed bytes for ", size));
}

size_t PixelBytes(const core::Image& image) {
  return static_cast<size_t>(image.width) * static_cast<size_t>(image.height) * static_cast<size_t>(image.channels);
}

}  // namespace

core::Image DecodePng(std::span<const std::byte> bytes, const std::string& file) {
  const PngChunks chunks = ReadPngChunks(bytes, file);
  CheckSize(chunks, file);
  PngHandle handle;
  png_image& png = handle.png;
  const auto fail = [&] { Fail(file, "the PNG picture is damaged", png.message); };
  if (png_image_begin_read_from_memory(&png, chunks.essential.data(), chunks.essential.size()) == 0) fail();
  png.format &= PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA;  // no palette
  core::Image image{.width = static_cast<int>(png.width),
                    .height = static_cast<int>(png.height),
                    .channels = static_cast<int>(PNG_IMAGE_SAMPLE_CHANNELS(png.format)),
                    .pixels = {}};
  image.pixels.resize(PixelBytes(image));
  if (png_image_finish_read(&png, nullptr, image.pixels.data(), 0, nullptr) == 0) fail();
  if (png.warning_or_error != 0) fail();
  return image;
}

core::Image ReadPng(const std::filesystem::path& path) {
  return DecodePng(core::ReadFile(path), path.string());
}

std::vector<std::byte> EncodePng(const core::Image& image) {
  constexpr png_uint_32 kFormats[] = {PNG_FORMAT_GRAY, PNG_FORMAT_GA, PNG_FORMAT_RGB, PNG_FORMAT_RGBA};
  PORTER_CHECK(image.width > 0 && image.height > 0 && image.channels >= 1 && image.channels <= 4, "a picture to write");
  PORTER_CHECK(image.pixels.size() == PixelBytes(image), "as many bytes as the size says");
  if (image.pixels.size() / static_cast<size_t>(image.channels) > kMaxPngPixels)
    throw core::Error({.what = "the picture is too large for a PNG file",
                       .found = core::Cat(image.width, " x ", image.height, " px"),
                       .expected = core::Cat("at most ", kMaxPngPixels, " pixels")});
  PngHandle handle;
  png_image& png = handle.png;
  png.width = static_cast<png_uint_32>(image.width);
  png.height = static_cast<png_uint_32>(image.height);
  png.format = kFormats[image.channels - 1];
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(png);
  std::vector<std::byte> bytes(size);
  const int done = png_image_write_to_memory(&png, bytes.data(), &size, 0, image.pixels.data(), 0, nullptr);
  if (done == 0) throw core::Error({.what = "the picture cannot be packed", .found = png.message});
  bytes.resize(size);
  return bytes;
}

void WritePng(const std::filesystem::path& path, const core::Image& image) {
  core::WriteFileAtomic(path, EncodePng(image));
}

}  // namespace porter::io
