// What the TOML parser behind toml_tree.cc (toml++ 3.3) must not be fed, told apart before it reads.
#pragma once

#include <string>
#include <string_view>

namespace porter::config {

// Throws core::Error with file:line:col for dotted names of more than 32 parts: the parser builds and frees them by
// recursion until the stack ends. Anything else is left to the parser.
void GuardToml(std::string_view text, const std::string& name);

}  // namespace porter::config
