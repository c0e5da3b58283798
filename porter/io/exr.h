// OpenEXR pictures, as panoramas come: channels R, G and B of 16 or 32 bits in float, whatever the compression, in
// lines or tiles; other channels are left out, of several parts the first is taken. Refused: cropped pictures (data
// window other than the display window), fewer channels, subsampled ones, whole numbers, deep data, files that end
// early, and pixels that are infinite or no number. Values are taken as they stand: chromaticities and white luminance
// are not applied. The OpenEXR library stays behind exr.cc.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "porter/core/image.h"

namespace porter::io {

// throws Error that names the file and what is wrong in it
core::FloatImage ReadExr(const std::filesystem::path& path);
core::FloatImage DecodeExr(std::span<const std::byte> bytes, const std::string& file);  // `file` is named in messages

}  // namespace porter::io
