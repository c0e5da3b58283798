// Where pictures go: buffers of the caller, which may be a policy's tensor. An empty span is not wanted.
#pragma once

#include <cstdint>
#include <span>

namespace porter::render {

// Depth, ids, normals and sunlight belong to each pixel's first sample (SamplePositions in renderer.h).
struct FrameBatch {
  std::span<const int> envs = {};  // which environments to render, each at most once; empty: all
  std::span<uint8_t> rgb = {};     // 8-bit sRGB   [num_envs, height, width, 3]
  std::span<float> chw = {};       // the same as 0 to 1   [num_envs, 3, height, width]
  std::span<float> depth = {};     // along the camera's z, m; 0: nothing is hit   [num_envs, height, width]
  std::span<int32_t> ids = {};     // slot that is seen; -1: background   [num_envs, height, width]
  std::span<float> normals = {};   // unit, in W; zero: background   [num_envs, height, width, 3]
  std::span<float> sunlight = {};  // share of the sun that is not in shadow; 1: background   [num_envs, height, width]
};

}  // namespace porter::render
