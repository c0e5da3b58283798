#include "porter/io/npy_header.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"

namespace porter::io {
namespace {

constexpr std::string_view kMagic{"\x93NUMPY", 6};
constexpr size_t kMaxHeader = size_t{1} << 20;  // bytes; real ones have about 100
constexpr size_t kAlignment = 64;               // of the elements in the file, as numpy has it

// numpy's type letters; text ("U") and bfloat16, which numpy has not, stand apart
struct DtypeCode {
  Dtype dtype;
  std::string_view code;
};
constexpr std::array<DtypeCode, 12> kCodes{{{Dtype::kBool, "b1"},
                                            {Dtype::kI8, "i1"},
                                            {Dtype::kU8, "u1"},
                                            {Dtype::kI16, "i2"},
                                            {Dtype::kU16, "u2"},
                                            {Dtype::kI32, "i4"},
                                            {Dtype::kU32, "u4"},
                                            {Dtype::kI64, "i8"},
                                            {Dtype::kU64, "u8"},
                                            {Dtype::kF16, "f2"},
                                            {Dtype::kF32, "f4"},
                                            {Dtype::kF64, "f8"}}};

// reads the dictionary from left to right
class DictParser {
 public:
  DictParser(std::string_view text, const core::Place& place, const std::string& name)
      : rest_(text), place_(place), name_(name) {}

  void Parse(NpyHeader& header) {
    bool has_descr = false, has_order = false, has_shape = false;
    Expect('{');
    while (!Take('}')) {
      const std::string key(Word());
      Expect(':');
      bool& seen = key == "descr" ? has_descr : key == "fortran_order" ? has_order : has_shape;
      if (seen || (&seen == &has_shape && key != "shape")) Malformed(core::Cat("key '", key, "'"));
      seen = true;
      if (key == "descr") ParseDescr(header);
      if (key == "fortran_order") header.order = Truth() ? Order::kColumnMajor : Order::kRowMajor;
      if (key == "shape") header.shape = Shape();
      if (!Take(',') && !Next('}')) Malformed("no comma");
    }
    if (!has_descr || !has_order || !has_shape) Malformed("not all of descr, fortran_order, shape");
    SkipSpace();
    if (!rest_.empty()) Malformed("text behind the dictionary");
  }

 private:
  [[noreturn]] void Malformed(const std::string& found) const {
    throw core::Error(
        {.what = core::Cat("array '", name_, "' has a malformed header"), .place = place_, .found = found});
  }
  [[noreturn]] void Refuse(const std::string& what, const std::string& found, const std::string& hint) const {
    throw core::Error({.what = core::Cat("array '", name_, "' ", what), .place = place_, .found = found, .hint = hint});
  }

