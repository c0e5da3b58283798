// Which numbers the matrix products of training use. Losses, statistics, weights and optimiser stay in float32.
#pragma once

#include <array>
#include <string_view>

namespace porter::nn {

enum class Precision { kAuto, kFp32, kBf16 };
constexpr auto EnumNames(Precision) {
  return std::to_array<std::string_view>({"auto", "fp32", "bf16"});
}

// whether this processor multiplies bfloat16 faster than float32 (AVX512-BF16 or AMX)
bool HasFastBf16();

// auto: as HasFastBf16
bool UsesBf16(Precision precision);

// threads of matrix products in this process, at least 1; the same number is needed for bit-equal results
void SetMathThreads(int threads);

}  // namespace porter::nn
