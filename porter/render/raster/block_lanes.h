// Where the sixteen lanes of a block lie, and the samples of a pixel.
#pragma once

#include <array>
#include <cstdint>

#include "porter/render/block_grid.h"

namespace porter::render {

alignas(64) inline constexpr int32_t kLaneX[kLanes] = {0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3};  // px
alignas(64) inline constexpr int32_t kLaneY[kLanes] = {0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3};  // px

// as SamplePositions, 1/256 px
template <int kSamples>
inline constexpr std::array<int, kSamples> kSampleX = {128};
template <>
inline constexpr std::array<int, 4> kSampleX<4> = {96, 224, 32, 160};
template <int kSamples>
inline constexpr std::array<int, kSamples> kSampleY = {128};
template <>
inline constexpr std::array<int, 4> kSampleY<4> = {32, 96, 160, 224};

}  // namespace porter::render
