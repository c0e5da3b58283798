// Panoramas of our own making, so that light is varied without any file: radiance from all directions, as render's
// panorama.h lays it out. Each is a function of its kind and seed. All bring about as much light onto a table, night a
// third of it, because a camera adapts.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "porter/core/image.h"

namespace porter::scene {

// the kinds that VIRAL lights its rooms with (facts/viral.md 8)
enum class Sky { kIndoor, kClear, kCloudy, kNight, kStudio };
constexpr auto EnumNames(Sky) {
  return std::to_array<std::string_view>({"indoor", "clear", "cloudy", "night", "studio"});
}
inline constexpr int kNumSkies = EnumNames(Sky{}).size();

inline constexpr int kSkyHeight = 128;      // px; twice as wide
inline constexpr double kTableLight = 0.8;  // irradiance / pi onto a table, of all kinds but night

// a panorama brought to this irradiance / pi (luminance) on what faces up; one without light above stays as it is
core::FloatImage Exposed(core::FloatImage panorama, double light);

// radiance, linear RGB
core::FloatImage MakeSky(Sky sky, uint64_t seed);

}  // namespace porter::scene
