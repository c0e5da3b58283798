#include "porter/core/checksum.h"

#include <xxhash.h>
#include <zlib.h>

#include <cstdio>

namespace porter::core {

uint32_t Crc32(std::span<const std::byte> bytes, uint32_t start) {
  if (bytes.empty()) return start;  // zlib begins anew when it is given no address
  return static_cast<uint32_t>(crc32_z(start, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

struct Hasher::State {
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> xxh{XXH3_createState(), &XXH3_freeState};
};

Hasher::Hasher() : state_(std::make_unique<State>()) {
  XXH3_128bits_reset(state_->xxh.get());
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::Add(std::span<const std::byte> bytes) {
  XXH3_128bits_update(state_->xxh.get(), bytes.data(), bytes.size());
}

std::string Hasher::Hex() const {
  const XXH128_hash_t hash = XXH3_128bits_digest(state_->xxh.get());
  char text[33];
  std::snprintf(text, sizeof(text), "%016llx%016llx", static_cast<unsigned long long>(hash.high64),
                static_cast<unsigned long long>(hash.low64));
  return text;
}

std::string HashHex(std::string_view text) {
  Hasher hasher;
  hasher.Add(std::as_bytes(std::span(text)));
  return hasher.Hex();
}

}  // namespace porter::core
