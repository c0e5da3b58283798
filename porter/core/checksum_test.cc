#include "porter/core/checksum.h"

#include <gtest/gtest.h>

#include <vector>

namespace porter::core {
namespace {

std::span<const std::byte> Bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

// the check value that catalogues of CRCs give for this polynomial
TEST(Crc32, HasTheCheckValueOfZip) {
  EXPECT_EQ(Crc32(Bytes("123456789")), 0xCBF43926u);
  EXPECT_EQ(Crc32({}), 0u);
}

TEST(Crc32, ContinuesWhereItStopped) {
  EXPECT_EQ(Crc32(Bytes("456789"), Crc32(Bytes("123"))), 0xCBF43926u);
  EXPECT_EQ(Crc32({}, 0xCBF43926u), 0xCBF43926u);
}

// XXH3's own test value for no bytes at all
TEST(Hasher, HasTheKnownValueOfNothing) {
  EXPECT_EQ(HashHex(""), "99aa06d3014798d86001c324468d497f");
}

TEST(Hasher, StreamingIsTheSameAsOneShot) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += static_cast<char>(i * 31);  // longer than the hash's inner blocks
  for (const size_t piece : {size_t{1}, size_t{7}, size_t{240}, size_t{1024}}) {
    Hasher hasher;
    for (size_t at = 0; at < text.size(); at += piece) hasher.Add(Bytes(std::string_view(text).substr(at, piece)));
    EXPECT_EQ(hasher.Hex(), HashHex(text)) << piece;
  }
}

TEST(Hasher, SeesEveryBitAndGoesOnAfterHex) {
  EXPECT_NE(HashHex("a"), HashHex("b"));
  EXPECT_NE(HashHex(std::string_view("\0", 1)), HashHex(""));
  Hasher hasher;
  hasher.Add(Bytes("walk, "));
  EXPECT_EQ(hasher.Hex(), HashHex("walk, "));
  Hasher moved = std::move(hasher);
  moved.Add(Bytes("place"));
  EXPECT_EQ(moved.Hex(), HashHex("walk, place"));
}

}  // namespace
}  // namespace porter::core
