#include "porter/io/array.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::io {
namespace {

struct DtypeRow {
  std::string_view name;
  size_t bytes;
};

// in the order of Dtype
constexpr std::array<DtypeRow, 14> kDtypes{{{"bool", 1},
                                            {"int8", 1},
                                            {"uint8", 1},
                                            {"int16", 2},
                                            {"uint16", 2},
                                            {"int32", 4},
                                            {"uint32", 4},
                                            {"int64", 8},
                                            {"uint64", 8},
                                            {"float16", 2},
                                            {"bfloat16", 2},
                                            {"float32", 4},
                                            {"float64", 8},
                                            {"text", 4}}};

bool IsScalarValue(uint32_t code) {
  return code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
}

void AppendUtf8(std::string& text, uint32_t code) {
  const auto add = [&](uint32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (code < 0x80) return add(code);
  if (code < 0x800) {
    add(0xC0 | code >> 6);
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
  }
  add(0x80 | (code & 0x3F));
}

// the character that begins at `at`, which moves behind it; nothing when it is malformed or longer than needed
std::optional<uint32_t> TakeUtf8(std::string_view text, size_t& at) {
  const auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
  const uint32_t lead = byte(at++);
  if (lead < 0x80) return lead;
  const size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  constexpr uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  if (lead < 0xC0 || lead > 0xF7 || at + more > text.size()) return std::nullopt;
  uint32_t code = lead & (0x3Fu >> more);
  for (size_t i = 0; i < more; ++i, ++at) {
    if ((byte(at) & 0xC0) != 0x80) return std::nullopt;
    code = code << 6 | (byte(at) & 0x3F);
  }
  if (code < kSmallest[more] || !IsScalarValue(code)) return std::nullopt;
  return code;
}

std::vector<uint32_t> Characters(const std::string& text) {
  std::vector<uint32_t> characters;
  for (size_t at = 0; at < text.size();) {
    const std::optional<uint32_t> code = TakeUtf8(text, at);
    if (!code) throw core::Error({.what = "a text is not UTF-8", .found = core::Cat("'", text, "'")});
    characters.push_back(*code);
  }
  return characters;
}

}  // namespace

std::string_view DtypeName(Dtype dtype) {
  return kDtypes[static_cast<size_t>(dtype)].name;
}

size_t ItemBytes(Dtype dtype) {
  return kDtypes[static_cast<size_t>(dtype)].bytes;
}

std::optional<size_t> CountBytes(std::span<const size_t> shape, size_t item_bytes) {
  if (std::find(shape.begin(), shape.end(), 0u) != shape.end()) return 0;
  size_t bytes = item_bytes;
  for (const size_t extent : shape) {
    if (__builtin_mul_overflow(bytes, extent, &bytes)) return std::nullopt;
  }
  return bytes;
}

std::string BytesText(std::optional<size_t> bytes) {
  return bytes ? core::Cat(*bytes, " bytes") : "more bytes than memory has";
}

size_t ArrayView::Count() const {
  return CountBytes(shape, 1).value_or(0);
}

std::string ArrayView::Describe() const {
  std::vector<std::string> extents;
  for (const size_t extent : shape) extents.push_back(core::Cat(extent));
  return core::Cat(DtypeName(dtype), " [", core::Join(extents, ", "), "]");
}

bool ArrayView::IsWhole() const {
  if (dtype != Dtype::kText) return CountBytes(shape, ItemBytes(dtype)) == bytes.size();
  const size_t count = Count();
  return count == 0 ? bytes.empty() : bytes.size() >= count && bytes.size() % (count * ItemBytes(dtype)) == 0;
}

void ArrayView::RequireDtype(Dtype expected) const {
  if (dtype == expected) return;
  throw core::Error({.what = core::Cat("array '", name, "' has another element type"),
                     .place = {.file = file},
                     .found = Describe(),
                     .expected = std::string(DtypeName(expected))});
}

std::vector<std::string> ArrayView::Texts() const {
  RequireDtype(Dtype::kText);
  std::vector<std::string> texts(Count());
  const size_t width = texts.empty() ? 0 : bytes.size() / texts.size() / ItemBytes(dtype);
  std::vector<uint32_t> characters(width);
  for (size_t i = 0; i < texts.size(); ++i) {
    if (width > 0) std::memcpy(characters.data(), bytes.data() + i * width * 4, width * 4);
    size_t length = width;
    while (length > 0 && characters[length - 1] == 0) --length;
    for (size_t c = 0; c < length; ++c) {
      if (!IsScalarValue(characters[c])) {
        throw core::Error({.what = core::Cat("array '", name, "' holds no Unicode text"),
                           .place = {.file = file},
                           .found = core::Cat("character number ", characters[c], " in element ", i)});
      }
      AppendUtf8(texts[i], characters[c]);
    }
  }
  return texts;
}

std::vector<std::byte> PackTexts(std::span<const std::string> texts) {
  std::vector<std::vector<uint32_t>> rows;
  size_t width = 1;
  for (const std::string& text : texts) {
    rows.push_back(Characters(text));
    width = std::max(width, rows.back().size());
  }
  std::vector<std::byte> bytes(rows.size() * width * 4);
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].empty()) std::memcpy(bytes.data() + i * width * 4, rows[i].data(), rows[i].size() * 4);
  }
  return bytes;
}

}  // namespace porter::io
