// Numpy's .npy files: one array each. Read: versions 1 to 3, little-endian, row- or column-major (turned into
// row-major). Written: version 1.0. Nothing in them is executed: pickled objects are refused.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "porter/io/array_file.h"

namespace porter::io {

// one array, named as the file without folder and ending; throws Error for what we refuse and when the length is not
// exactly what shape and type ask for
ArrayFile ReadNpy(const std::filesystem::path& path);

// the same from memory; `file` is named in messages
ArrayFile DecodeNpy(std::vector<std::byte> bytes, const std::string& file);

// adds the array `name` from the bytes of an .npy file to `arrays`
void AddNpy(std::vector<std::byte> bytes, const std::string& name, const std::string& file, ArrayFile& arrays);

// throws Error for bfloat16, which numpy has not, and when the file cannot be written; the old one then still stands
void WriteNpy(const std::filesystem::path& path, const ArrayView& array);
std::vector<std::byte> EncodeNpy(const ArrayView& array);

}  // namespace porter::io
