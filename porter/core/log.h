// Log lines for people, always on stderr (stdout belongs to --json and to tables). The library behind it stays in
// log.cc.
#pragma once

#include <string_view>

namespace porter::core {

void LogInfo(std::string_view message);
void LogWarning(std::string_view message);

}  // namespace porter::core
