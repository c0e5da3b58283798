// Reads a zip archive from its end: end record, directory, local headers. Each step checks that the next one lies where
// it should, before anything is allocated for it. Layout of the records: APPNOTE 6.3, section 4.3.
#include <algorithm>
#include <utility>

#include "porter/core/checksum.h"
#include "porter/core/error.h"
#include "porter/core/text.h"
#include "porter/io/bytes.h"
#include "porter/io/deflate.h"
#include "porter/io/zip.h"
#include "porter/io/zip_format.h"

namespace porter::io {
namespace {

struct Range {
  size_t begin;
  size_t end;
};

struct Directory {
  uint64_t at = 0;
  uint64_t bytes = 0;
  uint64_t members = 0;
  size_t end_at = 0;  // of the first record behind the directory
};

// one header of the directory, sizes and place already widened
struct Header {
  uint16_t flags;
  uint16_t method;
  uint32_t crc;
  uint64_t packed_size;
  uint64_t size;
  uint64_t place;  // of the local header
  std::string name;
};

class Reader {
 public:
  Reader(std::span<const std::byte> archive, const std::string& file) : archive_(archive), file_(file) {}

  std::vector<ZipMember> List() {
    const Directory directory = FindDirectory();
    std::vector<ZipMember> members;
    std::vector<Range> ranges;
    size_t at = directory.at;
    for (uint64_t i = 0; i < directory.members; ++i) {
      const Header header = TakeHeader(at, directory.end_at);
      const size_t begin = DataBegin(header, directory.at);
      members.push_back(Member(header, begin, directory.at));
      ranges.push_back({header.place, begin + members.back().packed.size()});
    }
    if (at != directory.end_at) Fail("the zip directory is not as long as its end record says");
    RefuseOverlap(std::move(ranges));
    return members;
  }

 private:
  [[noreturn]] void Fail(std::string what, std::string found = {}, std::string hint = {}) const {
    throw core::Error(
        {.what = std::move(what), .place = {.file = file_}, .found = std::move(found), .hint = std::move(hint)});
  }

  template <class T>
  T At(size_t at) const {
    return Load<T>(archive_, at);
  }

  // `size` bytes from `at` on lie before `end`
  static bool Fits(uint64_t at, uint64_t size, uint64_t end) { return at <= end && size <= end - at; }

  size_t FindEnd() const {
    constexpr size_t kMaxComment = UINT16_MAX;
    const size_t size = archive_.size();
    for (size_t behind = zip::kEndBytes; behind <= std::min(size, zip::kEndBytes + kMaxComment); ++behind) {
      const size_t at = size - behind;
      if (At<uint32_t>(at) == zip::kEnd && At<uint16_t>(at + 20) == behind - zip::kEndBytes) return at;
    }
    Fail("this is no complete zip archive", core::Cat(size, " bytes without an end record"),
         "the file is cut off or has another format");
  }

  Directory FindDirectory() const {
    const size_t end = FindEnd();
    Directory directory{.at = At<uint32_t>(end + 16),
                        .bytes = At<uint32_t>(end + 12),
                        .members = At<uint16_t>(end + 10),
                        .end_at = end};
    const bool zip64 =
        directory.at == zip::kSeeZip64 || directory.bytes == zip::kSeeZip64 || directory.members == zip::kSeeZip64Count;
    if (zip64) ReadZip64End(directory);
    if (!Fits(directory.at, directory.bytes, directory.end_at) || directory.at + directory.bytes != directory.end_at) {
      Fail("the zip directory is not where its end record says",
           core::Cat(directory.bytes, " bytes at ", directory.at, ", end record at ", directory.end_at),
           "the file is cut off or something stands before the archive");
    }
    return directory;
  }

  void ReadZip64End(Directory& directory) const {
    const size_t end = directory.end_at;
    const bool found =
        end >= zip::kZip64LocatorBytes && At<uint32_t>(end - zip::kZip64LocatorBytes) == zip::kZip64Locator;
    const uint64_t at = found ? At<uint64_t>(end - zip::kZip64LocatorBytes + 8) : end;
    if (!found || !Fits(at, zip::kZip64EndBytes, end - zip::kZip64LocatorBytes) || At<uint32_t>(at) != zip::kZip64End)
      Fail("the zip64 end record is missing");
    directory = {
        .at = At<uint64_t>(at + 48), .bytes = At<uint64_t>(at + 40), .members = At<uint64_t>(at + 32), .end_at = at};
  }

