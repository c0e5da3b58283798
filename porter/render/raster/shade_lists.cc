// The lists that shading reads, and its scratch (shade.h).
#include <algorithm>

#include "porter/render/raster/shade.h"

namespace porter::render {

TextureAtlas::TextureAtlas(std::span<const Texture> textures) : texels(1), level_offset(kMaxTextureLevels) {
  level_offset.resize(std::max<size_t>(1, textures.size()) * kMaxTextureLevels);
  for (size_t t = 0; t < textures.size(); ++t) {
    for (int l = 0; l < textures[t].num_levels; ++l)
      level_offset[t * kMaxTextureLevels + l] = int32_t(texels.size() + textures[t].level_offset[l]);
    texels.insert(texels.end(), textures[t].texels.begin(), textures[t].texels.end());
  }
}

SlotLists::SlotLists(int max_slots) {
  for (auto& list : R_WM) list.resize(max_slots);
  for (auto& list : colour) list.resize(max_slots);
  for (auto* list : {&roughness, &metallic, &reflectance, &texel_area, &texture_scale}) list->resize(max_slots);
  for (auto* list : {&specular_level, &texture, &log2_width, &log2_height, &last_level}) list->resize(max_slots);
}

void SlotLists::Set(int slot, const Instance& instance, std::span<const Texture> textures, const View& view,
                    const OctahedralMap& specular) {
  const Material& material = instance.material;
  const Eigen::Matrix3d& R = instance.X_WM.rotation();
  for (int i = 0; i < 9; ++i) R_WM[i][slot] = float(R(i / 3, i % 3));
  for (int c = 0; c < 3; ++c) colour[c][slot] = material.base_colour[c];
  roughness[slot] = material.roughness;
  metallic[slot] = material.metallic;
  reflectance[slot] = 0.08F * material.specular * (1 - material.metallic);
  const int level = int(material.roughness * float(specular.num_levels - 1) + 0.5F);
  const int side = specular.size + 2;
  specular_level[slot] = std::clamp(level, 0, specular.num_levels - 1) * side * side;
  texture[slot] = material.texture;
  texture_scale[slot] = material.texture_scale;
  const Texture none;
  const Texture& its = material.texture < 0 ? none : textures[material.texture];
  log2_width[slot] = its.log2_width;
  log2_height[slot] = its.log2_height;
  last_level[slot] = std::max(0, its.num_levels - 1);
  const float repeats = material.texture_scale / float(instance.scale);
  texel_area[slot] = repeats * repeats * float(1 << (its.log2_width + its.log2_height)) / (view.fx * view.fy);
}

ShadeScratch::ShadeScratch(const BlockGrid& grid) : colour(grid.num_blocks() * 3 * kLanes) {
  // all samples but each pixel's first, and a vector beyond
  const size_t extras = grid.num_blocks() * kLanes * size_t(grid.samples - 1) + kLanes;
  extra_sample.resize(extras);
  extra_pixel.resize(extras);
  extra_weight.resize(extras);
}

}  // namespace porter::render
