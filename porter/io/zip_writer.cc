// Writes a zip archive into memory: each member behind its local header, then the directory and the end records.
// Layout of the records: APPNOTE 6.3, section 4.3; zip64 fields: 4.5.3.
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

constexpr uint16_t kVersion = 20;       // deflate
constexpr uint16_t kZip64Version = 45;  // zip64
constexpr uint16_t kTime = 0;           // 00:00:00
constexpr uint16_t kDate = 1 << 5 | 1;  // 1980-01-01

// what both headers of a member say
struct Header {
  std::string_view name;
  uint16_t method = zip::kStored;
  uint32_t crc = 0;
  uint64_t packed_size = 0;
  uint64_t size = 0;
  uint64_t place = 0;  // of the local header
  bool zip64 = false;
};

bool IsAscii(std::string_view text) {
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

// the fields from version to extra length, which both headers have in the same order
void AppendCommon(std::vector<std::byte>& out, const Header& header, uint16_t extra_bytes) {
  Append<uint16_t>(out, header.zip64 ? kZip64Version : kVersion);
  Append<uint16_t>(out, IsAscii(header.name) ? 0 : zip::kUtf8Name);
  Append(out, header.method);
  Append(out, kTime);
  Append(out, kDate);
  Append(out, header.crc);
  Append<uint32_t>(out, header.zip64 ? zip::kSeeZip64 : static_cast<uint32_t>(header.packed_size));
  Append<uint32_t>(out, header.zip64 ? zip::kSeeZip64 : static_cast<uint32_t>(header.size));
  Append(out, static_cast<uint16_t>(header.name.size()));
  Append(out, extra_bytes);
}

void AppendZip64Sizes(std::vector<std::byte>& out, const Header& header, uint16_t bytes) {
  Append(out, zip::kZip64Extra);
  Append(out, bytes);
  Append(out, header.size);
  Append(out, header.packed_size);
}

void AppendLocalHeader(std::vector<std::byte>& out, const Header& header) {
  Append(out, zip::kLocalHeader);
  AppendCommon(out, header, header.zip64 ? 20 : 0);
  AppendText(out, header.name);
  if (header.zip64) AppendZip64Sizes(out, header, 16);
}

void AppendDirectoryHeader(std::vector<std::byte>& out, const Header& header) {
  Append(out, zip::kDirectoryHeader);
  Append<uint16_t>(out, header.zip64 ? kZip64Version : kVersion);  // made by
  AppendCommon(out, header, header.zip64 ? 28 : 0);
  Append<uint16_t>(out, 0);  // comment length
  Append<uint16_t>(out, 0);  // volume
  Append<uint16_t>(out, 0);  // internal attributes
  Append<uint32_t>(out, 0);  // external attributes
  Append<uint32_t>(out, header.zip64 ? zip::kSeeZip64 : static_cast<uint32_t>(header.place));
  AppendText(out, header.name);
  if (header.zip64) {
    AppendZip64Sizes(out, header, 24);
    Append(out, header.place);
  }
}

void AppendZip64End(std::vector<std::byte>& out, uint64_t members, uint64_t directory_bytes, uint64_t directory_at) {
  const uint64_t end_at = out.size();
  Append(out, zip::kZip64End);
  Append<uint64_t>(out, zip::kZip64EndBytes - 12);  // of the record behind this field
  Append(out, kZip64Version);                       // made by
  Append(out, kZip64Version);                       // needed
  Append<uint32_t>(out, 0);                         // volume
  Append<uint32_t>(out, 0);                         // volume of the directory
  Append(out, members);                             // here
  Append(out, members);                             // in all
  Append(out, directory_bytes);
  Append(out, directory_at);
  Append(out, zip::kZip64Locator);
  Append<uint32_t>(out, 0);  // volume of the record
  Append(out, end_at);
  Append<uint32_t>(out, 1);  // volumes
}

}  // namespace

void ZipWriter::Add(const std::string& name, std::span<const std::byte> bytes, Compression compression) {
  if (name.size() > UINT16_MAX)
    throw core::Error({.what = "a zip member's name is too long", .found = core::Cat(name.size(), " bytes")});
  std::vector<std::byte> deflated;
  const bool deflate = compression == Compression::kDeflated;
  if (deflate) deflated = Deflate(bytes);
  const std::span<const std::byte> packed = deflate ? deflated : bytes;
  Header header{.name = name,
                .method = deflate ? zip::kDeflated : zip::kStored,
                .crc = core::Crc32(bytes),
                .packed_size = packed.size(),
                .size = bytes.size(),
                .place = archive_.size()};
  header.zip64 = std::max({header.packed_size, header.size, header.place}) >= zip64_from_;
  AppendLocalHeader(archive_, header);
  AppendAll(archive_, packed);
  AppendDirectoryHeader(directory_, header);
  ++members_;
}

std::vector<std::byte> ZipWriter::Finish() {
  const uint64_t place = archive_.size();
  const uint64_t bytes = directory_.size();
  const bool zip64 = members_ >= zip::kSeeZip64Count || std::max(place, bytes) >= zip64_from_;
  AppendAll(archive_, directory_);
  if (zip64) AppendZip64End(archive_, members_, bytes, place);
  const uint16_t members = zip64 ? zip::kSeeZip64Count : static_cast<uint16_t>(members_);
  Append(archive_, zip::kEnd);
  Append<uint16_t>(archive_, 0);  // volume
  Append<uint16_t>(archive_, 0);  // volume of the directory
  Append(archive_, members);      // here
  Append(archive_, members);      // in all
  Append<uint32_t>(archive_, zip64 ? zip::kSeeZip64 : static_cast<uint32_t>(bytes));
  Append<uint32_t>(archive_, zip64 ? zip::kSeeZip64 : static_cast<uint32_t>(place));
  Append<uint16_t>(archive_, 0);  // comment length
  members_ = 0;
  directory_.clear();
  return std::exchange(archive_, {});
}

}  // namespace porter::io
