// JSON from strangers: what a parser that builds a tree would take silently or slowly is refused before it is built.
#pragma once

#include <string>
#include <string_view>

namespace porter::io {

// throws Error for text that is no valid JSON, that has a key twice in one object, and that nests lists and objects
// deeper than `max_depth`; `what` is named in messages: "the safetensors header"
void CheckJson(std::string_view text, int max_depth, const std::string& what, const std::string& file);

}  // namespace porter::io
