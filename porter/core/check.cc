#include "porter/core/check.h"

#include <cstdio>
#include <cstdlib>

namespace porter::core {

void CheckFailed(const char* file, int line, const char* expression, const std::string& values,
                 const std::string& message) {
  std::fprintf(stderr, "%s:%d: check failed: %s", file, line, expression);
  if (!values.empty()) std::fprintf(stderr, " (%s)", values.c_str());
  if (!message.empty()) std::fprintf(stderr, ": %s", message.c_str());
  std::fputc('\n', stderr);
  std::abort();
}

}  // namespace porter::core
