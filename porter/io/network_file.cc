#include "porter/io/network_file.h"

#include <algorithm>
#include <cmath>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/network_json.h"
#include "porter/io/safetensors.h"

namespace porter::io {
namespace {

constexpr const char* kKey = "network";  // of the metadata

void CheckNames(const std::vector<TensorSpec>& expected, std::span<const ArrayView> found, const std::string& file) {
  std::vector<std::string> wanted, there, missing, extra;
  for (const TensorSpec& tensor : expected) wanted.push_back(tensor.name);
  for (const ArrayView& tensor : found) there.push_back(tensor.name);
  std::sort(wanted.begin(), wanted.end());
  std::sort(there.begin(), there.end());
  std::set_difference(wanted.begin(), wanted.end(), there.begin(), there.end(), std::back_inserter(missing));
  std::set_difference(there.begin(), there.end(), wanted.begin(), wanted.end(), std::back_inserter(extra));
  if (missing.empty() && extra.empty()) return;
  std::string what = "the tensors are not those of the layer list";
  if (!missing.empty()) what += "; missing: " + core::Join(missing, ", ");
  if (!extra.empty()) what += "; left over: " + core::Join(extra, ", ");
  throw core::Error({.what = what, .place = {.file = file}, .hint = "was it written with another layer list?"});
}

void CheckValues(const ArrayView& tensor, const std::string& file) {
  const bool deviation = tensor.name.ends_with(".std");
  for (const float value : tensor.As<float>()) {
    if (std::isfinite(value) && (!deviation || value > 0)) continue;
    throw core::Error({.what = core::Cat("tensor '", tensor.name, "' holds a value that no network can use"),
                       .place = {.file = file},
                       .found = core::FormatNumber(value),
                       .expected = deviation ? "finite numbers above zero" : "finite numbers"});
  }
}

void CheckTensors(const NetworkSpec& spec, std::span<const ArrayView> tensors, const std::string& file) {
  const std::vector<TensorSpec> expected = NetworkTensors(spec, file);
  CheckNames(expected, tensors, file);
  for (const TensorSpec& wanted : expected) {
    const ArrayView& found = *std::find_if(tensors.begin(), tensors.end(),
                                           [&](const ArrayView& tensor) { return tensor.name == wanted.name; });
    const ArrayView shaped{.dtype = Dtype::kF32, .shape = wanted.shape};
    if (found.dtype != Dtype::kF32 || found.shape != wanted.shape)
      throw core::Error({.what = core::Cat("tensor '", wanted.name, "' does not fit the layer list"),
                         .place = {.file = file},
                         .found = found.Describe(),
                         .expected = shaped.Describe()});
    CheckValues(found, file);
  }
}

}  // namespace

NetworkFile DecodeNetwork(std::vector<std::byte> bytes, const std::string& file) {
  ArrayFile tensors = DecodeSafetensors(std::move(bytes), file);
  std::map<std::string, std::string> metadata = tensors.metadata();
  const auto text = metadata.find(kKey);
  if (text == metadata.end())
    throw core::Error({.what = "no layer list in this safetensors file",
                       .place = {.file = file},
                       .expected = "the key 'network' in __metadata__",
                       .hint = "it holds tensors, but was not written as a network"});
  NetworkSpec spec = ParseNetworkSpec(text->second, file);
  CheckTensors(spec, tensors.arrays(), file);
  metadata.erase(text);
  tensors.SetMetadata(std::move(metadata));
  return {.spec = std::move(spec), .tensors = std::move(tensors)};
}

NetworkFile ReadNetwork(const std::filesystem::path& path) {
  return DecodeNetwork(core::ReadFile(path), path.string());
}

std::vector<std::byte> EncodeNetwork(const NetworkSpec& spec, std::span<const ArrayView> tensors,
                                     const std::map<std::string, std::string>& metadata) {
  CheckTensors(spec, tensors, {});
  std::map<std::string, std::string> words = metadata;
  if (!words.emplace(kKey, FormatNetworkSpec(spec)).second)
    throw core::Error(core::Cat("the metadata key '", kKey, "' is taken by the layer list"));
  return EncodeSafetensors(tensors, words);
}

void WriteNetwork(const std::filesystem::path& path, const NetworkSpec& spec, std::span<const ArrayView> tensors,
                  const std::map<std::string, std::string>& metadata) {
  core::WriteFileAtomic(path, EncodeNetwork(spec, tensors, metadata));
}

}  // namespace porter::io
