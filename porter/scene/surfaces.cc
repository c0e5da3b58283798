#include "porter/scene/surfaces.h"

#include <Eigen/Core>
#include <algorithm>

namespace porter::scene {
namespace {

constexpr uint32_t kVariantStream = 903;

struct Surface {
  SurfaceUse use;
  TextureKind kind;
  std::array<float, 3> from, to;  // colour that multiplies the texture, linear; each channel lies between
};

// materials with colours of their own are tinted a little, those that are nearly white take any colour of the range
constexpr std::array<float, 3> kTintFrom = {0.8F, 0.8F, 0.8F}, kWhite = {1, 1, 1};
constexpr std::array<float, 3> kPaleFrom = {0.5F, 0.48F, 0.44F}, kPaleTo = {0.85F, 0.84F, 0.8F};
constexpr std::array<float, 3> kDullFrom = {0.03F, 0.04F, 0.06F}, kDullTo = {0.5F, 0.5F, 0.55F};
constexpr std::array<float, 3> kAnyFrom = {0.03F, 0.03F, 0.03F}, kAnyTo = {0.8F, 0.8F, 0.8F};

// sorted by use
constexpr Surface kSurfaces[] = {
    {SurfaceUse::kFloor, TextureKind::kWood, kTintFrom, kWhite},
    {SurfaceUse::kFloor, TextureKind::kCarpet, kTintFrom, kWhite},
    {SurfaceUse::kFloor, TextureKind::kStone, kTintFrom, kWhite},
    {SurfaceUse::kFloor, TextureKind::kPlain, kDullFrom, kDullTo},
    {SurfaceUse::kWall, TextureKind::kPaint, kPaleFrom, kPaleTo},
    {SurfaceUse::kWall, TextureKind::kWallBoard, kPaleFrom, kPaleTo},
    {SurfaceUse::kWall, TextureKind::kMasonry, kTintFrom, kWhite},
    {SurfaceUse::kTable, TextureKind::kWood, kTintFrom, kWhite},
    {SurfaceUse::kTable, TextureKind::kPlastic, kPaleFrom, kPaleTo},
    {SurfaceUse::kTable, TextureKind::kStone, kTintFrom, kWhite},
    {SurfaceUse::kTable, TextureKind::kMetal, kTintFrom, kWhite},
    {SurfaceUse::kTray, TextureKind::kPlastic, kDullFrom, kDullTo},
    {SurfaceUse::kTray, TextureKind::kWood, kTintFrom, kWhite},
    {SurfaceUse::kTray, TextureKind::kPaint, kDullFrom, kDullTo},
    {SurfaceUse::kObject, TextureKind::kPlastic, kAnyFrom, kAnyTo},
    {SurfaceUse::kObject, TextureKind::kPaint, kAnyFrom, kAnyTo},
    {SurfaceUse::kObject, TextureKind::kPlain, kAnyFrom, kAnyTo},
};

static_assert(std::ranges::is_sorted(kSurfaces, {}, &Surface::use));

}  // namespace

SurfaceSet::SurfaceSet(uint64_t seed, render::SceneAssets& assets) {
  for (int kind = 0; kind < kTextureKinds; ++kind) {
    core::Random random(seed, kVariantStream, static_cast<uint32_t>(kind), 0);
    for (int& texture : texture_[static_cast<size_t>(kind)]) {
      texture = -1;
      if (static_cast<TextureKind>(kind) == TextureKind::kPlain) continue;
      texture = static_cast<int>(assets.textures.size());
      assets.textures.push_back(
          render::MakeTexture(MakeTextureImage(static_cast<TextureKind>(kind), random.NextUint32())));
    }
  }
}

render::Material SurfaceSet::Draw(SurfaceUse use, core::Random& random) const {
  const auto choices = std::ranges::equal_range(kSurfaces, use, {}, &Surface::use);
  const Surface& surface = choices[random.Below(static_cast<uint32_t>(choices.size()))];
  const TextureTraits& traits = TraitsOf(surface.kind);
  render::Material material;
  for (size_t c = 0; c < 3; ++c) {
    material.base_colour[static_cast<int>(c)] = static_cast<float>(random.Uniform(surface.from[c], surface.to[c]));
  }
  material.roughness = static_cast<float>(random.Uniform(traits.roughness_min, traits.roughness_max));
  material.metallic = traits.metallic;
  material.texture = texture_[static_cast<size_t>(surface.kind)][random.Below(kVariants)];
  material.texture_scale = static_cast<float>(1 / traits.size);
  return material;
}

}  // namespace porter::scene
