#include "porter/io/hdr.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "porter/core/file.h"
#include "porter/io/bytes.h"
#include "porter/io/float_pixels.h"

namespace porter::io {
namespace {

using Scale = std::array<double, 3>;

constexpr int kExponentBias = 128 + 8;                         // value = mantissa x 2^(e - bias)
constexpr int kLeastCodedWidth = 8, kMostCodedWidth = 0x7FFF;  // px; rows outside are flat
constexpr uint8_t kLongestRun = 128;                           // counts above say how often one byte repeats
constexpr size_t kLongestLine = 2048;                          // bytes of the header

class HdrReader {
 public:
  HdrReader(std::span<const std::byte> bytes, const std::string& file) : bytes_(bytes), file_(file) {}

  core::FloatImage Read() {
    ReadHeader();
    ReadSize();
    std::vector<uint8_t> rgbe(size_t(image_.width) * 4);
    for (int y = 0; y < image_.height; ++y) {
      ReadRow(rgbe, y);
      AppendRow(rgbe, y);
    }
    return std::move(image_);
  }

 private:
  [[noreturn]] void Fail(const std::string& what, const std::string& found, const std::string& expected = {}) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found, .expected = expected});
  }

  uint8_t Byte(int row) {
    if (at_ == bytes_.size())
      Fail("the HDR picture is cut off", core::Cat("its end in row ", row), core::Cat(image_.height, " rows"));
    return uint8_t(bytes_[at_++]);
  }

  std::string_view Line() {
    const std::string_view rest = AsText(bytes_.subspan(at_)).substr(0, kLongestLine);
    const size_t length = rest.find('\n');
    if (length == rest.npos)
      Fail("the HDR picture's header does not end", core::Cat(rest.size(), " bytes without a line's end"));
    at_ += length + 1;
    return rest.substr(0, length);
  }

  void ReadHeader() {
    if (!AsText(bytes_).starts_with("#?"))
      Fail("the file is no Radiance picture", core::Cat(bytes_.size(), " bytes with another beginning"), "#?RADIANCE");
    std::string_view format;
    for (std::string_view line = Line(); !line.empty(); line = Line()) {
      const size_t equals = line.find('=');
      if (equals == line.npos) continue;  // a command that made the picture, or a comment
      const std::string_view name = line.substr(0, equals), value = line.substr(equals + 1);
      if (name == "FORMAT") format = value;
      if (name == "EXPOSURE") Divide(value, 1);
      if (name == "COLORCORR") Divide(value, 3);
    }
    if (format != "32-bit_rle_rgbe")
      Fail("the HDR picture has another form of pixels", "FORMAT=" + std::string(format), "FORMAT=32-bit_rle_rgbe");
  }

  // pixels were multiplied with these one or three numbers
  void Divide(std::string_view text, int count) {
    const std::string_view all = text;
    for (int i = 0; i < count; ++i) {
      while (text.starts_with(' ')) text.remove_prefix(1);
      double factor = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), factor);
      if (error != std::errc{} || !std::isfinite(factor) || !(factor > 0))
        Fail("the HDR picture's exposure is unsuitable", "'" + std::string(all) + "'",
             count == 1 ? "a positive number" : "three positive numbers");
      text.remove_prefix(size_t(end - text.data()));
      for (int c = 0; c < 3; ++c)
        if (count == 1 || c == i) scale_[size_t(c)] /= factor;
    }
    if (text.find_first_not_of(" \r\t") != text.npos)
      Fail("the HDR picture's exposure is unsuitable", "'" + std::string(all) + "'", "numbers only");
  }

  void ReadSize() {
    const std::string_view line = Line();
    int sides[2] = {};
    std::string_view rest = line;
    constexpr std::string_view kNames[] = {"-Y ", " +X "};
    for (int i = 0; i < 2; ++i) {
      std::errc error = std::errc::invalid_argument;
      if (rest.starts_with(kNames[i])) {
        rest.remove_prefix(kNames[i].size());
        const auto result = std::from_chars(rest.data(), rest.data() + rest.size(), sides[i]);
        rest.remove_prefix(size_t(result.ptr - rest.data()));
        error = result.ec;
      }
      if (error != std::errc{} || (i == 1 && !rest.empty()))
        Fail("the HDR picture's size line is not understood", "'" + std::string(line) + "'",
             "'-Y HEIGHT +X WIDTH', rows from the top");
    }
    CheckFloatSize(sides[1], sides[0], file_);
    image_.height = sides[0], image_.width = sides[1];
  }

  // rgbe: four bytes a pixel
  void ReadRow(std::span<uint8_t> rgbe, int y) {
    uint8_t first[4];
    for (uint8_t& byte : first) byte = Byte(y);
    const int width = image_.width;
    const bool fits = width >= kLeastCodedWidth && width <= kMostCodedWidth;
    if (!fits || first[0] != 2 || first[1] != 2 || first[2] >= 128) return ReadFlatRow(rgbe, first, y);
    if ((first[2] << 8 | first[3]) != width)
      Fail("a row of the HDR picture has another width", core::Cat((first[2] << 8 | first[3]), " px in row ", y),
           core::Cat(width, " px"));
    for (size_t c = 0; c < 4; ++c) ReadCodedChannel(rgbe, c, y);
  }

  void ReadFlatRow(std::span<uint8_t> rgbe, const uint8_t (&first)[4], int y) {
    for (size_t i = 0; i < rgbe.size(); ++i) rgbe[i] = i < 4 ? first[i] : Byte(y);
    for (size_t i = 0; i < rgbe.size(); i += 4)
      if (rgbe[i] == 1 && rgbe[i + 1] == 1 && rgbe[i + 2] == 1)
        Fail("the HDR picture has runs of the old form", core::Cat("one in row ", y), "runs by channel, or none");
  }

  void ReadCodedChannel(std::span<uint8_t> rgbe, size_t channel, int y) {
    const auto width = size_t(image_.width);
    for (size_t x = 0; x < width;) {
      const uint8_t code = Byte(y);
      const bool repeats = code > kLongestRun;
      const size_t count = repeats ? code - kLongestRun : code;
      if (count == 0 || count > width - x)
        Fail("the HDR picture is damaged", core::Cat("a run of ", count, " px at column ", x, ", row ", y),
             core::Cat("1 to ", width - x, " px"));
      uint8_t value = repeats ? Byte(y) : 0;
      for (size_t end = x + count; x < end; ++x) {
        if (!repeats) value = Byte(y);
        rgbe[4 * x + channel] = value;
      }
    }
  }

  void AppendRow(std::span<const uint8_t> rgbe, int y) {
    const size_t begin = image_.pixels.size();
    for (size_t i = 0; i < rgbe.size(); i += 4)
      for (size_t c = 0; c < 3; ++c)
        image_.pixels.push_back(rgbe[i + 3] == 0 ? 0.0F : Value(rgbe[i + c], rgbe[i + 3], scale_[c]));
    CheckFinite(std::span(image_.pixels).subspan(begin), y, file_,
                "it lies beyond the range of float once EXPOSURE and COLORCORR are undone");
  }

  // infinity beyond the range of float
  static float Value(uint8_t mantissa, uint8_t exponent, double scale) {
    const double value = std::ldexp(double(mantissa), exponent - kExponentBias) * scale;
    return mantissa == 0 ? 0.0F : value > double(std::numeric_limits<float>::max()) ? INFINITY : float(value);
  }

  const std::span<const std::byte> bytes_;
  const std::string& file_;
  size_t at_ = 0;
  Scale scale_ = {1, 1, 1};
  core::FloatImage image_;
};

}  // namespace

core::FloatImage DecodeHdr(std::span<const std::byte> bytes, const std::string& file) {
  return HdrReader(bytes, file).Read();
}

core::FloatImage ReadHdr(const std::filesystem::path& path) {
  return DecodeHdr(core::ReadFile(path), path.string());
}

}  // namespace porter::io
