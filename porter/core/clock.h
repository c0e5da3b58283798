// Monotonic time in seconds.
#pragma once

#include <chrono>

namespace porter::core {

// seconds since an arbitrary, fixed start; never goes back
inline double NowSeconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace porter::core
