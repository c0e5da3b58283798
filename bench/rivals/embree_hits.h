// A rival of `porter bench render`: Embree finds what each camera ray meets, and nothing more - no light, no shadows,
// no picture. The meshes, poses and cameras are those of our renderer. Building the scenes is not part of its time.
#pragma once

#include <memory>
#include <span>

#include "porter/render/assets.h"
#include "porter/render/camera.h"
#include "porter/render/instances.h"
#include "porter/render/renderer.h"

namespace porter::bench {

// meshes at all levels of detail, each level built when it is first used
class EmbreeMeshes {
 public:
  explicit EmbreeMeshes(const render::SceneAssets& assets);
  ~EmbreeMeshes();

 private:
  friend class EmbreeHits;
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

class EmbreeHits {
 public:
  // picture: size, samples, threads, near plane, and levels of detail as our renderer chooses them (frozen_level 0: the
  // full meshes). `meshes` is kept by reference. The batches are those of Renderer::Render.
  EmbreeHits(EmbreeMeshes& meshes, const render::RenderConfig& picture, const render::CameraBatch& cameras,
             const render::InstanceBatch& instances);
  ~EmbreeHits();

  // traces all samples of all environments; depth: of each pixel's first sample, along the camera's z, m; 0: nothing is
  // hit   [num_envs, height, width]
  void Trace(std::span<float> depth) noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace porter::bench
