#include "porter/io/npy.h"

#include <algorithm>
#include <cstring>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"
#include "porter/io/npy_header.h"

namespace porter::io {
namespace {

// elements whose first index runs fastest, put so that the last one does
std::vector<std::byte> ToRowMajor(std::span<const std::byte> from, const NpyHeader& header) {
  std::vector<std::byte> to(from.size());
  const size_t rank = header.shape.size();
  std::vector<size_t> index(rank);  // of the element that is copied, in the order of `to`
  std::vector<size_t> stride(rank);
  for (size_t d = 0, step = header.item_bytes; d < rank; step *= header.shape[d++]) stride[d] = step;
  for (size_t at = 0, place = 0; at < to.size(); at += header.item_bytes) {
    std::memcpy(to.data() + at, from.data() + place, header.item_bytes);
    for (size_t d = rank; d-- > 0;) {
      place += stride[d];
      if (++index[d] < header.shape[d]) break;
      place -= stride[d] * header.shape[d];
      index[d] = 0;
    }
  }
  return to;
}

}  // namespace

void AddNpy(std::vector<std::byte> bytes, const std::string& name, const std::string& file, ArrayFile& arrays) {
  const NpyHeader header = ParseNpyHeader(bytes, file, name);
  const size_t found = bytes.size() - header.data_at;
  const std::optional<size_t> expected = CountBytes(header.shape, header.item_bytes);
  ArrayView array{.name = name, .dtype = header.dtype, .shape = header.shape, .file = file};
  if (expected != found) {
    throw core::Error({.what = core::Cat("array '", name, "' has another length than its shape asks for"),
                       .place = {.file = file},
                       .found = core::Cat(found, " bytes"),
                       .expected = core::Cat(BytesText(expected), " for ", array.Describe()),
                       .hint = !expected || found < *expected ? "the file is cut off" : ""});
  }
  array.bytes = arrays.Keep(std::move(bytes)).subspan(header.data_at);
  if (header.order == Order::kColumnMajor) array.bytes = arrays.Keep(ToRowMajor(array.bytes, header));
  arrays.Add(std::move(array));
}

ArrayFile DecodeNpy(std::vector<std::byte> bytes, const std::string& file) {
  ArrayFile arrays(file);
  AddNpy(std::move(bytes), std::filesystem::path(file).stem().string(), file, arrays);
  return arrays;
}

ArrayFile ReadNpy(const std::filesystem::path& path) {
  return DecodeNpy(core::ReadFile(path), path.string());
}

std::vector<std::byte> EncodeNpy(const ArrayView& array) {
  PORTER_CHECK(array.IsWhole(), array.name);
  std::vector<std::byte> bytes;
  const std::string header = FormatNpyHeader(array);
  bytes.reserve(header.size() + array.bytes.size());
  AppendText(bytes, header);
  AppendAll(bytes, array.bytes);
  return bytes;
}

void WriteNpy(const std::filesystem::path& path, const ArrayView& array) {
  core::WriteFileAtomic(path, EncodeNpy(array));
}

}  // namespace porter::io
