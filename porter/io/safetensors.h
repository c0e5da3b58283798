// Safetensors: a JSON header with names, types, shapes and places, then the bytes of all tensors without gaps
// (huggingface/safetensors, format of 2022). Tensors are views into the one file buffer.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "porter/io/array_file.h"

namespace porter::io {

// throws Error for a file that is cut off or too long, a header that is no valid JSON or has keys or names twice, types
// we do not know (8-bit floats, complex), and tensors that overlap, leave gaps or have another size than their shape
ArrayFile ReadSafetensors(const std::filesystem::path& path);
ArrayFile DecodeSafetensors(std::vector<std::byte> bytes, const std::string& file);  // `file` is named in messages

// Bytes depend on the contents alone, not on the order given: header by name, data by element size, widest first, then
// by name, so that every tensor is aligned. Throws Error for text arrays, for names that occur twice, are
// "__metadata__" or no UTF-8, and when the file cannot be written; the old one then still stands.
void WriteSafetensors(const std::filesystem::path& path, std::span<const ArrayView> tensors,
                      const std::map<std::string, std::string>& metadata = {});
std::vector<std::byte> EncodeSafetensors(std::span<const ArrayView> tensors,
                                         const std::map<std::string, std::string>& metadata = {});

}  // namespace porter::io
