// Checksums: CRC-32 as zip uses it, SHA-256 (FIPS 180-4) as files from elsewhere are named by, and a fast 128-bit
// content hash (XXH3) for states and configs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace porter::core {

// CRC-32 as in zip and png (polynomial 0x04C11DB7, reflected), continued from `start`
uint32_t Crc32(std::span<const std::byte> bytes, uint32_t start = 0);

// 64 hexadecimal digits, as sha256sum prints them
std::string Sha256Hex(std::span<const std::byte> bytes);

// streaming 128-bit content hash; not for secrets
class Hasher {
 public:
  Hasher();
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;

  void Add(std::span<const std::byte> bytes);
  std::string Hex() const;  // 32 hexadecimal digits

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string HashHex(std::string_view text);

}  // namespace porter::core
