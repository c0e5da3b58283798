#include "porter/io/npz.h"

#include <set>

#include "porter/core/error.h"
#include "porter/core/file.h"
#include "porter/core/text.h"
#include "porter/io/npy.h"

namespace porter::io {
namespace {

constexpr std::string_view kEnding = ".npy";

}  // namespace

ArrayFile DecodeNpz(std::span<const std::byte> bytes, const std::string& file) {
  ArrayFile arrays(file);
  for (const ZipMember& member : ListZip(bytes, file)) {
    if (!member.name.ends_with(kEnding)) {
      throw core::Error({.what = core::Cat("member '", member.name, "' is no array"),
                         .place = {.file = file},
                         .expected = "names that end in .npy"});
    }
    const std::string name = member.name.substr(0, member.name.size() - kEnding.size());
    AddNpy(Unpack(member, file), name, file, arrays);
  }
  return arrays;
}

ArrayFile ReadNpz(const std::filesystem::path& path) {
  return DecodeNpz(core::ReadFile(path), path.string());
}

std::vector<std::byte> EncodeNpz(std::span<const ArrayView> arrays, Compression compression) {
  ZipWriter zip;
  std::set<std::string> names;
  for (const ArrayView& array : arrays) {
    if (!names.insert(array.name).second)
      throw core::Error(core::Cat("two arrays for one .npz have the name '", array.name, "'"));
    zip.Add(array.name + std::string(kEnding), EncodeNpy(array), compression);
  }
  return zip.Finish();
}

void WriteNpz(const std::filesystem::path& path, std::span<const ArrayView> arrays, Compression compression) {
  core::WriteFileAtomic(path, EncodeNpz(arrays, compression));
}

}  // namespace porter::io
