// Proves that a scope allocates nothing: counts every malloc, calloc, realloc and aligned allocation of all threads
// while a guard lives. Linking porter_allocation_guard into a test replaces the allocator's entry points by counting
// ones.
#pragma once

namespace porter::core {

class AllocationGuard {
 public:
  AllocationGuard();
  ~AllocationGuard();
  long Count() const;  // allocations since the guard was made, by any thread
};

}  // namespace porter::core
