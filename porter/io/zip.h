// Zip archives in memory: stored and deflated members, zip64 where sizes ask for it (APPNOTE 6.3). No encryption, no
// volumes. The writer's bytes depend on the contents alone: all times are 1980-01-01.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace porter::io {

enum class Compression { kStored, kDeflated };

struct ZipMember {
  std::string name;
  Compression compression = Compression::kStored;
  uint32_t crc = 0;                   // of the unpacked bytes
  size_t size = 0;                    // bytes when unpacked; at most kMaxDeflateRatio times the packed ones
  std::span<const std::byte> packed;  // into the archive
};

// the members in the directory's order; `file` is named in messages. Throws Error for an archive that is cut off, whose
// members overlap, or that needs what we refuse
std::vector<ZipMember> ListZip(std::span<const std::byte> archive, const std::string& file);

// throws Error when length or checksum differ from what the directory says
std::vector<std::byte> Unpack(const ZipMember& member, const std::string& file);

class ZipWriter {
 public:
  // sizes and places from `zip64_from` on are written in 64 bits; only tests lower it
  explicit ZipWriter(uint64_t zip64_from = 0xFFFFFFFF) : zip64_from_(zip64_from) {}

  // name: UTF-8, at most 65,535 bytes
  void Add(const std::string& name, std::span<const std::byte> bytes, Compression compression);
  std::vector<std::byte> Finish();  // the archive; the writer is empty after it

 private:
  const uint64_t zip64_from_;
  size_t members_ = 0;
  std::vector<std::byte> archive_;
  std::vector<std::byte> directory_;
};

}  // namespace porter::io
