// The effects one after another: the slow twin of FusedEffects. Delay is not a matter of one frame (frame_delay.h).
#pragma once

#include "porter/core/image.h"
#include "porter/render/effects/image_effects.h"

namespace porter::render {

core::Image ApplyInSequence(const core::Image& image, const ImageEffects& effects, const NoiseKey& key);

}  // namespace porter::render
