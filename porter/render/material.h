// What a surface is made of: the parameters of the shading formulas (shading.h).
#pragma once

#include <Eigen/Core>

namespace porter::render {

struct Material {
  Eigen::Vector3f base_colour = Eigen::Vector3f::Constant(0.8F);  // linear, 0 to 1; multiplies the texture
  int texture = -1;                                               // in SceneAssets::textures; -1: none
  float texture_scale = 1;                                        // repeats of the texture per unit of uv
  float roughness = 0.5F;                                         // perceptual, 0 (mirror) to 1
  float metallic = 0;                                             // 0 dielectric, 1 metal
  float specular = 0.5F;                                          // dielectric: reflects 0.08 x this head-on
};

}  // namespace porter::render
