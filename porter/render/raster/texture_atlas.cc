#include "porter/render/raster/texture_atlas.h"

#include <algorithm>

namespace porter::render {
namespace {

void AddLevel(const Texture& texture, int level, std::vector<uint32_t>& texels) {
  const int width = texture.width(level);
  for (int row = 0; row < texture.height(level); ++row) {
    const auto from = texture.texels.begin() + texture.level_offset[level] + size_t(row) * width;
    texels.insert(texels.end(), from, from + width);
    texels.push_back(*from);
  }
}

}  // namespace

TextureAtlas::TextureAtlas(std::span<const Texture> textures) {
  level_offset.resize(std::max<size_t>(1, textures.size()) * kMaxTextureLevels);
  for (size_t t = 0; t < textures.size(); ++t)
    for (int level = 0; level < textures[t].num_levels; ++level) {
      level_offset[t * kMaxTextureLevels + level] = int32_t(texels.size());
      AddLevel(textures[t], level, texels);
    }
  texels.resize(texels.size() + 4);  // lanes without a texture read the first
}

}  // namespace porter::render
