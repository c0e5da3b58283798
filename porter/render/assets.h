// What all environments share.
#pragma once

#include <vector>

#include "porter/render/environment_light.h"
#include "porter/render/mesh.h"
#include "porter/render/texture.h"

namespace porter::render {

struct SceneAssets {
  std::vector<TriangleMesh> meshes;
  std::vector<Texture> textures;
  std::vector<EnvironmentLight> lights;  // at least one
};

}  // namespace porter::render
