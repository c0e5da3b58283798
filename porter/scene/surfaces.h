// What the parts of a scene are made of: for each use a set of materials, textures of them, and the ranges in which
// colour and roughness lie. One table (surfaces.cc) says all of it.
#pragma once

#include <array>
#include <cstdint>

#include "porter/core/random.h"
#include "porter/render/assets.h"
#include "porter/render/material.h"
#include "porter/scene/textures.h"

namespace porter::scene {

enum class SurfaceUse { kFloor, kWall, kTable, kTray, kObject };

class SurfaceSet {
 public:
  // appends the textures to `assets`; they are a function of the seed
  SurfaceSet(uint64_t seed, render::SceneAssets& assets);

  // one of the materials for this use, with a texture of its kind
  render::Material Draw(SurfaceUse use, core::Random& random) const;

 private:
  static constexpr int kVariants = 3;  // textures of a kind

  std::array<std::array<int, kVariants>, kTextureKinds> texture_;  // in SceneAssets::textures; -1: none
};

}  // namespace porter::scene
