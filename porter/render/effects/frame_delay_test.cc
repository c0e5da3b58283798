#include "porter/render/effects/frame_delay.h"

#include <gmock/gmock.h>

#include "porter/core/allocation_guard.h"

namespace porter::render {
namespace {

// frames of two bytes that say their number
int Shown(FrameDelay& delay, int env, int by, int number) {
  std::vector<uint8_t> frame = {uint8_t(number), uint8_t(number + 1)};
  delay.Exchange(env, by, frame);
  EXPECT_EQ(frame[1], frame[0] + 1);
  return frame[0];
}

TEST(FrameDelayTest, ShowsTheFrameOfBefore) {
  FrameDelay delay(1, 2, 4);
  std::vector<int> shown;
  for (int step = 10; step < 20; ++step) shown.push_back(Shown(delay, 0, 2, step));
  EXPECT_THAT(shown, testing::ElementsAre(10, 10, 10, 11, 12, 13, 14, 15, 16, 17)) << "the third newest";
  EXPECT_EQ(Shown(delay, 0, 4, 20), 16) << "the longest delay";
  EXPECT_EQ(Shown(delay, 0, 0, 21), 21);
  EXPECT_EQ(Shown(delay, 0, 1, 22), 21) << "what was not delayed is remembered, too";
}

TEST(FrameDelayTest, EnvironmentsAreApartAndForgetOnReset) {
  FrameDelay delay(2, 2, 1);
  for (int step = 0; step < 3; ++step) {
    Shown(delay, 0, 1, step);
    Shown(delay, 1, 1, 100 + step);
  }
  delay.Reset(0);
  EXPECT_EQ(Shown(delay, 0, 1, 3), 3) << "nothing of the last episode";
  EXPECT_EQ(Shown(delay, 1, 1, 103), 102);
}

TEST(FrameDelayTest, ASnapshotBringsThePastBack) {
  FrameDelay delay(2, 2, 3);
  for (int step = 0; step < 6; ++step) Shown(delay, 1, 3, step);
  std::vector<uint8_t> snapshot(delay.SnapshotBytes());
  delay.Save(1, snapshot);
  for (int step = 50; step < 57; ++step) Shown(delay, 1, 3, step);
  delay.Restore(1, snapshot);
  EXPECT_EQ(Shown(delay, 1, 3, 6), 3);
  EXPECT_EQ(Shown(delay, 1, 3, 7), 4);
}

TEST(FrameDelayTest, MemoryIsWhatTheRingsHold) {
  EXPECT_EQ(FrameDelay(3, 100, 4).MemoryBytes(), 3 * (5 * 100 + 8));
  EXPECT_EQ(FrameDelay(3, 100, 0).MemoryBytes(), 3 * 8) << "no delay, no frames";
}

TEST(FrameDelayTest, AllocatesNothing) {
  FrameDelay delay(1, 300, 2);
  std::vector<uint8_t> frame(300), snapshot(delay.SnapshotBytes());
  const core::AllocationGuard guard;
  delay.Exchange(0, 2, frame);
  delay.Save(0, snapshot);
  delay.Restore(0, snapshot);
  delay.Reset(0);
  EXPECT_EQ(guard.Count(), 0);
}

}  // namespace
}  // namespace porter::render
