#include "porter/io/zip.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/io/bytes.h"
#include "porter/io/deflate.h"

namespace porter::io {
namespace {

using testing::HasSubstr;

constexpr size_t kZipLocal = 30, kZipDirectory = 46, kZipEnd = 22;  // bytes of the records

std::span<const std::byte> Text(const std::string& text) {
  return std::as_bytes(std::span(text));
}

std::string UnpackText(const ZipMember& member) {
  const std::vector<std::byte> bytes = Unpack(member, "a.zip");
  return std::string(AsText(bytes));
}

std::string ZipError(std::span<const std::byte> archive) {
  try {
    for (const ZipMember& member : ListZip(archive, "a.zip")) Unpack(member, "a.zip");
  } catch (const core::Error& error) {
    return error.what();
  }
  return "no error";
}

template <class T>
void Set(std::vector<std::byte>& bytes, size_t at, T value) {
  std::memcpy(bytes.data() + at, &value, sizeof(T));
}

// one stored member "a" with the bytes "porter"; directory at 37, end record at 84
std::vector<std::byte> OneMember() {
  ZipWriter zip;
  zip.Add("a", Text("porter"), Compression::kStored);
  return zip.Finish();
}

TEST(Zip, WritesTheArchiveThatTheFormatDescribes) {
  std::string expected("PK\x03\x04\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00", 14);
  const uint32_t crc = core::Crc32(Text("porter"));
  const std::string sizes =
      std::string(reinterpret_cast<const char*>(&crc), 4) + std::string("\x06\0\0\0\x06\0\0\0\x01\0", 10);
  expected += sizes + std::string("\0\0", 2) + "aporter";
  expected += std::string("PK\x01\x02\x14\x00\x14\x00\x00\x00\x00\x00\x00\x00\x21\x00", 16) + sizes;
  expected += std::string(16, '\0') + "a";
  expected += std::string("PK\x05\x06\0\0\0\0\x01\0\x01\0\x2F\0\0\0\x25\0\0\0\0\0", 22);
  EXPECT_EQ(AsText(OneMember()), expected);
}

TEST(Zip, ReadsBackStoredAndDeflated) {
  const std::string noise = "walk, place, grasp, turn; ", empty;
  std::string many;
  for (int i = 0; i < 1000; ++i) many += noise;
  for (const uint64_t zip64_from : {uint64_t{0xFFFFFFFF}, uint64_t{0}}) {
    ZipWriter zip(zip64_from);
    zip.Add("stored", Text(many), Compression::kStored);
    zip.Add(
        "d\xC3\xA9"
        "flated",
        Text(many), Compression::kDeflated);
    zip.Add("none", Text(empty), Compression::kStored);
    zip.Add("nothing", Text(empty), Compression::kDeflated);
    const std::vector<std::byte> archive = zip.Finish();
    const std::vector<ZipMember> members = ListZip(archive, "a.zip");
    ASSERT_EQ(members.size(), 4u);
    EXPECT_EQ(members[1].name,
              "d\xC3\xA9"
              "flated");
    EXPECT_LT(members[1].packed.size(), many.size() / 50);
    EXPECT_EQ(UnpackText(members[0]), many);
    EXPECT_EQ(UnpackText(members[1]), many);
    EXPECT_EQ(UnpackText(members[2]), "");
    EXPECT_EQ(UnpackText(members[3]), "");
  }
}

TEST(Zip, CountsMoreMembersThanSixteenBitsHold) {
  ZipWriter zip;
  for (int i = 0; i < 70'000; ++i) zip.Add(std::to_string(i), {}, Compression::kStored);
  const std::vector<std::byte> archive = zip.Finish();
  const std::vector<ZipMember> members = ListZip(archive, "a.zip");
  ASSERT_EQ(members.size(), 70'000u);
  EXPECT_EQ(members.back().name, "69999");
}

TEST(Zip, RefusesNamesThatDoNotFit) {
  EXPECT_THROW(ZipWriter().Add(std::string(65'536, 'x'), {}, Compression::kStored), core::Error);
}

TEST(Zip, RefusesEveryCut) {
  for (const uint64_t zip64_from : {uint64_t{0xFFFFFFFF}, uint64_t{0}}) {
    ZipWriter zip(zip64_from);
    zip.Add("a", Text("porter"), Compression::kDeflated);
    const std::vector<std::byte> archive = zip.Finish();
    ASSERT_EQ(ZipError(archive), "no error");
    for (size_t size = 0; size < archive.size(); ++size)
      EXPECT_THAT(ZipError(std::span(archive).first(size)), HasSubstr("a.zip: ")) << size;
    for (size_t begin = 1; begin < archive.size(); ++begin)
      EXPECT_THAT(ZipError(std::span(archive).subspan(begin)), HasSubstr("a.zip: ")) << begin;
  }
}

TEST(Zip, FindsDamageByTheChecksum) {
  std::vector<std::byte> archive = OneMember();
  archive[kZipLocal + 1 + 2] = std::byte{'x'};
  EXPECT_EQ(ZipError(archive),
            "a.zip: member 'a' has another checksum than the zip directory says (the file was damaged "
            "after it was written)");
  ZipWriter zip;
  zip.Add("a", Text("porter porter porter"), Compression::kDeflated);
  archive = zip.Finish();
  archive[kZipLocal + 1] = std::byte{0xFF};
  EXPECT_THAT(ZipError(archive), HasSubstr("member 'a' does not unpack to the size"));
}

TEST(Zip, RefusesWhatItDoesNotRead) {
  constexpr size_t kDirectoryAt = kZipLocal + 1 + 6;
  std::vector<std::byte> archive = OneMember();
  Set<uint16_t>(archive, kDirectoryAt + 8, 1);
  EXPECT_EQ(ZipError(archive), "a.zip: member 'a' is encrypted (write it without a password)");
  archive = OneMember();
  Set<uint16_t>(archive, kDirectoryAt + 10, 14);
  EXPECT_EQ(ZipError(archive),
            "a.zip: member 'a' is compressed in a way we do not read; found method 14 (write it stored or deflated)");
  archive = OneMember();
  Set<uint32_t>(archive, kDirectoryAt + 24, 7);
  EXPECT_EQ(ZipError(archive),
            "a.zip: member 'a' cannot have the size that the zip directory says; found 7 bytes from 6");
}

TEST(Zip, RefusesABombBeforeItAllocates) {
  ZipWriter zip;
  zip.Add("a", Text("porter"), Compression::kDeflated);
  std::vector<std::byte> archive = zip.Finish();
  Set<uint32_t>(archive, archive.size() - kZipEnd - kZipDirectory - 1 + 24, 0xFFFFFFF0);
  EXPECT_THAT(ZipError(archive), HasSubstr("cannot have the size"));
}

TEST(Zip, RefusesOverlappingMembersAndWrongPlaces) {
  ZipWriter zip;
  zip.Add("a", Text("porter"), Compression::kStored);
  zip.Add("a", Text("porter"), Compression::kStored);
  std::vector<std::byte> archive = zip.Finish();
  const size_t second = archive.size() - kZipEnd - kZipDirectory - 1;
  Set<uint32_t>(archive, second + 42, 0);
  EXPECT_EQ(ZipError(archive), "a.zip: two members of the zip archive overlap");
  Set<uint32_t>(archive, second + 42, 1);
  EXPECT_EQ(ZipError(archive), "a.zip: member 'a' is not where the zip directory says");
  archive = OneMember();
  Set<uint16_t>(archive, archive.size() - kZipEnd + 10, 2);
  EXPECT_THAT(ZipError(archive), HasSubstr("a member is missing in the zip directory"));
}

TEST(Deflate, AsksForExactlyTheSize) {
  const std::string text(100'000, 'p');
  const std::vector<std::byte> packed = Deflate(Text(text));
  ASSERT_TRUE(Inflate(packed, text.size()).has_value());
  EXPECT_EQ(AsText(*Inflate(packed, text.size())), text);
  EXPECT_FALSE(Inflate(packed, text.size() - 1).has_value());
  EXPECT_FALSE(Inflate(packed, text.size() + 1).has_value());
  EXPECT_FALSE(Inflate(std::span(packed).first(packed.size() - 1), text.size()).has_value());
  std::vector<std::byte> longer = packed;
  longer.push_back(std::byte{0});
  EXPECT_FALSE(Inflate(longer, text.size()).has_value());
}

}  // namespace
}  // namespace porter::io
