// The rows of VIRAL, and which numbers a row may hold.
#include "porter/scene/visual_randomisation.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "porter/core/error.h"
#include "porter/core/text.h"

namespace porter::scene {
namespace {

using enum VisualTerm;

std::string_view NameOf(VisualTerm term) {
  return EnumNames(term)[static_cast<size_t>(term)];
}

std::array<double, 2> LimitsOf(VisualTerm term) {
  switch (term) {
    case kBrightness:
    case kContrast:
    case kSaturation:
      return {0, 10};
    case kHue:
      return {-0.5, 0.5};
    case kBlur:
      return {0, 10};
    case kDomeIntensity:
      return {0, 1e6};
    case kDomeYaw:
    case kCameraRoll:
    case kCameraPitch:
    case kCameraYaw:
      return {-2 * std::numbers::pi, 2 * std::numbers::pi};
    case kCameraX:
    case kCameraY:
    case kCameraZ:
      return {-1, 1};
    case kFocalLength:
      return {0.1, 10};
    case kImageDelay:
      return {0, 100};
    default:  // noise, shares of lists, and parameters of materials
      return {0, 1};
  }
}

[[noreturn]] void Refuse(const VisualRow& row, std::string what, std::string expected) {
  throw core::Error(core::ErrorParts{
      .what = core::Cat("visual term '", NameOf(row.term), "' ", what),
      .found = core::Cat("range [", row.range[0], ", ", row.range[1], "], probability ", row.probability),
      .expected = std::move(expected)});
}

}  // namespace

std::vector<VisualRow> ViralVisualRows() {
  constexpr double kTurn = 3.142;  // rad, as printed there
  return {{kBrightness, 0.25, {0.7, 2.0}},  {kContrast, 0.25, {0.5, 1.5}},    {kHue, 0.5, {-0.1, 0.1}},
          {kSaturation, 0.25, {0.5, 2.0}},  {kNoise, 0.25, {0, 0.15}},        {kBlur, 0.25, {0.1, 1.5}},
          {kDomeIntensity, 1, {800, 2000}}, {kDomeYaw, 1, {-kTurn, kTurn}},   {kDomeTexture, 1, {0, 1}},
          {kRobotRoughness, 1, {0, 0.8}},   {kRobotMetallic, 1, {0, 0.8}},    {kRobotSpecular, 1, {0, 0.8}},
          {kFloorTexture, 1, {0, 1}},       {kTableTexture, 1, {0, 1}},       {kObjectTexture, 1, {0, 1}},
          {kCameraX, 1, {-0.01, 0.01}},     {kCameraY, 1, {-0.05, 0.05}},     {kCameraZ, 1, {-0.01, 0.01}},
          {kCameraRoll, 1, {-0.05, 0.05}},  {kCameraPitch, 1, {-0.10, 0.10}}, {kCameraYaw, 1, {-0.05, 0.05}},
          {kFocalLength, 0, {0.98, 1.02}},  {kImageDelay, 1, {2, 2}}};
}

void CheckVisualRows(std::span<const VisualRow> rows) {
  for (const VisualRow& row : rows) {
    const auto [low, high] = LimitsOf(row.term);
    const auto same = [&](const VisualRow& other) { return other.term == row.term; };
    if (std::ranges::count_if(rows, same) > 1) Refuse(row, "has two rows", "one row a term");
    if (!(row.range[0] <= row.range[1]) && row.term != kBlur) Refuse(row, "has its range upside down", "low <= high");
    for (const double end : row.range)
      if (!(end >= low && end <= high)) Refuse(row, "is out of range", core::Cat(low, " to ", high));
    if (row.term == kImageDelay &&
        (row.range[0] != std::floor(row.range[0]) || row.range[1] != std::floor(row.range[1])))
      Refuse(row, "is not whole", "whole numbers of pictures");
  }
}

}  // namespace porter::scene
