// The layer list of a network file as JSON text, and back. The JSON library stays behind this door.
#pragma once

#include <string>
#include <string_view>

#include "porter/io/network_file.h"

namespace porter::io {

// the keys a kind does not use are left out; the same text for equal specs
std::string FormatNetworkSpec(const NetworkSpec& spec);

// throws Error for text that is no JSON, unknown or missing keys, kinds and names, numbers out of range
NetworkSpec ParseNetworkSpec(std::string_view text, const std::string& file);

}  // namespace porter::io
