#include "porter/learn/tensorboard.h"

#include <array>
#include <bit>
#include <chrono>
#include <cstring>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::learn {
namespace {

constexpr std::array<uint32_t, 256> kTable = [] {
  std::array<uint32_t, 256> table{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) value = (value >> 1) ^ ((value & 1) != 0 ? 0x82F63B78u : 0);
    table[i] = value;
  }
  return table;
}();

double WallTime() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

// protocol buffers: a field is its number and wire type, then the value
enum WireType { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

void AddVarint(uint64_t value, std::string& out) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void AddKey(uint32_t field, WireType type, std::string& out) {
  AddVarint(field << 3 | type, out);
}

void AddBytes(uint32_t field, std::string_view bytes, std::string& out) {
  AddKey(field, kBytes, out);
  AddVarint(bytes.size(), out);
  out += bytes;
}

template <class T>
void AddRaw(T value, std::string& out) {
  static_assert(std::endian::native == std::endian::little);
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

std::string EventStart() {
  std::string event;
  AddKey(1, kFixed64, event);
  AddRaw(WallTime(), event);
  return event;
}

}  // namespace

uint32_t Crc32c(std::string_view bytes) noexcept {
  uint32_t crc = ~0u;
  for (const char c : bytes) crc = (crc >> 8) ^ kTable[(crc ^ static_cast<uint8_t>(c)) & 0xFF];
  return ~crc;
}

uint32_t MaskedCrc32c(std::string_view bytes) noexcept {
  return std::rotr(Crc32c(bytes), 15) + 0xA282EAD8u;
}

TensorboardFile::TensorboardFile(const std::filesystem::path& folder, int64_t iteration)
    : path_(folder / core::Cat("events.out.tfevents.", static_cast<int64_t>(WallTime()), ".porter.", iteration)) {
  out_.open(path_, std::ios::binary);
  std::string event = EventStart();
  AddBytes(3, "brain.Event:2", event);
  Record(event);
}

void TensorboardFile::Write(int64_t iteration, std::span<const Metric> metrics) {
  std::string summary;
  for (const Metric& metric : metrics) {
    std::string value;
    AddBytes(1, metric.name, value);
    AddKey(2, kFixed32, value);
    AddRaw(static_cast<float>(metric.value), value);
    AddBytes(1, value, summary);
  }
  std::string event = EventStart();
  AddKey(2, kVarint, event);
  AddVarint(static_cast<uint64_t>(iteration), event);
  AddBytes(5, summary, event);
  Record(event);
}

void TensorboardFile::Record(const std::string& event) {
  std::string length;
  AddRaw(static_cast<uint64_t>(event.size()), length);
  std::string record = length;
  AddRaw(MaskedCrc32c(length), record);
  record += event;
  AddRaw(MaskedCrc32c(event), record);
  out_ << record << std::flush;
  if (!out_) throw core::Error({.what = "cannot write metrics", .place = {.file = path_.string()}});
}

}  // namespace porter::learn
