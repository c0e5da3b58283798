#include "porter/core/allocation_guard.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>
#include <thread>
#include <vector>

namespace porter::core {
namespace {

// the compiler may not leave out an allocation that this has seen
void Use(void* memory) {
  asm volatile("" : : "g"(memory) : "memory");
}

template <class Allocate>
long Allocations(Allocate allocate) {
  const AllocationGuard guard;
  allocate();
  return guard.Count();
}

TEST(AllocationGuard, CountsNothingWhereNothingIsAllocated) {
  std::vector<int> values(100);
  EXPECT_EQ(Allocations([&] {
              for (int& value : values) ++value;
              Use(values.data());
            }),
            0);
}

TEST(AllocationGuard, CountsEveryKindOfAllocation) {
  struct alignas(64) Line {
    char bytes[64];
  };
  void* memory = nullptr;
  const auto release = [&] { std::free(std::exchange(memory, nullptr)); };
  EXPECT_EQ(Allocations([&] { Use(memory = std::malloc(10)); }), 1);
  EXPECT_EQ(Allocations([&] { Use(memory = std::realloc(memory, 100'000)); }), 1);
  release();
  EXPECT_EQ(Allocations([&] { Use(memory = std::calloc(3, 10)); }), 1);
  release();
  EXPECT_EQ(Allocations([&] { Use(memory = std::aligned_alloc(64, 128)); }), 1);
  release();
  EXPECT_EQ(Allocations([&] { EXPECT_EQ(posix_memalign(&memory, 64, 100), 0); }), 1);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(memory) % 64, 0u);
  release();
  EXPECT_EQ(Allocations([] { Use(std::make_unique<int>(3).get()); }), 1);
  EXPECT_EQ(Allocations([] { Use(std::make_unique<Line>().get()); }), 1);
  EXPECT_EQ(Allocations([] { Use(std::vector<double>(5).data()); }), 1);
}

TEST(AllocationGuard, CountsOtherThreads) {
  const auto thread = [](auto work) { return Allocations([&] { std::thread(work).join(); }); };
  thread([] {});                        // the first one of a process allocates more
  const long starting = thread([] {});  // a thread's own start
  EXPECT_EQ(thread([] {
              for (int i = 0; i < 10; ++i) Use(std::make_unique<int>(i).get());
            }),
            starting + 10);
}

TEST(AllocationGuard, CountsFromItsBirthToItsDeath) {
  Use(std::make_unique<int>(1).get());
  const AllocationGuard guard;
  EXPECT_EQ(guard.Count(), 0);
  Use(std::make_unique<int>(2).get());
  Use(std::make_unique<int>(3).get());
  EXPECT_EQ(guard.Count(), 2);
}

}  // namespace
}  // namespace porter::core
