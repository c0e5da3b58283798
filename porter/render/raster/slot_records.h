// Instances' rotation and material as the vectors of shading read them: one record a slot, four values at a time.
// What depends on the material alone is worked out here.
#pragma once

#include <cstdint>
#include <span>

#include "porter/render/instances.h"
#include "porter/render/raster/aligned.h"
#include "porter/render/shading.h"
#include "porter/render/texture.h"
#include "porter/render/view.h"

namespace porter::render {

struct SlotRecord {
  static constexpr int kWords = 28;

  struct Row {
    float R_AM[3];  // A: the light's frame
    float colour;   // linear, of one channel
  } row[3];
  float alpha;  // of facets, the sun's width included
  float metallic;
  float reflectance;       // head-on, of the part that is not metal
  int32_t specular_level;  // first texel of the level of the light's map
  float total_fit[4];      // EnvironmentBrdf at this roughness: scale + offset by powers of m,
  float offset_fit[2];     // offset by (1 - m)^5 and (1 - m)^2
  int32_t texture;         // -1: none
  float texel_area;        // texels per uv_density, m^2 and 1/px^2
  float texture_scale;
  int32_t last_level, log2_width, log2_height;  // of the texture
};
static_assert(sizeof(SlotRecord) == SlotRecord::kWords * sizeof(float));

SlotRecord MakeSlotRecord(const Instance& instance, std::span<const Texture> textures, const View& view,
                          const LightInW& light);

}  // namespace porter::render
