#include "porter/render/raster/slot_records.h"

#include <algorithm>

#include "porter/render/raster/picture_light.h"

namespace porter::render {
namespace {

// the fits at a roughness r (shading.h)
void FitFacets(float r, SlotRecord& record) {
  for (int j = 0; j < 4; ++j)
    record.total_fit[j] = (j == 0 ? 1.0F : 0.0F) + r * (kTotalFit[0][j] + r * (kTotalFit[1][j] + r * kTotalFit[2][j]));
  for (int j = 0; j < 2; ++j)
    record.offset_fit[j] = kOffsetFit[0][j] + r * (kOffsetFit[1][j] + r * (kOffsetFit[2][j] + r * kOffsetFit[3][j]));
}

}  // namespace

SlotRecord MakeSlotRecord(const Instance& instance, std::span<const Texture> textures, const View& view,
                          const LightInW& light) {
  const Material& material = instance.material;
  SlotRecord record{};
  const Eigen::Matrix3f R_AM = RotationToA(light) * instance.X_WM.rotation().cast<float>();
  for (int r = 0; r < 3; ++r) {
    for (int c = 0; c < 3; ++c) record.row[r].R_AM[c] = R_AM(r, c);
    record.row[r].colour = material.base_colour[r];
  }
  record.alpha = std::max(material.roughness * material.roughness, kMinAlpha) + light.sun_width;
  record.metallic = material.metallic;
  record.reflectance = 0.08F * material.specular * (1 - material.metallic);
  FitFacets(material.roughness, record);
  const OctahedralMap& specular = light.light->specular;
  const int level = int(material.roughness * float(specular.num_levels - 1) + 0.5F);
  const int side = specular.size + 2;
  record.specular_level = std::clamp(level, 0, specular.num_levels - 1) * side * side;
  record.texture = material.texture;
  if (material.texture < 0) return record;
  const Texture& texture = textures[material.texture];
  const float repeats = material.texture_scale / float(instance.scale);
  record.texel_area = repeats * repeats * float(1 << (texture.log2_width + texture.log2_height)) / (view.fx * view.fy);
  record.texture_scale = material.texture_scale;
  record.last_level = std::max(0, texture.num_levels - 1);
  record.log2_width = texture.log2_width;
  record.log2_height = texture.log2_height;
  return record;
}

}  // namespace porter::render
