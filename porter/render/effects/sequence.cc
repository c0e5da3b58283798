#include "porter/render/effects/sequence.h"

#include "porter/render/effects/blur.h"
#include "porter/render/effects/colour.h"
#include "porter/render/effects/noise.h"

namespace porter::render {

core::Image ApplyInSequence(const core::Image& image, const ImageEffects& effects, const NoiseKey& key) {
  FloatImage frame = FromBytes(image);
  frame = AdjustBrightness(std::move(frame), effects.brightness);
  frame = AdjustSaturation(std::move(frame), effects.saturation);
  frame = AdjustHue(std::move(frame), effects.hue);
  frame = AdjustContrast(std::move(frame), effects.contrast);
  frame = AddNoise(std::move(frame), effects.noise, key);
  return ToBytes(Blur(frame, effects.blur_x, effects.blur_y));
}

}  // namespace porter::render
