// Whole files in and out. Writing is atomic: a temporary name beside the target, synced, then renamed, so that a reader
// never sees half a file and a crash loses nothing that was there before.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace porter::core {

// throws Error when the file cannot be read
std::vector<std::byte> ReadFile(const std::filesystem::path& path);
std::string ReadTextFile(const std::filesystem::path& path);

// throws Error when the file cannot be written; the old content then still stands
void WriteFileAtomic(const std::filesystem::path& path, std::span<const std::byte> bytes);
void WriteTextFileAtomic(const std::filesystem::path& path, std::string_view text);

}  // namespace porter::core
