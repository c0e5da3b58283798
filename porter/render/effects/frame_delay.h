// Pictures arrive late: the past frames of every environment, in a ring. 8-bit, so that 192 x 108 px cost 61 KiB a
// frame: a memory of its own beside the frame buffers (MemoryBytes).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace porter::render {

class FrameDelay {
 public:
  // max_delay: the longest delay, frames; 0 needs no memory
  FrameDelay(int num_envs, size_t frame_bytes, int max_delay);

  // Remembers the newest frame and replaces it by the one `delay` exchanges before. While there are fewer since Reset:
  // by the first one. delay: 0 .. max_delay. Environments may be exchanged by different threads.
  void Exchange(int env, int delay, std::span<uint8_t> frame) noexcept;

  void Reset(int env) noexcept;  // an episode begins: forgets the past

  // everything that is remembered of an environment, in SnapshotBytes() bytes
  void Save(int env, std::span<uint8_t> snapshot) const noexcept;
  void Restore(int env, std::span<const uint8_t> snapshot) noexcept;
  size_t SnapshotBytes() const noexcept;

  size_t MemoryBytes() const noexcept;  // of all environments
  int max_delay() const noexcept { return capacity_ - 1; }

 private:
  struct Ring {
    int32_t newest = -1;  // place of the newest frame
    int32_t count = 0;    // frames since Reset, at most the ring's capacity
  };

  std::span<uint8_t> Frame(int env, int place) noexcept;
  size_t RingBytes() const noexcept { return frame_bytes_ * size_t(capacity_); }

  size_t frame_bytes_;
  int capacity_;                 // frames of a ring, with the newest
  std::vector<Ring> rings_;      // [num_envs]
  std::vector<uint8_t> frames_;  // empty without delay   [num_envs, capacity, frame_bytes]
};

}  // namespace porter::render
