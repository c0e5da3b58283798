// A fixed set of threads that share out numbered jobs: no lock, nothing allocated after construction, so that it may be
// used in a running step. Which thread runs which job is left open: results must not depend on it.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>
#include <vector>

namespace porter::core {

int NumAvailableThreads();  // processors that this process may use

class ThreadPool {
 public:
  explicit ThreadPool(int num_threads);  // 0: as many as this process may use; the caller of Run is one of them
  ~ThreadPool();

  int size() const { return int(threads_.size()) + 1; }

  // calls job(i, thread) for each i in [0, count), thread in [0, size()); returns when all are done. One caller at a
  // time; the job must not throw.
  template <class F>
  void Run(int count, F& job) noexcept {
    Start({.function = [](void* f, int i, int thread) { (*static_cast<F*>(f))(i, thread); }, .context = &job}, count);
  }

 private:
  struct Job {
    void (*function)(void* context, int i, int thread) = nullptr;
    void* context = nullptr;
  };

  void Start(const Job& job, int count) noexcept;
  void Work(int thread) noexcept;
  void Drain(int thread) noexcept;

  std::vector<std::thread> threads_;
  Job job_;
  int count_ = 0;
  std::atomic<int> next_ = 0;        // job to be taken
  std::atomic<int> busy_ = 0;        // threads that have not finished
  std::atomic<uint32_t> round_ = 0;  // of work
  std::atomic<bool> stop_ = false;
};

}  // namespace porter::core
