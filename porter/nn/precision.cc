#include "porter/nn/precision.h"

#include <ATen/Parallel.h>
#include <cpuid.h>

#include "porter/nn/precision_torch.h"

namespace porter::nn {

bool HasFastBf16() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx512bf16")) return true;
  unsigned a = 0, b = 0, c = 0, d = 0;
  constexpr unsigned kAmxBf16 = 1u << 22;  // CPUID.(EAX=7,ECX=0):EDX
  return __get_cpuid_count(7, 0, &a, &b, &c, &d) != 0 && (d & kAmxBf16) != 0;
#else
  return false;
#endif
}

bool UsesBf16(Precision precision) {
  return precision == Precision::kBf16 || (precision == Precision::kAuto && HasFastBf16());
}

void SetMathThreads(int threads) {
  at::set_num_threads(threads);
}

AutocastScope::AutocastScope(bool on)
    : was_on_(at::autocast::is_autocast_enabled(at::kCPU)), was_type_(at::autocast::get_autocast_dtype(at::kCPU)) {
  at::autocast::increment_nesting();
  at::autocast::set_autocast_dtype(at::kCPU, at::kBFloat16);
  at::autocast::set_autocast_enabled(at::kCPU, on);
}

AutocastScope::~AutocastScope() {
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(at::kCPU, was_on_);
  at::autocast::set_autocast_dtype(at::kCPU, was_type_);
}

}  // namespace porter::nn