  // the header at `at`, which moves behind it
  Header TakeHeader(size_t& at, size_t end) const {
    if (!Fits(at, zip::kDirectoryHeaderBytes, end) || At<uint32_t>(at) != zip::kDirectoryHeader)
      Fail("a member is missing in the zip directory", core::Cat("no header at byte ", at));
    const size_t name_bytes = At<uint16_t>(at + 28);
    const size_t extra_bytes = At<uint16_t>(at + 30);
    const size_t comment_bytes = At<uint16_t>(at + 32);
    const size_t name_at = at + zip::kDirectoryHeaderBytes;
    if (!Fits(name_at, name_bytes + extra_bytes + comment_bytes, end)) Fail("the zip directory is cut off");
    Header header{.flags = At<uint16_t>(at + 8),
                  .method = At<uint16_t>(at + 10),
                  .crc = At<uint32_t>(at + 16),
                  .packed_size = At<uint32_t>(at + 20),
                  .size = At<uint32_t>(at + 24),
                  .place = At<uint32_t>(at + 42),
                  .name = std::string(AsText(archive_.subspan(name_at, name_bytes)))};
    WidenFromExtra(header, archive_.subspan(name_at + name_bytes, extra_bytes));
    at = name_at + name_bytes + extra_bytes + comment_bytes;
    return header;
  }

  // 64-bit values stand in the extra field, in this order, for those fields that have all bits set
  void WidenFromExtra(Header& header, std::span<const std::byte> extra) const {
    while (extra.size() >= 4) {
      const auto id = Load<uint16_t>(extra, 0);
      const size_t size = Load<uint16_t>(extra, 2);
      if (size > extra.size() - 4) break;
      std::span<const std::byte> field = extra.subspan(4, size);
      extra = extra.subspan(4 + size);
      if (id != zip::kZip64Extra) continue;
      for (uint64_t* value : {&header.size, &header.packed_size, &header.place}) {
        if (*value != zip::kSeeZip64 || field.size() < 8) continue;
        *value = Load<uint64_t>(field, 0);
        field = field.subspan(8);
      }
    }
  }

  // where a member's bytes begin, behind its local header
  size_t DataBegin(const Header& header, size_t end) const {
    const auto fail = [&] { Fail(core::Cat("member '", header.name, "' is not where the zip directory says")); };
    if (!Fits(header.place, zip::kLocalHeaderBytes, end) || At<uint32_t>(header.place) != zip::kLocalHeader) fail();
    const size_t name_at = header.place + zip::kLocalHeaderBytes;
    const size_t name_bytes = At<uint16_t>(header.place + 26);
    const size_t extra_bytes = At<uint16_t>(header.place + 28);
    if (!Fits(name_at, name_bytes + extra_bytes, end)) fail();
    if (AsText(archive_.subspan(name_at, name_bytes)) != header.name) fail();
    return name_at + name_bytes + extra_bytes;
  }

  ZipMember Member(const Header& header, size_t begin, size_t end) const {
    const std::string member = core::Cat("member '", header.name, "' ");
    if ((header.flags & zip::kEncrypted) != 0) Fail(member + "is encrypted", {}, "write it without a password");
    if (header.method != zip::kStored && header.method != zip::kDeflated) {
      Fail(member + "is compressed in a way we do not read", core::Cat("method ", header.method),
           "write it stored or deflated");
    }
    if (!Fits(begin, header.packed_size, end)) Fail(member + "is cut off", core::Cat(header.packed_size, " bytes"));
    const bool stored = header.method == zip::kStored;
    if (stored ? header.size != header.packed_size : header.size / kMaxDeflateRatio > header.packed_size) {
      Fail(member + "cannot have the size that the zip directory says",
           core::Cat(header.size, " bytes from ", header.packed_size));
    }
    return {.name = header.name,
            .compression = stored ? Compression::kStored : Compression::kDeflated,
            .crc = header.crc,
            .size = header.size,
            .packed = archive_.subspan(begin, header.packed_size)};
  }

  void RefuseOverlap(std::vector<Range> ranges) const {
    std::sort(ranges.begin(), ranges.end(), [](const Range& a, const Range& b) { return a.begin < b.begin; });
    for (size_t i = 1; i < ranges.size(); ++i) {
      if (ranges[i].begin < ranges[i - 1].end) Fail("two members of the zip archive overlap");
    }
  }

  const std::span<const std::byte> archive_;
  const std::string& file_;
};

}  // namespace

std::vector<ZipMember> ListZip(std::span<const std::byte> archive, const std::string& file) {
  return Reader(archive, file).List();
}

std::vector<std::byte> Unpack(const ZipMember& member, const std::string& file) {
  const auto fail = [&](const std::string& what) {
    throw core::Error({.what = core::Cat("member '", member.name, "' ", what),
                       .place = {.file = file},
                       .hint = "the file was damaged after it was written"});
  };
  std::optional<std::vector<std::byte>> bytes;
  if (member.compression == Compression::kDeflated) {
    bytes = Inflate(member.packed, member.size);
    if (!bytes) fail("does not unpack to the size that the zip directory says");
  } else {
    bytes.emplace(member.packed.begin(), member.packed.end());
  }
  if (core::Crc32(*bytes) != member.crc) fail("has another checksum than the zip directory says");
  return *std::move(bytes);
}

}  // namespace porter::io
