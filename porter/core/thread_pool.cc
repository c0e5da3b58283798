#include "porter/core/thread_pool.h"

#include <sched.h>

#include <algorithm>

namespace porter::core {

int NumAvailableThreads() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, int(std::thread::hardware_concurrency()));
}

ThreadPool::ThreadPool(int num_threads) {
  const int size = num_threads > 0 ? num_threads : NumAvailableThreads();
  threads_.reserve(size - 1);
  for (int thread = 1; thread < size; ++thread) threads_.emplace_back([this, thread] { Work(thread); });
}

ThreadPool::~ThreadPool() {
  stop_ = true;
  ++round_;
  round_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void ThreadPool::Start(const Job& job, int count) noexcept {
  job_ = job;
  count_ = count;
  next_ = 0;
  busy_ = int(threads_.size());
  ++round_;
  round_.notify_all();
  Drain(0);
  for (int busy = busy_; busy != 0; busy = busy_) busy_.wait(busy);
}

void ThreadPool::Work(int thread) noexcept {
  for (uint32_t seen = 0;; ++seen) {
    round_.wait(seen);  // each round waits for all threads, so none is missed
    if (stop_) return;
    Drain(thread);
    if (--busy_ == 0) busy_.notify_all();
  }
}

void ThreadPool::Drain(int thread) noexcept {
  for (int i = next_++; i < count_; i = next_++) job_.function(job_.context, i, thread);
}

}  // namespace porter::core
