// Text and bytes as they stand in a page.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace porter::report {

// text that stands for itself between tags and in quoted attributes; what XML forbids becomes U+FFFD
std::string Escape(std::string_view text);

// RFC 4648 with padding, without line breaks
std::string Base64(std::span<const std::byte> bytes);

}  // namespace porter::report
