// SHA-256, FIPS 180-4; names are those of the standard.
#include <array>
#include <bit>
#include <cstdio>

#include "porter/core/checksum.h"

namespace porter::core {
namespace {

constexpr size_t kBlock = 64;  // bytes

// first 32 bits of the fractional parts of the cube roots of the first 64 primes
constexpr std::array<uint32_t, 64> kRounds = {
    0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5, 0x3956C25B, 0x59F111F1, 0x923F82A4, 0xAB1C5ED5,
    0xD807AA98, 0x12835B01, 0x243185BE, 0x550C7DC3, 0x72BE5D74, 0x80DEB1FE, 0x9BDC06A7, 0xC19BF174,
    0xE49B69C1, 0xEFBE4786, 0x0FC19DC6, 0x240CA1CC, 0x2DE92C6F, 0x4A7484AA, 0x5CB0A9DC, 0x76F988DA,
    0x983E5152, 0xA831C66D, 0xB00327C8, 0xBF597FC7, 0xC6E00BF3, 0xD5A79147, 0x06CA6351, 0x14292967,
    0x27B70A85, 0x2E1B2138, 0x4D2C6DFC, 0x53380D13, 0x650A7354, 0x766A0ABB, 0x81C2C92E, 0x92722C85,
    0xA2BFE8A1, 0xA81A664B, 0xC24B8B70, 0xC76C51A3, 0xD192E819, 0xD6990624, 0xF40E3585, 0x106AA070,
    0x19A4C116, 0x1E376C08, 0x2748774C, 0x34B0BCB5, 0x391C0CB3, 0x4ED8AA4A, 0x5B9CCA4F, 0x682E6FF3,
    0x748F82EE, 0x78A5636F, 0x84C87814, 0x8CC70208, 0x90BEFFFA, 0xA4506CEB, 0xBEF9A3F7, 0xC67178F2};

// of a block: the message schedule W
std::array<uint32_t, 64> Schedule(std::span<const std::byte, kBlock> block) {
  std::array<uint32_t, 64> w;
  for (size_t t = 0; t < 16; ++t) {
    w[t] = 0;
    for (size_t i = 0; i < 4; ++i) w[t] = w[t] << 8 | std::to_integer<uint32_t>(block[4 * t + i]);
  }
  for (size_t t = 16; t < 64; ++t) {
    const uint32_t s0 = std::rotr(w[t - 15], 7) ^ std::rotr(w[t - 15], 18) ^ w[t - 15] >> 3;
    const uint32_t s1 = std::rotr(w[t - 2], 17) ^ std::rotr(w[t - 2], 19) ^ w[t - 2] >> 10;
    w[t] = w[t - 16] + s0 + w[t - 7] + s1;
  }
  return w;
}

void Compress(std::array<uint32_t, 8>& hash, std::span<const std::byte, kBlock> block) {
  const std::array<uint32_t, 64> w = Schedule(block);
  auto [a, b, c, d, e, f, g, h] = hash;
  for (size_t t = 0; t < 64; ++t) {
    const uint32_t sum1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25), choice = (e & f) ^ (~e & g);
    const uint32_t sum0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22), most = (a & b) ^ (a & c) ^ (b & c);
    const uint32_t t1 = h + sum1 + choice + kRounds[t] + w[t];
    h = g, g = f, f = e, e = d + t1, d = c, c = b, b = a, a = t1 + sum0 + most;
  }
  const uint32_t words[] = {a, b, c, d, e, f, g, h};
  for (size_t i = 0; i < 8; ++i) hash[i] += words[i];
}

}  // namespace

std::string Sha256Hex(std::span<const std::byte> bytes) {
  std::array<uint32_t, 8> hash = {0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A,
                                  0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19};
  const size_t whole = bytes.size() / kBlock * kBlock;
  for (size_t at = 0; at < whole; at += kBlock) Compress(hash, bytes.subspan(at).first<kBlock>());
  std::array<std::byte, 2 * kBlock> end = {};  // the rest, a one bit, zeros, and the length in bits
  const size_t rest = bytes.size() - whole, size = rest + 9 <= kBlock ? kBlock : 2 * kBlock;
  for (size_t i = 0; i < rest; ++i) end[i] = bytes[whole + i];
  end[rest] = std::byte{0x80};
  for (size_t i = 0; i < 8; ++i) end[size - 1 - i] = std::byte(uint64_t{bytes.size()} * 8 >> 8 * i);
  for (size_t at = 0; at < size; at += kBlock) Compress(hash, std::span(end).subspan(at).first<kBlock>());
  std::string hex;
  for (const uint32_t word : hash) {
    char text[9];
    std::snprintf(text, sizeof(text), "%08x", word);
    hex += text;
  }
  return hex;
}

}  // namespace porter::core
