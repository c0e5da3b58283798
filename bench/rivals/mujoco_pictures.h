// A rival of `porter bench render`: MuJoCo's own off-screen renderer (mjr_*) on OSMesa, one context a thread. It draws
// what stands in one environment, the same full meshes at the same places before the same camera; base colours instead
// of textures, one directional light and an even one instead of a panorama. Nothing moves between its pictures.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "porter/render/assets.h"
#include "porter/render/camera.h"
#include "porter/render/instances.h"

namespace porter::bench {

struct MujocoPicturesConfig {
  int width = 192;          // px
  int height = 108;         // px
  int samples = 4;          // per pixel
  int shadow_map = 1024;    // texels a side
  double near = 0.03;       // m
  double shadow_range = 3;  // of the directional light around what the camera looks at, m
  int threads = 2;
};

// what it is given to draw
struct MujocoScene {
  const render::SceneAssets& assets;
  std::span<const render::Instance> instances;
  render::Camera camera;     // of equal focal lengths, its axis through the middle of the picture
  Eigen::Vector3f to_sun_W;  // unit
};

class MujocoPictures {
 public:
  static bool IsAvailable();  // whether porter was built with OSMesa

  // throws core::Error where the scene does not compile or OSMesa gives no context
  MujocoPictures(const MujocoPicturesConfig& config, const MujocoScene& scene);
  ~MujocoPictures();

  // so many pictures on each thread, read back as bytes
  void Render(int pictures_a_thread, bool shadows);
  // the first thread's newest picture, bottom row first   [height, width, 3]
  std::span<const uint8_t> rgb() const;
  int samples() const;  // per pixel, as OSMesa gave them

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace porter::bench
