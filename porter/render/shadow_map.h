// The sun's view of an environment: parallel light onto a square map that covers what may be in shadow and in view.
// S: x, y in texels, z toward the sun in metres. The map keeps the height of the faces that are turned away from the
// sun: a lit surface then never shadows itself.
#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <span>

#include "porter/render/block_grid.h"
#include "porter/render/level_choice.h"
#include "porter/render/screen_triangle.h"
#include "porter/render/shading.h"
#include "porter/render/view.h"

namespace porter::render {

constexpr float kNoHeight = -1e30F;  // of texels where the sun shines through
constexpr float kShadowLift = 0.5F;  // of a point along its normal, texels

struct ShadowFit {
  bool shines = false;  // whether there is a map: there are a sun, casters, and room between them and the view
  Eigen::Matrix3f A_SC = Eigen::Matrix3f::Zero();  // texels, texels, m per m
  Eigen::Vector3f p_SC = Eigen::Vector3f::Zero();
  float texel = 0;  // the larger side of one, m
};

// a sphere around something that casts a shadow
struct CasterSphere {
  Eigen::Vector3f centre_C;
  float radius = 0;
};

ShadowFit FitShadow(const View& view, const LightInW& light, std::span<const CasterSphere> casters,
                    const RenderConfig& config);

// the level of detail to cast shadows with: it strays by a texel at most
int ChooseShadowLevel(const LeveledMesh& mesh, float scale, const ShadowFit& fit, const RenderConfig& config);

// the height of a triangle over the map
struct HeightPlane {
  explicit HeightPlane(std::span<const Eigen::Vector3f, 3> p_S);
  bool IsTurnedAway() const { return up < 0; }
  float At(float x, float y) const { return std::clamp(h0 + hx * (x - x0) + hy * (y - y0), lowest, highest); }

  float x0, y0, h0, hx, hy;
  float lowest, highest;  // corners
  float up;               // negative: its back is to the sun
};

// whether corners are near enough to the map to be drawn; further ones cast no shadow
inline bool InGuard(std::span<const ScreenPoint, 3> p) {
  constexpr int32_t kLimit = 1 << 19;
  return std::ranges::all_of(p, [](const ScreenPoint& q) { return std::abs(q.x) < kLimit && std::abs(q.y) < kLimit; });
}

// the map, row by row, padded to whole blocks   [stride, stride]
struct ShadowHeights {
  static size_t Values(int size) { return size_t(Stride(size)) * Stride(size) + 4; }  // four are read at a time
  static int Stride(int size) { return (size + kBlock - 1) / kBlock * kBlock; }
  int stride() const { return Stride(size); }
  size_t At(int x, int y) const { return size_t(y) * stride() + x; }

  const float* data = nullptr;
  int size = 0;  // texels a side
};

// Share of the sun that reaches a point, 0 to 1: nine texels around it, weighted by a quadratic spline. The point is
// lifted along its normal by half a texel.
float SunlightAt(const ShadowFit& fit, const ShadowHeights& heights, const Eigen::Vector3f& p_C,
                 const Eigen::Vector3f& normal_C);

}  // namespace porter::render
