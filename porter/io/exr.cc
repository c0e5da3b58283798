#include "porter/io/exr.h"

#include <OpenEXR/Iex.h>
#include <OpenEXR/ImfChannelList.h>
#include <OpenEXR/ImfFrameBuffer.h>
#include <OpenEXR/ImfHeader.h>
#include <OpenEXR/ImfIO.h>
#include <OpenEXR/ImfInputFile.h>

#include <algorithm>
#include <cstring>
#include <mutex>
#include <vector>

#include "porter/core/file.h"
#include "porter/io/float_pixels.h"

namespace porter::io {
namespace {

constexpr int kRowsAtOnce = 256;  // the largest block of any compression, so that none is unpacked twice
constexpr const char* kChannels[] = {"R", "G", "B"};

[[noreturn]] void Fail(const std::string& file, const std::string& what, const std::string& found,
                       const std::string& expected = {}, const std::string& hint = {}) {
  throw core::Error({.what = what, .place = {.file = file}, .found = found, .expected = expected, .hint = hint});
}

// of all pictures of this process, before the library allocates lines
void LimitSizes() {
  static std::once_flag once;
  std::call_once(once, [] { Imf::Header::setMaxImageSize(kMaxFloatSide, kMaxFloatSide); });
}

// a file in memory
class BytesStream : public Imf::IStream {
 public:
  BytesStream(std::span<const std::byte> bytes, const std::string& file) : IStream(file.c_str()), bytes_(bytes) {}

  bool read(char to[], int count) override {
    if (count < 0 || at_ > bytes_.size() || size_t(count) > bytes_.size() - at_)
      throw Iex::InputExc("Unexpected end of file.");
    std::memcpy(to, bytes_.data() + at_, size_t(count));
    at_ += size_t(count);
    return at_ < bytes_.size();
  }
  uint64_t tellg() override { return at_; }
  void seekg(uint64_t position) override { at_ = position; }

 private:
  const std::span<const std::byte> bytes_;
  uint64_t at_ = 0;
};

void CheckChannels(const Imf::Header& header, const std::string& file) {
  for (const char* name : kChannels) {
    const Imf::Channel* channel = header.channels().findChannel(name);
    if (channel == nullptr) {
      std::string names;
      for (auto it = header.channels().begin(); it != header.channels().end(); ++it)
        names += (names.empty() ? "" : " ") + std::string(it.name());
      Fail(file, "the EXR picture lacks a channel", "channels " + names, "R, G and B");
    }
    if (channel->type == Imf::UINT)
      Fail(file, "the EXR picture has whole numbers", core::Cat("channel ", name, " of type UINT"), "HALF or FLOAT");
    if (channel->xSampling != 1 || channel->ySampling != 1)
      Fail(file, "the EXR picture has a subsampled channel",
           core::Cat("channel ", name, ", one value for ", channel->xSampling, " x ", channel->ySampling, " px"),
           "one value a pixel");
  }
}

// appends to the image what the file holds; in strips, so that little is allocated for a file that is cut off
void ReadRows(Imf::InputFile& input, core::FloatImage& image, const std::string& file) {
  const Imath::Box2i window = input.header().dataWindow();
  const size_t row = size_t(image.width) * 3;
  std::vector<float> strip(row * size_t(std::min(kRowsAtOnce, image.height)));
  for (int y = 0; y < image.height; y += kRowsAtOnce) {
    const int count = std::min(kRowsAtOnce, image.height - y);
    Imf::FrameBuffer buffer;
    for (size_t c = 0; c < 3; ++c)
      buffer.insert(kChannels[c],
                    Imf::Slice::Make(Imf::FLOAT, strip.data() + c, Imath::V2i(window.min.x, window.min.y + y),
                                     image.width, count, 3 * sizeof(float), row * sizeof(float)));
    input.setFrameBuffer(buffer);
    input.readPixels(window.min.y + y, window.min.y + y + count - 1);
    for (int i = 0; i < count; ++i)
      CheckFinite(std::span(strip).subspan(size_t(i) * row, row), y + i, file, "mend it in a picture editor");
    image.pixels.insert(image.pixels.end(), strip.begin(), strip.begin() + std::ptrdiff_t(row) * count);
  }
}

core::FloatImage Decode(std::span<const std::byte> bytes, const std::string& file) {
  LimitSizes();
  BytesStream stream(bytes, file);
  Imf::InputFile input(stream, 0);
  const Imf::Header& header = input.header();
  const Imath::Box2i window = header.dataWindow();
  if (window != header.displayWindow())
    Fail(file, "the EXR picture is cropped", "a data window other than the display window", "one window");
  core::FloatImage image{
      .width = window.max.x - window.min.x + 1, .height = window.max.y - window.min.y + 1, .pixels = {}};
  CheckFloatSize(image.width, image.height, file);
  CheckChannels(header, file);
  if (!input.isComplete()) Fail(file, "the EXR picture is cut off", core::Cat(bytes.size(), " bytes"));
  ReadRows(input, image, file);
  return image;
}

}  // namespace

core::FloatImage DecodeExr(std::span<const std::byte> bytes, const std::string& file) {
  try {
    return Decode(bytes, file);
  } catch (const core::Error&) {
    throw;
  } catch (const std::exception& error) {  // of the library: its own, and those of the standard that damage leads to
    Fail(file, "the EXR picture cannot be read", error.what());
  }
}

core::FloatImage ReadExr(const std::filesystem::path& path) {
  return DecodeExr(core::ReadFile(path), path.string());
}

}  // namespace porter::io
