// Numpy's .npz files: a zip archive with one .npy per array. Written bytes depend on the contents alone, and a file is
// written as a whole or not at all; damage is found by length and by checksum.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "porter/io/array_file.h"
#include "porter/io/zip.h"

namespace porter::io {

// throws Error for damage and for what npy.h and zip.h refuse
ArrayFile ReadNpz(const std::filesystem::path& path);
ArrayFile DecodeNpz(std::span<const std::byte> bytes, const std::string& file);  // `file` is named in messages

// arrays in the given order; throws Error for names that occur twice, for bfloat16, and when the file cannot be
// written; the old one then still stands
void WriteNpz(const std::filesystem::path& path, std::span<const ArrayView> arrays,
              Compression compression = Compression::kStored);
std::vector<std::byte> EncodeNpz(std::span<const ArrayView> arrays, Compression compression = Compression::kStored);

}  // namespace porter::io
