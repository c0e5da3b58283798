#include "porter/render/effects/frame_delay.h"

#include <algorithm>
#include <cstring>

#include "porter/core/check.h"

namespace porter::render {

FrameDelay::FrameDelay(int num_envs, size_t frame_bytes, int max_delay)
    : frame_bytes_(frame_bytes), capacity_(max_delay + 1), rings_(size_t(num_envs)) {
  PORTER_CHECK(max_delay >= 0, "longest delay");
  if (max_delay > 0) frames_.resize(rings_.size() * RingBytes());
}

std::span<uint8_t> FrameDelay::Frame(int env, int place) noexcept {
  return {frames_.data() + size_t(env) * RingBytes() + size_t(place) * frame_bytes_, frame_bytes_};
}

void FrameDelay::Exchange(int env, int delay, std::span<uint8_t> frame) noexcept {
  PORTER_CHECK(delay >= 0 && delay < capacity_, "delay of a picture");
  if (capacity_ == 1) return;
  PORTER_CHECK(frame.size() == frame_bytes_, "bytes of a frame");
  Ring& ring = rings_[size_t(env)];
  ring.newest = (ring.newest + 1) % capacity_;
  ring.count = std::min(ring.count + 1, capacity_);
  std::ranges::copy(frame, Frame(env, ring.newest).begin());
  const int back = std::min(delay, ring.count - 1);
  if (back > 0) std::ranges::copy(Frame(env, (ring.newest - back + capacity_) % capacity_), frame.begin());
}

void FrameDelay::Reset(int env) noexcept {
  rings_[size_t(env)] = {};
}

size_t FrameDelay::SnapshotBytes() const noexcept {
  return sizeof(Ring) + (frames_.empty() ? 0 : RingBytes());
}

void FrameDelay::Save(int env, std::span<uint8_t> snapshot) const noexcept {
  PORTER_CHECK(snapshot.size() == SnapshotBytes(), "bytes of a snapshot");
  std::memcpy(snapshot.data(), &rings_[size_t(env)], sizeof(Ring));
  if (!frames_.empty())
    std::memcpy(snapshot.data() + sizeof(Ring), frames_.data() + size_t(env) * RingBytes(), RingBytes());
}

void FrameDelay::Restore(int env, std::span<const uint8_t> snapshot) noexcept {
  PORTER_CHECK(snapshot.size() == SnapshotBytes(), "bytes of a snapshot");
  std::memcpy(&rings_[size_t(env)], snapshot.data(), sizeof(Ring));
  if (!frames_.empty())
    std::memcpy(frames_.data() + size_t(env) * RingBytes(), snapshot.data() + sizeof(Ring), RingBytes());
}

size_t FrameDelay::MemoryBytes() const noexcept {
  return frames_.size() + rings_.size() * sizeof(Ring);
}

}  // namespace porter::render
