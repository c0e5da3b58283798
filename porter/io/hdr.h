// Radiance pictures (.hdr, .pic), as panoramas come: RGBE in rows from the top, run-length coded or flat. A channel is
// mantissa x 2^(exponent - 136), as most programs read it; Radiance itself adds half a step. What EXPOSURE and
// COLORCORR lines did to the pixels is undone, so that radiance comes out; a file may hold several of each. Refused:
// XYZE, other orders of rows and columns, the runs of before 1991, and pixels that leave the range of float.
// Source: Ward, "Real pixels", Graphics Gems II; the format's description in Radiance (ray/doc/filefmts).
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "porter/core/image.h"

namespace porter::io {

// throws Error that names the file and what is wrong in it
core::FloatImage ReadHdr(const std::filesystem::path& path);
core::FloatImage DecodeHdr(std::span<const std::byte> bytes, const std::string& file);  // `file` is named in messages

}  // namespace porter::io
