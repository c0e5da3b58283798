#include "porter/io/safetensors.h"

#include <algorithm>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"
#include "porter/io/safetensors_header.h"

namespace porter::io {
namespace {

constexpr size_t kLengthBytes = 8;          // the header's length stands first
constexpr size_t kMaxHeader = 100'000'000;  // bytes, the limit of the format's own library
constexpr size_t kAlignment = 8;            // of the data behind the header
constexpr std::string_view kMetadata = "__metadata__";

// widest elements first, then by name
std::vector<ArrayView> InFileOrder(std::span<const ArrayView> tensors) {
  std::vector<ArrayView> sorted(tensors.begin(), tensors.end());
  std::sort(sorted.begin(), sorted.end(), [](const ArrayView& a, const ArrayView& b) {
    const size_t width_a = ItemBytes(a.dtype), width_b = ItemBytes(b.dtype);
    return width_a != width_b ? width_a > width_b : a.name < b.name;
  });
  return sorted;
}

void CheckWritable(std::span<const ArrayView> tensors) {
  std::vector<std::string> names{std::string(kMetadata)};
  for (const ArrayView& tensor : tensors) {
    names.push_back(tensor.name);
    if (tensor.dtype == Dtype::kText)
      throw core::Error(core::Cat("array '", tensor.name, "' is text, which safetensors cannot hold"));
    PORTER_CHECK(tensor.IsWhole(), tensor.name);
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end())
    throw core::Error(core::Cat("the name '", *twice, "' is taken already in this safetensors file"));
}

}  // namespace

ArrayFile DecodeSafetensors(std::vector<std::byte> bytes, const std::string& file) {
  const auto fail = [&](const std::string& what, size_t found) {
    throw core::Error({.what = what,
                       .place = {.file = file},
                       .found = core::Cat(found, " bytes"),
                       .hint = "the file is cut off or has another format"});
  };
  if (bytes.size() < kLengthBytes) fail("too short for a safetensors file", bytes.size());
  const auto header_bytes = Load<uint64_t>(bytes, 0);
  if (header_bytes > std::min(kMaxHeader, bytes.size() - kLengthBytes))
    fail(core::Cat("a safetensors header of ", header_bytes, " bytes does not fit"), bytes.size());
  ArrayFile arrays(file);
  const std::span<const std::byte> all = arrays.Keep(std::move(bytes));
  const std::span<const std::byte> data = all.subspan(kLengthBytes + header_bytes);
  SafetensorsHeader header = ParseSafetensorsHeader(AsText(all.subspan(kLengthBytes, header_bytes)), data.size(), file);
  for (TensorEntry& tensor : header.tensors) {
    arrays.Add({.name = std::move(tensor.name),
                .dtype = tensor.dtype,
                .shape = std::move(tensor.shape),
                .bytes = data.subspan(tensor.begin, tensor.end - tensor.begin)});
  }
  arrays.SetMetadata(std::move(header.metadata));
  return arrays;
}

ArrayFile ReadSafetensors(const std::filesystem::path& path) {
  return DecodeSafetensors(core::ReadFile(path), path.string());
}

std::vector<std::byte> EncodeSafetensors(std::span<const ArrayView> tensors,
                                         const std::map<std::string, std::string>& metadata) {
  CheckWritable(tensors);
  const std::vector<ArrayView> sorted = InFileOrder(tensors);
  SafetensorsHeader header{.tensors = {}, .metadata = metadata};
  size_t data_bytes = 0;
  for (const ArrayView& tensor : sorted) {
    const size_t end = data_bytes + tensor.bytes.size();
    header.tensors.push_back({tensor.name, tensor.dtype, tensor.shape, data_bytes, end});
    data_bytes = end;
  }
  std::string text = FormatSafetensorsHeader(header);
  text.append((kAlignment - text.size() % kAlignment) % kAlignment, ' ');
  std::vector<std::byte> bytes;
  bytes.reserve(kLengthBytes + text.size() + data_bytes);
  Append<uint64_t>(bytes, text.size());
  AppendText(bytes, text);
  for (const ArrayView& tensor : sorted) AppendAll(bytes, tensor.bytes);
  return bytes;
}

void WriteSafetensors(const std::filesystem::path& path, std::span<const ArrayView> tensors,
                      const std::map<std::string, std::string>& metadata) {
  core::WriteFileAtomic(path, EncodeSafetensors(tensors, metadata));
}

}  // namespace porter::io
