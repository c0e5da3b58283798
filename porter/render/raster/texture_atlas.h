// All textures' texels in one list, so that one vector may read several.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "porter/render/texture.h"

namespace porter::render {

struct TextureAtlas {
  explicit TextureAtlas(std::span<const Texture> textures);

  std::vector<uint32_t> texels;       // each row ends with its first texel again: neighbours lie side by side
  std::vector<int32_t> level_offset;  // in texels   [textures, kMaxTextureLevels]
};

}  // namespace porter::render