  void SkipSpace() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }
  bool Next(char c) {
    SkipSpace();
    return rest_.starts_with(c);
  }
  bool Take(char c) {
    if (!Next(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void Expect(char c) {
    if (!Take(c)) Malformed(core::Cat("no '", c, "'"));
  }

  // a text in quotes of either kind
  std::string_view Word() {
    const char quote = Next('"') ? '"' : '\'';
    Expect(quote);
    const size_t end = rest_.find(quote);
    if (end == std::string_view::npos) Malformed("no closing quote");
    const std::string_view word = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return word;
  }

  bool Truth() {
    SkipSpace();
    for (const std::string_view word : {"False", "True"}) {
      if (!rest_.starts_with(word)) continue;
      rest_.remove_prefix(word.size());
      return word == "True";
    }
    Malformed("neither True nor False");
  }

  size_t Number() {
    SkipSpace();
    size_t value = 0;
    const auto [end, code] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (code != std::errc{}) Malformed("no whole number in the shape");
    rest_.remove_prefix(static_cast<size_t>(end - rest_.data()));
    return value;
  }

  std::vector<size_t> Shape() {
    std::vector<size_t> shape;
    Expect('(');
    while (!Take(')')) {
      shape.push_back(Number());
      if (!Take(',') && !Next(')')) Malformed("no comma in the shape");
    }
    return shape;
  }

  void ParseDescr(NpyHeader& header) {
    if (Next('[')) Refuse("has structured elements", "a list of fields", "save each field as an array of its own");
    const std::string_view descr = Word();
    const std::string found = core::Cat("'", descr, "'");
    const std::string_view code = descr.substr(std::min<size_t>(1, descr.size()));
    if (code.starts_with('O'))
      Refuse("holds pickled Python objects, which run code when they are loaded", found, "save it with a number type");
    if (descr.starts_with('>')) Refuse("is big-endian", found, "save it with dtype.newbyteorder('<')");
    const bool byte_wide = code == "b1" || code == "i1" || code == "u1";
    if (!descr.starts_with('<') && !(descr.starts_with('|') && byte_wide)) RefuseType(found);
    if (code.starts_with('U')) return ParseText(header, code.substr(1), found);
    const auto match = std::find_if(kCodes.begin(), kCodes.end(), [&](const DtypeCode& c) { return c.code == code; });
    if (match == kCodes.end()) RefuseType(found);
    header.dtype = match->dtype;
    header.item_bytes = ItemBytes(header.dtype);
  }

  void ParseText(NpyHeader& header, std::string_view width, const std::string& found) const {
    uint32_t characters = 0;
    const auto [end, code] = std::from_chars(width.data(), width.data() + width.size(), characters);
    if (code != std::errc{} || end != width.data() + width.size() || characters == 0) RefuseType(found);
    header.dtype = Dtype::kText;
    header.item_bytes = size_t{characters} * ItemBytes(Dtype::kText);
  }

  [[noreturn]] void RefuseType(const std::string& found) const {
    Refuse("has an element type that we do not read", found, "save it as bool, integers, float16 to float64 or text");
  }

  std::string_view rest_;
  const core::Place& place_;
  const std::string& name_;
};

std::string Descr(const ArrayView& array) {
  if (array.dtype == Dtype::kText) {
    const size_t width = array.Count() == 0 ? 1 : array.bytes.size() / array.Count() / ItemBytes(Dtype::kText);
    return core::Cat("<U", width);
  }
  const auto row =
      std::find_if(kCodes.begin(), kCodes.end(), [&](const DtypeCode& c) { return c.dtype == array.dtype; });
  if (row == kCodes.end()) {
    throw core::Error({.what = core::Cat("array '", array.name, "' has a type that numpy has not"),
                       .found = std::string(DtypeName(array.dtype))});
  }
  return core::Cat(ItemBytes(array.dtype) == 1 ? '|' : '<', row->code);
}

}  // namespace

NpyHeader ParseNpyHeader(std::span<const std::byte> bytes, const std::string& file, const std::string& name) {
  const core::Place place{.file = file};
  const auto fail = [&](const std::string& what, const std::string& found) {
    throw core::Error({.what = core::Cat("array '", name, "' ", what), .place = place, .found = found});
  };
  if (!AsText(bytes).starts_with(kMagic))
    fail("is not in numpy's format", core::Cat(bytes.size(), " bytes without its mark"));
  const std::string cut_off = core::Cat(bytes.size(), " bytes");
  if (bytes.size() < 8) fail("is cut off in its header", cut_off);
  const auto version = Load<uint8_t>(bytes, 6);
  if (version < 1 || version > 3) fail("has a version of numpy's format that we do not know", core::Cat(int{version}));
  const size_t text_at = version == 1 ? 10 : 12;
  if (bytes.size() < text_at) fail("is cut off in its header", cut_off);
  const size_t text_bytes = version == 1 ? Load<uint16_t>(bytes, 8) : Load<uint32_t>(bytes, 8);
  if (text_bytes > kMaxHeader) fail("has a header that is too long", core::Cat(text_bytes, " bytes"));
  if (text_bytes > bytes.size() - text_at) fail("is cut off in its header", cut_off);
  NpyHeader header{.data_at = text_at + text_bytes};
  DictParser(AsText(bytes.subspan(text_at, text_bytes)), place, name).Parse(header);
  return header;
}

std::string FormatNpyHeader(const ArrayView& array) {
  std::string shape;
  for (const size_t extent : array.shape) shape += core::Cat(extent, ", ");
  std::string text = core::Cat("{'descr': '", Descr(array), "', 'fortran_order': False, 'shape': (", shape, "), }");
  constexpr size_t kPrefix = 10;  // mark, version 1.0, length
  const size_t total = (kPrefix + text.size() + 1 + kAlignment - 1) / kAlignment * kAlignment;
  text.append(total - kPrefix - text.size() - 1, ' ');
  text += '\n';
  PORTER_CHECK(text.size() <= size_t{UINT16_MAX}, "an array has few dimensions");
  std::string header(kMagic);
  header += {'\1', '\0', static_cast<char>(text.size() & 0xFF), static_cast<char>(text.size() >> 8)};
  return header + text;
}

}  // namespace porter::io
