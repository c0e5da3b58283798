#include "porter/io/safetensors_header.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/json_check.h"

namespace porter::io {
namespace {

using nlohmann::json;

constexpr int kMaxDepth = 3;  // header, tensor, list
constexpr const char* kMetadata = "__metadata__";

struct DtypeCode {
  Dtype dtype;
  std::string_view code;
};
constexpr std::array<DtypeCode, 13> kCodes{{{Dtype::kBool, "BOOL"},
                                            {Dtype::kI8, "I8"},
                                            {Dtype::kU8, "U8"},
                                            {Dtype::kI16, "I16"},
                                            {Dtype::kU16, "U16"},
                                            {Dtype::kI32, "I32"},
                                            {Dtype::kU32, "U32"},
                                            {Dtype::kI64, "I64"},
                                            {Dtype::kU64, "U64"},
                                            {Dtype::kF16, "F16"},
                                            {Dtype::kBf16, "BF16"},
                                            {Dtype::kF32, "F32"},
                                            {Dtype::kF64, "F64"}}};

class HeaderParser {
 public:
  explicit HeaderParser(const std::string& file) : file_(file) {}

  SafetensorsHeader Parse(std::string_view text) const {
    if (!text.starts_with('{')) Fail("the safetensors header is no JSON object");
    CheckJson(text, kMaxDepth, "the safetensors header", file_);
    const json root = json::parse(text);
    SafetensorsHeader header;
    for (const auto& [name, value] : root.items()) {
      if (name == kMetadata) {
        header.metadata = Metadata(value);
      } else {
        header.tensors.push_back(Tensor(name, value));
      }
    }
    return header;
  }

 private:
  [[noreturn]] void Fail(const std::string& what, const std::string& found = {},
                         const std::string& expected = {}) const {
    throw core::Error({.what = what, .place = {.file = file_}, .found = found, .expected = expected});
  }

  std::map<std::string, std::string> Metadata(const json& value) const {
    if (!value.is_object()) Fail("__metadata__ of the safetensors header is no object");
    std::map<std::string, std::string> metadata;
    for (const auto& [key, word] : value.items()) {
      if (!word.is_string()) Fail(core::Cat("'", key, "' of __metadata__ is no text"));
      metadata[key] = word.get<std::string>();
    }
    return metadata;
  }

  TensorEntry Tensor(const std::string& name, const json& value) const {
    const std::string tensor = core::Cat("tensor '", name, "' ");
    const bool keys = value.is_object() && value.size() == 3 && value.contains("dtype") && value.contains("shape") &&
                      value.contains("data_offsets");
    if (!keys) Fail(tensor + "is not described as it should be", {}, "dtype, shape and data_offsets");
    const std::vector<size_t> shape = Numbers(value["shape"], tensor + "has a malformed shape");
    const std::vector<size_t> place = Numbers(value["data_offsets"], tensor + "has malformed data_offsets");
    if (place.size() != 2 || place[0] > place[1]) Fail(tensor + "has malformed data_offsets", {}, "[begin, end]");
    const Dtype dtype = ParseDtype(value["dtype"], tensor);
    const std::optional<size_t> bytes = CountBytes(shape, ItemBytes(dtype));
    if (bytes != place[1] - place[0]) {
      Fail(tensor + "has another length than its shape asks for", core::Cat(place[1] - place[0], " bytes"),
           BytesText(bytes));
    }
    return {.name = name, .dtype = dtype, .shape = shape, .begin = place[0], .end = place[1]};
  }

  Dtype ParseDtype(const json& value, const std::string& tensor) const {
    const std::string code = value.is_string() ? value.get<std::string>() : "no text";
    for (const DtypeCode& row : kCodes) {
      if (row.code == code) return row.dtype;
    }
    Fail(tensor + "has an element type that we do not read", code, "BOOL, I8 to I64, U8 to U64, F16, BF16, F32 or F64");
  }

  std::vector<size_t> Numbers(const json& value, const std::string& what) const {
    if (!value.is_array()) Fail(what);
    std::vector<size_t> numbers;
    for (const json& number : value) {
      if (!number.is_number_unsigned()) Fail(what, {}, "whole numbers from 0 on");
      numbers.push_back(number.get<size_t>());
    }
    return numbers;
  }

  const std::string& file_;
};

// every byte of the data belongs to exactly one tensor
void CheckCover(const std::vector<TensorEntry>& sorted, size_t data_bytes, const std::string& file) {
  size_t covered = 0;
  const auto fail = [&](const std::string& what, size_t found) {
    throw core::Error({.what = what,
                       .place = {.file = file},
                       .found = core::Cat(found, " bytes"),
                       .expected = core::Cat(covered, " bytes"),
                       .hint = "the file is cut off or was not written as a whole"});
  };
  for (const TensorEntry& tensor : sorted) {
    if (tensor.begin != covered)
      fail(core::Cat("tensor '", tensor.name, "' does not begin where the one before it ends"), tensor.begin);
    covered = tensor.end;
  }
  if (covered != data_bytes)
    fail("the data of the safetensors file has another length than its header says", data_bytes);
}

}  // namespace

SafetensorsHeader ParseSafetensorsHeader(std::string_view text, size_t data_bytes, const std::string& file) {
  SafetensorsHeader header = HeaderParser(file).Parse(text);
  std::stable_sort(header.tensors.begin(), header.tensors.end(), [](const TensorEntry& a, const TensorEntry& b) {
    return std::pair(a.begin, a.end) < std::pair(b.begin, b.end);
  });
  CheckCover(header.tensors, data_bytes, file);
  return header;
}

std::string FormatSafetensorsHeader(const SafetensorsHeader& header) {
  json root = json::object();
  if (!header.metadata.empty()) root[kMetadata] = header.metadata;
  for (const TensorEntry& tensor : header.tensors) {
    const auto row = std::find_if(kCodes.begin(), kCodes.end(), [&](const auto& c) { return c.dtype == tensor.dtype; });
    PORTER_CHECK(row != kCodes.end(), "text is refused before");
    root[tensor.name] = {{"dtype", row->code}, {"shape", tensor.shape}, {"data_offsets", {tensor.begin, tensor.end}}};
  }
  try {
    return root.dump();
  } catch (const json::exception&) {
    throw core::Error("a name or a word for a safetensors file is not UTF-8");
  }
}

}  // namespace porter::io
