// The numbers that zip's reader and writer share (APPNOTE 6.3, sections 4.3 and 4.5).
#pragma once

#include <cstddef>
#include <cstdint>

namespace porter::io::zip {

constexpr uint32_t kLocalHeader = 0x04034b50;
constexpr uint32_t kDirectoryHeader = 0x02014b50;
constexpr uint32_t kZip64End = 0x06064b50;
constexpr uint32_t kZip64Locator = 0x07064b50;
constexpr uint32_t kEnd = 0x06054b50;

// bytes of the fixed part of each record
constexpr size_t kLocalHeaderBytes = 30;
constexpr size_t kDirectoryHeaderBytes = 46;
constexpr size_t kZip64EndBytes = 56;
constexpr size_t kZip64LocatorBytes = 20;
constexpr size_t kEndBytes = 22;

constexpr uint16_t kStored = 0;
constexpr uint16_t kDeflated = 8;
constexpr uint16_t kEncrypted = 1 << 0;  // flags
constexpr uint16_t kUtf8Name = 1 << 11;
constexpr uint16_t kZip64Extra = 0x0001;  // extra field with 64-bit sizes and place

// a field with all bits set says: look in the zip64 record
constexpr uint32_t kSeeZip64 = 0xFFFFFFFF;
constexpr uint16_t kSeeZip64Count = 0xFFFF;

}  // namespace porter::io::zip
