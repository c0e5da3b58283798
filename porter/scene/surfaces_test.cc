#include "porter/scene/surfaces.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace porter::scene {
namespace {

constexpr SurfaceUse kUses[] = {SurfaceUse::kFloor, SurfaceUse::kWall, SurfaceUse::kTable, SurfaceUse::kTray,
                                SurfaceUse::kObject};

struct Dressed {
  explicit Dressed(uint64_t seed) : set(seed, assets) {}
  render::SceneAssets assets;
  SurfaceSet set;
};

bool Same(const render::Material& a, const render::Material& b) {
  return a.base_colour == b.base_colour && a.texture == b.texture && a.texture_scale == b.texture_scale &&
         a.roughness == b.roughness && a.metallic == b.metallic && a.specular == b.specular;
}

TEST(Surfaces, AreAFunctionOfTheSeedAndTheDraw) {
  const Dressed one(4), again(4), other(5);
  ASSERT_EQ(one.assets.textures.size(), again.assets.textures.size());
  EXPECT_EQ(one.assets.textures[0].texels, again.assets.textures[0].texels);
  EXPECT_NE(one.assets.textures[0].texels, other.assets.textures[0].texels);
  EXPECT_NE(one.assets.textures[0].texels, one.assets.textures[1].texels) << "variants differ";
  for (const SurfaceUse use : kUses) {
    core::Random a(9, 0, 3, 0), b(9, 0, 3, 0), next(9, 0, 4, 0);
    const render::Material drawn = one.set.Draw(use, a);
    EXPECT_TRUE(Same(drawn, again.set.Draw(use, b)));
    EXPECT_FALSE(Same(drawn, one.set.Draw(use, next)));
  }
}

TEST(Surfaces, MaterialsCanBeAndNameTexturesThatExist) {
  const Dressed room(1);
  core::Random random(1, 0, 0, 0);
  for (const SurfaceUse use : kUses) {
    std::set<int> seen;
    for (int i = 0; i < 300; ++i) {
      const render::Material m = room.set.Draw(use, random);
      EXPECT_GE(m.texture, -1);
      EXPECT_LT(m.texture, static_cast<int>(room.assets.textures.size()));
      EXPECT_GE(m.base_colour.minCoeff(), 0.03F);
      EXPECT_LE(m.base_colour.maxCoeff(), 1.0F);
      EXPECT_GE(m.roughness, 0.2F);
      EXPECT_LE(m.roughness, 1.0F);
      seen.insert(m.texture);
    }
    EXPECT_GE(seen.size(), 6u) << "at least two kinds of three variants are in use";
  }
}

// a repeat of masonry is 0.96 m and uv are in metres
TEST(Surfaces, TheScaleOfATextureIsMetric) {
  const Dressed room(1);
  core::Random random(2, 0, 0, 0);
  bool found = false;
  for (int i = 0; i < 300; ++i) {
    const float scale = room.set.Draw(SurfaceUse::kWall, random).texture_scale;
    found |= std::abs(scale * 0.96F - 1) < 1e-6F;
  }
  EXPECT_TRUE(found) << "some of 300 walls are of masonry";
}

TEST(Surfaces, OnlyTablesMayBeOfMetal) {
  const Dressed room(1);
  core::Random random(3, 0, 0, 0);
  for (const SurfaceUse use : kUses) {
    int metals = 0;
    for (int i = 0; i < 300; ++i) metals += room.set.Draw(use, random).metallic == 1;
    EXPECT_EQ(metals > 0, use == SurfaceUse::kTable);
  }
}

}  // namespace
}  // namespace porter::scene
