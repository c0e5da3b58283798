// Brightness, saturation, hue and contrast as torchvision defines them for floats (adjust_brightness and its like).
#pragma once

#include "porter/render/effects/float_image.h"

namespace porter::render {

constexpr float kGreyRed = 0.2989F, kGreyGreen = 0.587F, kGreyBlue = 0.114F;  // ITU-R BT.601, as in torchvision

FloatImage AdjustBrightness(FloatImage image, float factor);  // factor x value
FloatImage AdjustSaturation(FloatImage image, float factor);  // grey + factor x (value - grey), grey of the pixel
FloatImage AdjustHue(FloatImage image, float turns);          // hue + turns in HSV: keeps each pixel's max and min
FloatImage AdjustContrast(FloatImage image, float factor);    // the same as saturation, with the picture's mean grey

}  // namespace porter::render
