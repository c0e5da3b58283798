// PNG pictures. Read: 8 bits and less a sample, grey, RGB and palettes, with and without alpha, interlaced or not;
// palettes become RGB or RGBA, less than 8 bits become 8, and a transparent colour becomes an alpha channel. 16 bits a
// sample are refused: dropping half of each would lose data unseen. Samples are taken as they stand, as sRGB: colour
// profiles and gamma are not applied. libpng stays behind png.cc.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "porter/core/image.h"

namespace porter::io {

// pictures of more pixels are refused, in and out
constexpr size_t kMaxPngPixels = size_t{1} << 27;

// throws Error for a file that is cut off or damaged (every checksum is compared), too large, or has 16-bit samples
core::Image ReadPng(const std::filesystem::path& path);
core::Image DecodePng(std::span<const std::byte> bytes, const std::string& file);  // `file` is named in messages

// an image of 1 to 4 channels and at least one pixel; throws Error when it is too large or the file cannot be written;
// the old one then still stands
void WritePng(const std::filesystem::path& path, const core::Image& image);
std::vector<std::byte> EncodePng(const core::Image& image);

}  // namespace porter::io
