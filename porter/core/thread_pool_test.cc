#include "porter/core/thread_pool.h"

#include <gtest/gtest.h>

#include <array>

#include "porter/core/allocation_guard.h"

namespace porter::core {
namespace {

TEST(ThreadPoolTest, RunsEveryJobOnceForAnyNumberOfThreads) {
  for (int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.size(), threads);
    std::array<std::atomic<int>, 100> runs = {};
    std::atomic<int> strangers = 0;
    auto job = [&](int i, int thread) {
      ++runs[i];
      if (thread < 0 || thread >= threads) ++strangers;
    };
    for (int round = 1; round <= 50; ++round) {
      pool.Run(100, job);
      for (const auto& run : runs) ASSERT_EQ(run, round);
    }
    pool.Run(0, job);
    EXPECT_EQ(runs[0], 50);
    EXPECT_EQ(strangers, 0);
  }
}

TEST(ThreadPoolTest, RunAllocatesNothing) {
  ThreadPool pool(3);
  std::atomic<int> sum = 0;
  auto job = [&](int i, int) { sum += i; };
  pool.Run(10, job);
  const AllocationGuard guard;
  for (int round = 0; round < 20; ++round) pool.Run(10, job);
  EXPECT_EQ(guard.Count(), 0);
  EXPECT_EQ(sum, 21 * 45);
}

}  // namespace
}  // namespace porter::core
