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

// the examples of FIPS 180-2, and every length around a block's end against digests of Python's hashlib
TEST(Sha256, HasThePublishedValues) {
  EXPECT_EQ(Sha256Hex({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Sha256Hex(Bytes("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(Sha256Hex(Bytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(Sha256Hex(Bytes(std::string(1'000'000, 'a'))),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, PadsEveryLengthAroundABlocksEnd) {
  std::string digests;
  for (size_t size = 50; size < 135; ++size) digests += Sha256Hex(Bytes(std::string(size, 'x')));
  EXPECT_EQ(Sha256Hex(Bytes(digests)), "6531af765b8a0b6787e8703af74691a4945a98f8f484a6eb36887e815b1a4c4c");
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
