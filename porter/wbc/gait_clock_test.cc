#include "porter/wbc/gait_clock.h"

#include <gtest/gtest.h>

namespace porter::wbc {
namespace {

constexpr Gait kGait{.period = 0.8, .stance_share = 0.55, .lift = 0.07, .sway = 0.025};
constexpr double kGaitTick = 0.02;  // 40 a cycle

// phases are floats: a sum of 40 ticks is off by less than this
constexpr double kRounding = 1e-5;

GaitClock Started(Foot first) {
  GaitClock clock;
  clock.Advance(true, first, kGait, kGaitTick);
  return clock;
}

void Walk(int ticks, GaitClock& clock) {
  for (int i = 0; i < ticks; ++i) clock.Advance(true, Foot::kRight, kGait, kGaitTick);
}

TEST(GaitClock, AtRestBothFeetAreDownAndNothingIsSeen) {
  GaitClock clock;
  clock.Advance(false, Foot::kLeft, kGait, kGaitTick);
  EXPECT_FALSE(clock.walks());
  EXPECT_TRUE(clock.BothDown(kGait));
  EXPECT_EQ(clock.LiftOf(Foot::kLeft, kGait), 0);
  EXPECT_EQ(clock.Sine(), 0);
  EXPECT_EQ(clock.Cosine(), 0);
}

TEST(GaitClock, ACycleTakesItsPeriod) {
  GaitClock clock = Started(Foot::kRight);
  Walk(10, clock);
  EXPECT_NEAR(clock.phase, 0.25, kRounding);
  EXPECT_NEAR(clock.Sine(), 1, kRounding);
  EXPECT_NEAR(clock.Cosine(), 0, 2 * 3.15 * kRounding);  // the slope of a cosine over the phase
  Walk(40, clock);
  EXPECT_NEAR(clock.phase, 0.25, 2 * kRounding);
}

TEST(GaitClock, FeetAreHalfACycleApartAndNeverBothUp) {
  for (int i = 0; i < 100; ++i) {
    const GaitClock clock{static_cast<float>(i) / 100}, half{static_cast<float>((i + 50) % 100) / 100};
    EXPECT_NEAR(std::abs(clock.PhaseOf(Foot::kRight) - clock.PhaseOf(Foot::kLeft)), 0.5, 1e-7);
    EXPECT_NEAR(clock.SwingOf(Foot::kRight, kGait), half.SwingOf(Foot::kLeft, kGait), 1e-6);  // 1/0.45 of a float's end
    EXPECT_EQ(std::min(clock.SwingOf(Foot::kLeft, kGait), clock.SwingOf(Foot::kRight, kGait)), 0) << i;
  }
}

// stance ends at 0.55; swing is the rest, lift sin^2 of half a turn over it
TEST(GaitClock, LiftRisesAndSinksOverTheSwing) {
  const auto at = [](float phase) { return GaitClock{phase}; };
  for (const float down : {0.f, 0.3f, 0.54f}) EXPECT_EQ(at(down).SwingOf(Foot::kLeft, kGait), 0) << down;
  EXPECT_NEAR(at(0.775f).SwingOf(Foot::kLeft, kGait), 0.5, 1e-6);
  EXPECT_NEAR(at(0.775f).LiftOf(Foot::kLeft, kGait), 1, 1e-6);
  EXPECT_NEAR(at(0.6625f).LiftOf(Foot::kLeft, kGait), 0.5, 1e-6);
  EXPECT_NEAR(at(0.8875f).LiftOf(Foot::kLeft, kGait), 0.5, 1e-6);
  EXPECT_NEAR(at(0.275f).LiftOf(Foot::kRight, kGait), 1, 1e-6);
  EXPECT_EQ(at(0.275f).LiftOf(Foot::kLeft, kGait), 0);
}

TEST(GaitClock, FeetShareTheWeightAndOneCarriesAllInTheOthersSwing) {
  for (int i = 0; i < 100; ++i) {
    const GaitClock clock{static_cast<float>(i) / 100};
    EXPECT_NEAR(clock.LoadOf(Foot::kLeft, kGait) + clock.LoadOf(Foot::kRight, kGait), 1, 1e-12) << i;
  }
  EXPECT_EQ(GaitClock{}.LoadOf(Foot::kLeft, kGait), 0.5);
  EXPECT_NEAR(GaitClock{0.525f}.LoadOf(Foot::kLeft, kGait), 0.5, 1e-6) << "both down";
  EXPECT_NEAR(GaitClock{0.275f}.LoadOf(Foot::kLeft, kGait), 1, 1e-6) << "the right foot in mid-swing";
  EXPECT_NEAR(GaitClock{0.275f}.LoadOf(Foot::kRight, kGait), 0, 1e-6);
  EXPECT_NEAR(GaitClock{0.595f}.LoadOf(Foot::kLeft, kGait), 0.25, 1e-6) << "a tenth of its swing";
}

TEST(GaitClock, ThePelvisSwaysOverTheFootThatCarries) {
  EXPECT_EQ(GaitClock{}.SwayAt(kGait), 0);
  EXPECT_NEAR(GaitClock{0.275f}.SwayAt(kGait), kGait.sway, 1e-6);
  EXPECT_NEAR(GaitClock{0.775f}.SwayAt(kGait), -kGait.sway, 1e-6);
  EXPECT_NEAR(GaitClock{0.525f}.SwayAt(kGait), 0, 1e-6);
}

TEST(GaitClock, TheFirstFootIsLiftedFirst) {
  for (const Foot first : {Foot::kLeft, Foot::kRight}) {
    GaitClock clock = Started(first);
    EXPECT_TRUE(clock.BothDown(kGait));
    while (clock.BothDown(kGait)) Walk(1, clock);
    EXPECT_GT(clock.SwingOf(first, kGait), 0);
  }
}

TEST(GaitClock, StopsAsSoonAsBothFeetAreDown) {
  for (int walked = 0; walked < 40; ++walked) {
    GaitClock clock = Started(Foot::kRight);
    Walk(walked, clock);
    int ticks = 0;
    GaitClock running = clock;
    do {
      Walk(1, running);  // where the phase would be
      clock.Advance(false, Foot::kRight, kGait, kGaitTick);
      ASSERT_EQ(clock.walks(), !running.BothDown(kGait)) << walked << " " << ticks;
      ++ticks;
    } while (clock.walks());
    EXPECT_LE(ticks, 20) << walked;  // 18 of a swing that the next tick begins, and one of rounding
  }
}

}  // namespace
}  // namespace porter::wbc
