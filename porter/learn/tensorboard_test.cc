#include "porter/learn/tensorboard.h"

#include <gtest/gtest.h>

#include <cstring>

#include "porter/core/file.h"

namespace porter::learn {
namespace {

TEST(Tensorboard, ChecksumOfTheStandardsExamples) {
  EXPECT_EQ(Crc32c("123456789"), 0xE3069283u);            // the check value of CRC-32C
  EXPECT_EQ(Crc32c(std::string(32, '\0')), 0x8A9136AAu);  // RFC 3720 B.4
  EXPECT_EQ(Crc32c(std::string(32, '\xFF')), 0x62A8AB43u);
}

template <class T>
T Raw(const std::string& text, size_t at) {
  T value;
  std::memcpy(&value, text.data() + at, sizeof(value));
  return value;
}

TEST(Tensorboard, RecordsAreFramedAndHoldTheFigures) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "tensorboard_test";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  TensorboardFile(folder, 5).Write(300, std::vector<Metric>{{"a/b", 0.5}});
  const std::string file = core::ReadTextFile(std::filesystem::directory_iterator(folder)->path());

  std::vector<std::string> events;
  for (size_t at = 0; at < file.size();) {
    const auto length = Raw<uint64_t>(file, at);
    EXPECT_EQ(Raw<uint32_t>(file, at + 8), MaskedCrc32c(file.substr(at, 8)));
    events.push_back(file.substr(at + 12, length));
    EXPECT_EQ(Raw<uint32_t>(file, at + 12 + length), MaskedCrc32c(events.back()));
    at += 16 + length;
  }
  ASSERT_EQ(events.size(), 2u);
  EXPECT_EQ(events[0].substr(9),
            "\x1A\x0D"
            "brain.Event:2");
  // step 300 = AC 02; summary of 12 bytes; value of 10: tag "a/b", simple_value 0.5 = 3F000000
  EXPECT_EQ(events[1].substr(9), std::string("\x10\xAC\x02\x2A\x0C\x0A\x0A\x0A\x03"
                                             "a/b\x15\x00\x00\x00\x3F",
                                             17));
}

}  // namespace
}  // namespace porter::learn
