#include "porter/core/random.h"

#include <cmath>
#include <numbers>

namespace porter::core {

std::array<uint32_t, 4> Philox(std::array<uint32_t, 4> counter, std::array<uint32_t, 2> key) noexcept {
  for (int round = 0; round < 10; ++round) {
    const uint64_t a = uint64_t{0xD2511F53} * counter[0];
    const uint64_t b = uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<uint32_t>(b),
               static_cast<uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

// The counter's words are: block index (low 16 bits) with stream, environment, step low, step high with the block
// index's higher bits (from bit 16 on), so that a long draw never runs into the next stream.
Random::Random(uint64_t seed, uint32_t stream, uint32_t env, uint64_t step) noexcept
    : key_{static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)},
      counter_{stream << 16, env, static_cast<uint32_t>(step), static_cast<uint32_t>(step >> 32)} {}

uint32_t Random::NextUint32() noexcept {
  if (used_ == 4) {
    block_ = Philox(counter_, key_);
    if ((++counter_[0] & 0xFFFF) == 0) {
      counter_[0] -= 0x10000;
      counter_[3] += 0x10000;
    }
    used_ = 0;
  }
  return block_[used_++];
}

double Random::Uniform() noexcept {
  const uint64_t high = NextUint32() >> 5;  // 27 bits
  const uint64_t low = NextUint32() >> 6;   // 26 bits
  return static_cast<double>((high << 26) | low) * 0x1.0p-53;
}

double Random::Uniform(double low, double high) noexcept {
  return low + (high - low) * Uniform();
}

double Random::Normal() noexcept {
  const double radius = std::sqrt(-2 * std::log(1 - Uniform()));
  return radius * std::cos(2 * std::numbers::pi * Uniform());
}

uint32_t Random::Below(uint32_t bound) noexcept {
  const uint32_t reject = -bound % bound;  // 2^32 mod bound: values below would favour small results
  uint64_t product = 0;
  do {
    product = uint64_t{NextUint32()} * bound;
  } while (static_cast<uint32_t>(product) < reject);
  return static_cast<uint32_t>(product >> 32);
}

}  // namespace porter::core
