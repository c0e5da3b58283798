// What happens to one frame between lens and policy, in this order: brightness, saturation, hue, contrast, noise, blur,
// delay (facts/viral.md 8). Each effect is a pure function (colour.h, noise.h, blur.h); ApplyInSequence calls them one
// after another, FusedEffects does the same in SIMD. Values are sRGB-coded, 0 to 1, and stay there after each effect.
#pragma once

#include <cstdint>

namespace porter::render {

struct ImageEffects {
  float brightness = 1;  // factor on all values
  float saturation = 1;  // 0 grey, 1 as it is
  float hue = 0;         // turns around the colour circle, -0.5 to 0.5
  float contrast = 1;    // 0 the mean grey, 1 as it is
  float noise = 0;       // standard deviation, of 0 to 1
  float blur_x = 0;      // standard deviation, px; 0: none
  float blur_y = 0;      // the same from top to bottom
  int delay = 0;         // how many pictures ago was the one that is shown

  bool operator==(const ImageEffects&) const = default;
};

// which random numbers a frame's noise takes
struct NoiseKey {
  uint64_t seed = 0;
  uint32_t env = 0;
  uint64_t step = 0;  // number of the picture, below 2^48
};

}  // namespace porter::render
