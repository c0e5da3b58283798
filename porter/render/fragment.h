// From a sample that hits a triangle to light: position, normal, texture, shadow, shading. Scalar; the fast path does
// the same in SIMD.
#pragma once

#include <span>

#include "porter/render/levels.h"
#include "porter/render/screen_triangle.h"
#include "porter/render/shading.h"
#include "porter/render/shadow_map.h"
#include "porter/render/texture.h"
#include "porter/render/view.h"

namespace porter::render {

// what the fragments of one picture share
struct FragmentContext {
  const View* view;
  const LightInW* light;
  std::span<const Texture> textures;
  ShadowFit shadow;
  ShadowHeights heights;
};

struct Fragment {
  Eigen::Vector3f p_C;     // m
  Eigen::Vector3f normal;  // unit, in W
  Eigen::Vector3f base_colour;
  float sunlight;  // 0 to 1
};

// u, v: of the sample, px
Fragment MakeFragment(const FragmentContext& context, const TrianglePlanes& planes, const TriangleLook& look,
                      const Instance& instance, float u, float v);

// toward the camera, before exposure
Eigen::Vector3f LightOf(const FragmentContext& context, const Fragment& fragment, const Material& material);

// level of a texture for a triangle at depth z: one texel a pixel in area, rounded
int TextureLevel(const FragmentContext& context, const Texture& texture, const TrianglePlanes& planes,
                 const TriangleLook& look, const Instance& instance, float z);

}  // namespace porter::render
