// Light and exposure of each environment.
#pragma once

#include <Eigen/Core>
#include <vector>

namespace porter::render {

struct Look {
  int light = 0;           // in SceneAssets::lights
  float yaw = 0;           // of the light frame A in W, about z, rad
  float intensity = 1;     // factor on all light
  float exposure = 1;      // factor on what reaches the camera, before the tone curve
  bool background = true;  // the light's panorama is seen where nothing is hit; off: background_colour
  Eigen::Vector3f background_colour = Eigen::Vector3f::Zero();  // linear, before exposure
};

struct LookBatch {
  std::vector<Look> looks;  // [num_envs]
};

}  // namespace porter::render
