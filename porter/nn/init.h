// How weights start. All numbers come from core::Random, so that a seed gives one network on every machine.
#pragma once

#include <array>
#include <string_view>

namespace porter::nn {

enum class Init { kTorch, kOrthogonal };
constexpr auto EnumNames(Init) {
  return std::to_array<std::string_view>({"torch", "orthogonal"});
}

}  // namespace porter::nn
