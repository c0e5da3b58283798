// Counter-based random numbers: a draw is a pure function of (seed, stream, environment, step, index), so that one seed
// gives one result for any number of threads and after any resume (design 3.5). Philox4x32-10, Salmon et al. 2011.
#pragma once

#include <array>
#include <cstdint>

namespace porter::core {

// ten rounds of Philox on four 32-bit words
std::array<uint32_t, 4> Philox(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key) noexcept;

class Random {
 public:
  // stream: one number per purpose (0..65535); env: environment; step: control step (below 2^48)
  Random(uint64_t seed, uint32_t stream, uint32_t env, uint64_t step) noexcept;

  uint32_t NextUint32() noexcept;
  double Uniform() noexcept;                         // in [0, 1), 53 bits
  double Uniform(double low, double high) noexcept;  // in [low, high)
  double Normal() noexcept;                          // mean 0, standard deviation 1
  uint32_t Below(uint32_t bound) noexcept;           // in [0, bound), without bias; bound > 0

 private:
  std::array<uint32_t, 2> key_;
  std::array<uint32_t, 4> counter_;
  std::array<uint32_t, 4> block_{};
  int used_ = 4;  // words of block_ already given out
};

}  // namespace porter::core
