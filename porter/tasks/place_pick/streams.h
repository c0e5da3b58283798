// Streams of random numbers of this task, beside those of learn, locomotion and scene.
#pragma once

#include <cstdint>

namespace porter::tasks {

inline constexpr uint32_t kPlacePickStart = 120, kPlacePickNext = 121, kExpertNoise = 122, kReferenceStream = 123;

}  // namespace porter::tasks
