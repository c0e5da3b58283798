// Pictures of materials. Ours are computed: a pure function of kind and seed, without a seam where they repeat, in the
// material's own colours (sRGB, as a camera would see it under white light). They are made before Renderer::Create.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "porter/core/image.h"
#include "porter/render/texture.h"

namespace porter::scene {

// kPaint, kPlastic and kWallBoard are nearly white, to be coloured by the material; the others have colours of their
// own
enum class TextureKind { kPlain, kPaint, kPlastic, kWallBoard, kWood, kCarpet, kMasonry, kMetal, kStone };
constexpr int kTextureKinds = 9;
constexpr int kTextureSide = 256;  // px

// what a kind is like apart from its picture
struct TextureTraits {
  TextureKind kind;
  std::string_view name;
  double size;                         // of one repeat, m
  float roughness_min, roughness_max;  // perceptual, 0 to 1
  float metallic;                      // 0 or 1
};

// in the order of TextureKind
const std::array<TextureTraits, kTextureKinds>& AllTextureTraits();
const TextureTraits& TraitsOf(TextureKind kind);

// RGB, kTextureSide x kTextureSide; wood's grain, and what is high of masonry, run along v (rows)
core::Image MakeTextureImage(TextureKind kind, uint64_t seed);

// a PNG file of any kind that io::ReadPng takes, decoded from sRGB; its sides go down to powers of two. Throws
// core::Error that names the file.
render::Texture LoadTexture(const std::filesystem::path& path);

}  // namespace porter::scene
