// Log lines for people, always on stderr (stdout belongs to --json and to tables). The library behind it stays in
// log.cc.
#pragma once

#include <string_view>

namespace porter::core {

void LogWarning(std::string_view message);

}  // namespace porter::core
