// The gait's clock: one phase for both feet, half a cycle apart. It runs while the robot shall walk, and stops only
// when both feet are down: whoever stands has finished the step. Values, no state of its own.
#pragma once

#include <cmath>
#include <numbers>

#include "porter/config/field.h"

namespace porter::wbc {

enum class Foot { kLeft, kRight };

struct Gait {
  double period = 0.8;         // of a cycle of two steps, s
  double stance_share = 0.55;  // of a cycle that a foot is down
  double lift = 0.07;          // of a swinging foot that joint targets ask for on their own, m
  double stride = 0;           // of the commanded velocity that joint targets make feet step by on their own
  double capture = 0;          // further that a foot is put down for each m/s that the pelvis is too fast, s
  double sway = 0;             // of the pelvis over the foot that carries, m
  double load = 0;             // how much targets lead by the weight that a leg carries, not by half of it; 0 to 1

  void Fields(auto&& f) {
    f(period, {.name = "period", .unit = "s", .doc = "of a cycle of two steps", .min = 0.2, .max = 3});
    f(stance_share, {.name = "stance_share", .doc = "share of a cycle that a foot is down", .min = 0.5, .max = 0.9});
    f(lift, {.name = "lift", .unit = "m", .doc = "of a foot in mid-swing, by feed-forward", .min = 0, .max = 0.2});
    f(stride, {.name = "stride",
               .doc = "share of the commanded velocity that feed-forward makes feet step by",
               .min = 0,
               .max = 1.5});
    f(capture, {.name = "capture",
                .unit = "s",
                .doc = "how much further feed-forward puts a foot for each m/s that the pelvis is too fast",
                .min = 0,
                .max = 0.5});
    f(load, {.name = "load",
             .doc = "how much targets lead by the weight that a leg carries instead of by half of it",
             .min = 0,
             .max = 1});
    f(sway, {.name = "sway", .unit = "m", .doc = "of the pelvis to the foot that carries", .min = 0, .max = 0.1});
  }
};

struct GaitClock {
  static constexpr float kStanding = -1;

  float phase = kStanding;  // of the left foot, 0..1 from where it touches down; kStanding: at rest

  bool walks() const { return phase >= 0; }

  // 0..1 from where this foot touches down; the clock runs
  double PhaseOf(Foot foot) const { return foot == Foot::kLeft ? phase : std::fmod(phase + 0.5, 1.0); }

  // 0 while the foot shall be down, else 0..1 from lift-off to touch-down
  double SwingOf(Foot foot, const Gait& gait) const {
    if (!walks()) return 0;
    return std::fmax(0, (PhaseOf(foot) - gait.stance_share) / (1 - gait.stance_share));
  }

  // 0..1 of the lift that feed-forward gives this foot: rises and sinks without speed at either end
  double LiftOf(Foot foot, const Gait& gait) const {
    const double sine = std::sin(std::numbers::pi * SwingOf(foot, gait));
    return sine * sine;
  }

  // share of the weight that this foot carries: a half while both are down, from there to none within a fifth of its
  // swing, and back
  double LoadOf(Foot foot, const Gait& gait) const {
    const auto in_the_air = [&](Foot f) {
      const double swing = SwingOf(f, gait);
      return std::fmin(1, 5 * std::fmin(swing, 1 - swing));
    };
    return 0.5 - 0.5 * in_the_air(foot) + 0.5 * in_the_air(foot == Foot::kLeft ? Foot::kRight : Foot::kLeft);
  }

  // how far to the left the pelvis shall be, m: over the foot that carries when it is halfway through its stance
  double SwayAt(const Gait& gait) const {
    if (!walks()) return 0;
    return gait.sway * std::cos(2 * std::numbers::pi * (phase - 0.5 * gait.stance_share));
  }

  bool BothDown(const Gait& gait) const { return SwingOf(Foot::kLeft, gait) == 0 && SwingOf(Foot::kRight, gait) == 0; }

  // one control step; first: the foot that is lifted first when a walk begins
  void Advance(bool walk, Foot first, const Gait& gait, double control_period) {
    if (!walks()) {
      if (walk) phase = first == Foot::kRight ? 0.f : 0.5f;
      return;
    }
    phase = static_cast<float>(std::fmod(phase + control_period / gait.period, 1.0));
    if (!walk && BothDown(gait)) phase = kStanding;
  }

  // what a network sees of it: sine and cosine; 0, 0 at rest
  float Sine() const { return walks() ? std::sin(2 * std::numbers::pi_v<float> * phase) : 0; }
  float Cosine() const { return walks() ? std::cos(2 * std::numbers::pi_v<float> * phase) : 0; }
};

}  // namespace porter::wbc
