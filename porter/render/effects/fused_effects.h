// The effects of one frame in SIMD, equal to ApplyInSequence within 1 of 255. Bytes become planes of floats, on which
// brightness, saturation and hue are one pass, contrast (which needs the mean) and noise the next, blur and rounding
// the last. What a frame does not ask for is left out.
#pragma once

#include <cstdint>
#include <span>

#include "porter/render/effects/image_effects.h"
#include "porter/render/raster/aligned.h"

namespace porter::render {

struct FusedScratch {
  FusedScratch(int width_px, int height_px);

  int width, height;
  size_t pixels, stride;        // of a plane
  AlignedVector<float> planes;  // 0 to 1   [3, stride]
  AlignedVector<float> lines;   // a row of each plane while it is blurred, and one more   [4, line_stride]
  size_t line_stride;
};

class FusedEffects {
 public:
  FusedEffects(int width, int height) : scratch_(width, height) {}  // at least 3 x 3 px

  // changes the frame in place   [height, width, 3]; allocates nothing
  void Apply(const ImageEffects& effects, const NoiseKey& key, std::span<uint8_t> rgb) noexcept;

 private:
  FusedScratch scratch_;
};

}  // namespace porter::render
